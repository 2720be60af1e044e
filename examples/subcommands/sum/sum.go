// Package sum brings the command that adds numbers.
package sum

import (
	"fmt"
	"math/big"

	"premain.dev/examples/subcommands/cli"
)

var _ = cli.Commands.Add(cli.Command{Name: "sum", Args: "NUMBER...", Text: "add whole numbers", Run: run})

func run(_ *cli.Command, args []string) error {
	total := new(big.Int)
	for _, a := range args {
		n, ok := new(big.Int).SetString(a, 10)
		if !ok {
			return fmt.Errorf("%q is not a whole number", a)
		}
		total.Add(total, n)
	}
	_, err := fmt.Println(total)
	return err
}
