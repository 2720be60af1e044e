// Subcommands is a program whose subcommands are items of a section: each package brings its own, and no list
// names them all. One of them comes from another module.
//
//	go run ./examples/subcommands greet Ada
//	premain run ./examples/subcommands greet Ada
package main

import (
	"fmt"
	"os"

	"premain.dev/examples/subcommands/cli"

	// A program has the commands of the packages that are linked into it.
	_ "premain.dev/examples/subcommands/greet"
	_ "premain.dev/examples/subcommands/sum"
	_ "premain.dev/examples/word-count"
)

var _ = cli.Commands.Add(cli.Command{
	Name: cli.Default,
	Text: "say where to begin; runs when no command is given",
	Run:  begin,
})

func main() {
	os.Exit(cli.Run(os.Args[1:]))
}

func begin(*cli.Command, []string) error {
	_, err := fmt.Println(`Nothing to do. The command "help" lists the commands.`)
	return err
}
