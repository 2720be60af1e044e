package cli

import (
	"fmt"
	"os"
	"text/tabwriter"
)

var _ = Commands.Add(Command{Name: "help", Text: "list the commands", Run: help})

func help(*Command, []string) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	for _, c := range Commands.All() {
		fmt.Fprintf(w, "%s\t%s\n", c.Usage(), c.Text)
	}
	return w.Flush()
}
