package main

import (
	"testing"

	"premain.dev/examples/worlds"
)

func TestWorlds(t *testing.T) {
	worlds.Build(t).Run(t, []worlds.Case{
		{
			Stdout: "Nothing to do. The command \"help\" lists the commands.\n",
		},
		{
			Args: []string{"help"},
			Stdout: "" +
				"help            list the commands\n" +
				"greet NAME...   greet everybody by name\n" +
				"sum NUMBER...   add whole numbers\n" +
				"word-count      count the lines and words of standard input\n" +
				"default         say where to begin; runs when no command is given\n",
		},
		{
			Args:   []string{"greet", "Ada"},
			Stdout: "Hello, Ada!\n",
		},
		{
			Args:   []string{"greet", "Ada", "Alan"},
			Stdout: "Hello, Ada!\nHello, Alan!\n",
		},
		{
			Args:   []string{"greet"},
			Stderr: "greet: nobody to greet; usage: greet NAME...\n",
			Status: 1,
		},
		{
			Args:   []string{"sum", "1", "-20", "300"},
			Stdout: "281\n",
		},
		{
			Args:   []string{"sum", "1", "two"},
			Stderr: "sum: \"two\" is not a whole number\n",
			Status: 1,
		},
		{
			Args:   []string{"word-count"},
			Stdin:  "one two\n\nthree",
			Stdout: "lines: 3, words: 3\n",
		},
		{
			Args:   []string{"word-count", "file"},
			Stderr: "word-count: only standard input is counted; usage: word-count\n",
			Status: 1,
		},
		{
			Args:   []string{"gret", "Ada"},
			Stderr: "unknown command \"gret\"; the command \"help\" lists the commands\n",
			Status: 2,
		},
	})
}
