// Premain builds, runs, tests, installs and vets Go programs with the link step: what the go command does, and besides,
// the linker gathers the sections of package premain.dev/section and lays out the values of premain.dev/bake.
//
// The go command calls it, too: go build -toolexec=premain -tags=premain.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"premain.dev/internal/gocmd"
	"premain.dev/internal/linkstep"
	"premain.dev/internal/linkstep/confine"
	"premain.dev/section"
)

// command is a subcommand of the tool.
type command struct {
	name string
	args string // what the usage shows behind the name
	text string // one line

	// The flags are premain's own that stand before the command.
	run func(c *command, flags, args []string) (status int)
}

// commands are all subcommands, in the order in which help lists them.
var commands section.Of[command]

func main() {
	if status, called := confine.Child(os.Args[1:]); called {
		os.Exit(status)
	}
	os.Exit(run(os.Args[1:]))
}

func run(args []string) (status int) {
	flags, args := gocmd.Own("build", args)
	if linkstep.Called(args) {
		var report reportFlag
		options, err := parseFlags(flags, &report)
		if err == nil && report.wanted {
			err = errors.New("-report is a flag of premain build and premain install, not of -toolexec")
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "premain:", err)
			return 2
		}
		return linkstep.Main(args, options)
	}
	if len(args) == 0 {
		usage(os.Stderr)
		return 2
	}
	for _, c := range commands.All() {
		if c.name == args[0] {
			return c.run(c, flags, args[1:])
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
	fmt.Fprint(w, "Premain runs the go command so that the linker gathers the program's sections and\nlays out its link-time values.\n\nUsage:\n\n")
	for _, c := range commands.All() {
		fmt.Fprintf(w, "\tpremain %-34s %s\n", c.name+" "+c.args, c.text)
	}
	fmt.Fprint(w, `
The flags are those of the go command and, before the command or after it:

	-without=SECTION=PATTERN[,PATTERN]...
		link without the items of a section that are declared in a package, a file or at
		a place. The section is named like example.com/app/cli.Commands, or cli.Commands.
		A pattern is like example.com/app/serve, example.com/app/serve/http.go, with :12
		behind it for a line, or example.com/app/... for a package and those below it.
		A pattern that begins with ! takes back what the ones before it leave out.
	-bake=WHAT[,WHAT]...
		compute at link time, too, what package bake has been given in packages of other
		modules, named like example.com/p or example.com/..., and what initialises a
		package-level variable in any package, named like example.com/p.Name;
		-bake=off computes everything at initialisation
	-bake-timeout=DURATION
		how long the values of a program may take to compute, like 10s; 1m if not given
	-board=BOARD
		build programs without the Go runtime, for a board: linux, pc-amd64, virt-arm64,
		virt-riscv64, or the import path of another one; see go doc premain.dev/bare. If
		the board is not of this system, premain run starts it like premain boot
	-memory=FILE
		place the program by a memory map other than the board's: a linker script; see
		docs/memory-map.md
	-image=FORMAT
		write the program as elf, pvh, binary (the bytes of memory from the lowest load
		address on) or flash (all bytes of the region into which it is loaded), and not
		as the board does
	-report, -report=json
		of build and install: print how many items the sections of each program have,
		from which packages, how many bytes of the program are there for them, and
		what its link-time values consist of

Premain size builds a program and prints how many bytes of it are where, in memory and in the file.
It measures an executable with symbols, too, if its name is given in place of a package's. Its
flags are those of premain build, and

	-by=WHAT[,WHAT]...
		by what: region (of the memory map), section, package, symbol; all of them if not given
	-n=NUMBER
		how many of the largest symbols are printed; 20 if not given, 0 for all
	-json
		print JSON, with all symbols

The go command can also call premain itself:

	go build -toolexec=premain -tags=premain
	go build '-toolexec=premain -without=cli.Commands=example.com/app/serve' -tags=premain

which leaves the same items out and does not say so. With -v, premain build and install
also print the link-time values of each program that they link, and which of its
sections have been sorted and hashed.
`)
}
