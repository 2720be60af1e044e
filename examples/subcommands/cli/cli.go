// Package cli holds the commands of a program and runs the one that the user names.
package cli

import (
	"fmt"
	"os"

	"premain.dev/section"
)

// Command is a subcommand of the program.
type Command struct {
	Name string
	Args string // what help shows behind the name
	Text string // one line

	// Run does the work. It gets its own command, because a function that names the variable that holds its item
	// is an initialisation cycle in Go: the variable needs the function, and the function the variable.
	Run func(c *Command, args []string) error
}

// Usage shows how the command is called.
func (c *Command) Usage() string {
	if c.Args == "" {
		return c.Name
	}
	return c.Name + " " + c.Args
}

// Default is the name of the command that runs when the user names none.
const Default = "default"

// Commands are the commands of the program. Any package adds its own. Of two with the same name, the first one runs.
var Commands section.Of[Command]

// Run runs the command that the first argument names and returns the exit status of the program: 1 if the command
// failed, 2 if there is no such command.
func Run(args []string) (status int) {
	name := Default
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	for _, c := range Commands.All() {
		if c.Name != name {
			continue
		}
		if err := c.Run(c, args); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", c.Name, err)
			return 1
		}
		return 0
	}
	fmt.Fprintf(os.Stderr, "unknown command %q; the command \"help\" lists the commands\n", name)
	return 2
}
