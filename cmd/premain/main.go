// Premain builds, runs, tests, installs and vets Go programs with the link step: what the go command does, and besides,
// the linker gathers the sections of package premain.dev/section.
//
// The go command calls it, too: go build -toolexec=premain -tags=premain.
package main

import (
	"fmt"
	"io"
	"os"

	"premain.dev/internal/linkstep"
	"premain.dev/section"
)

// command is a subcommand of the tool.
type command struct {
	name string
	args string // what the usage shows behind the name
	text string // one line
	run  func(c *command, args []string) (status int)
}

// commands are all subcommands, in the order in which help lists them.
var commands section.Of[command]

func main() {
	os.Exit(run(os.Args[1:]))
}

func run(args []string) (status int) {
	if linkstep.Called(args) {
		return linkstep.Main(args)
	}
	if len(args) == 0 {
		usage(os.Stderr)
		return 2
	}
	for _, c := range commands.All() {
		if c.name == args[0] {
			return c.run(c, args[1:])
		}
	}
	if args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		usage(os.Stdout)
		return 0
	}
	fmt.Fprintf(os.Stderr, "premain: no command %q; run premain help\n", args[0])
	return 2
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Premain runs the go command so that the linker gathers the program's sections.\n\nUsage:\n\n")
	for _, c := range commands.All() {
		fmt.Fprintf(w, "\tpremain %-32s %s\n", c.name+" "+c.args, c.text)
	}
	fmt.Fprint(w, "\nThe flags are those of the go command. The go command can also call premain itself:\n\n"+
		"\tgo build -toolexec=premain -tags=premain\n")
}
