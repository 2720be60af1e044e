// Package cli has a section and forwarders.
package cli

import (
	"strings"

	"premain.dev/section"
)

type Command struct {
	Name string
	Run  func(arg string) string
}

var Commands section.Of[Command]

func Register(name string, run func(arg string) string) *Command {
	return Commands.Add(Command{Name: strings.ToLower(name), Run: run}) // Register
}

func RegisterLiteral(name string) *Command {
	return Register(name, func(arg string) string {
		if arg == "" {
			return "nothing"
		}
		return arg + arg // nested
	})
}

func RegisterNothing(name string) *Command { return Register(name, nil) } // RegisterNothing

// Unread is a section that nobody reads.
var Unread section.Of[Command]

var _ = Unread.Add(Command{Run: func(arg string) string { return "unread" }}) // unread
