// Package cli has a section and forwarders.
package cli

import (
	"os"
	"runtime/pprof"

	"premain.dev/section"
)

type Command struct {
	Name string
	Run  func(c *Command, arg string) string
}

var Commands section.Of[Command] // the section

func Register(name string, run func(c *Command, arg string) string) *Command { // the forwarder
	return Commands.Add(Command{Name: name, Run: run}) // in Register
}

func RegisterLiteral(name string) *Command {
	return Register(name, func(c *Command, arg string) string {
		Act("literal of a forwarder") // in RegisterLiteral
		return c.Name + arg
	})
}

func RegisterActing(name, action string) *Command {
	return Commands.Add(Command{ // its item
		Name: Acting(name, action), // in RegisterActing
		Run:  Quiet,
	})
}

// Acting is a value that the compiler cannot know.
func Acting(name, action string) string {
	Act(action) // in Acting
	return name
}

func Quiet(c *Command, arg string) string { return c.Name + arg }

// Act does what the program's first argument says at the place that the second one names.
//
//go:noinline
func Act(place string) {
	if len(os.Args) < 3 || os.Args[2] != place {
		return
	}
	switch os.Args[1] {
	case "panic":
		panic("here")
	case "profile":
		pprof.Lookup("goroutine").WriteTo(os.Stdout, 1)
	default:
		panic("no action " + os.Args[1])
	}
}
