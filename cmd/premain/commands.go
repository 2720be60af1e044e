package main

import (
	"fmt"
	"os"
	"runtime"

	"premain.dev/internal/gocmd"
	"premain.dev/internal/linkstep"
)

var (
	_ = commands.Add(command{"build", "[flags] [packages]", "compile packages and link programs", goCommand})
	_ = commands.Add(command{"run", "[flags] package [arguments]", "build and run a program", goCommand})
	_ = commands.Add(command{"test", "[flags] [packages]", "build and run tests", goCommand})
	_ = commands.Add(command{"install", "[flags] [packages]", "build and install programs", goCommand})
	_ = commands.Add(command{"vet", "[flags] [packages]", "run go vet, and check what only the link step sees", vet})
	_ = commands.Add(command{"version", "", "print the tool's version", version})
	_ = commands.Add(command{"help", "", "print this text", help})
)

// goCommand runs the go command of the same name with the link step.
func goCommand(c *command, args []string) int { return linked(c, args, gocmd.Exec) }

// vet runs go vet with the link step, and then links the programs among the packages without writing them: so it finds
// what a linked build would refuse, in a program that may never be linked so.
func vet(c *command, args []string) int {
	return linked(c, args, func(args []string) (status int, err error) {
		if status, err = gocmd.Run(args); err == nil && status == 0 {
			status, err = gocmd.Run(gocmd.LinkArgs(args))
		}
		return status, err
	})
}

// linked gives run the arguments with which the go command runs one of its commands with the link step.
func linked(c *command, args []string, run func(args []string) (status int, err error)) (status int) {
	self, err := os.Executable()
	if err == nil {
		if args, err = gocmd.Args(self, c.name, args, gocmd.GOFLAGS()); err == nil {
			if status, err = run(args); err == nil {
				return status
			}
		}
	}
	fmt.Fprintf(os.Stderr, "premain %s: %v\n", c.name, err)
	return 2
}

func version(*command, []string) int {
	fmt.Printf("premain %s link step %s %s\n", linkstep.Version(), linkstep.Identity(), runtime.Version())
	return 0
}

func help(*command, []string) int {
	usage(os.Stdout)
	return 0
}
