// Package greet brings the command that greets.
package greet

import (
	"fmt"

	"premain.dev/examples/subcommands/cli"
)

var _ = cli.Commands.Add(cli.Command{Name: "greet", Args: "NAME...", Text: "greet everybody by name", Run: run})

func run(c *cli.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("nobody to greet; usage: %s", c.Usage())
	}
	for _, name := range args {
		if _, err := fmt.Printf("Hello, %s!\n", name); err != nil {
			return err
		}
	}
	return nil
}
