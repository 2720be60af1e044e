// Package wordcount brings the command that counts words. It stands for a module that the program's authors did
// not write: the section does not care where an item comes from.
package wordcount

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"premain.dev/examples/subcommands/cli"
)

var _ = cli.Commands.Add(cli.Command{
	Name: "word-count",
	Text: "count the lines and words of standard input",
	Run:  run,
})

func run(c *cli.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("only standard input is counted; usage: %s", c.Usage())
	}
	lines, words, err := count(os.Stdin)
	if err != nil {
		return err
	}
	_, err = fmt.Printf("lines: %d, words: %d\n", lines, words)
	return err
}

// count counts a last line without a newline, too.
func count(r io.Reader) (lines, words int, err error) {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			lines++
			words += len(strings.Fields(line))
		}
		if err == io.EOF {
			return lines, words, nil
		}
		if err != nil {
			return lines, words, err
		}
	}
}
