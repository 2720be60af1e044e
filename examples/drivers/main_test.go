package main

import (
	"testing"

	"premain.dev/examples/worlds"
)

func TestWorlds(t *testing.T) {
	worlds.Build(t).Run(t, []worlds.Case{
		{
			Args:   []string{"inline", "ada=1815,alan=1912", "alan", "ada"},
			Stdout: "1912\n1815\n",
		},
		{
			Args:   []string{"textfile", "testdata/years.txt", "alan", "ada"},
			Stdout: "1912\n1815\n",
		},
		{
			Args:   []string{"textfile", "testdata/years.txt", "ada", "grace", "alan"},
			Stdout: "1815\n",
			Stderr: "grace: not found\n",
			Status: 1,
		},
		{
			Args:   []string{"inline", "ada", "ada"},
			Stderr: "kv: inline: \"ada\" is not key=value\n",
			Status: 1,
		},
		{
			Args:   []string{"sqlite", "years.db", "ada"},
			Stderr: "kv: no driver \"sqlite\"; there are: inline, textfile\n",
			Status: 1,
		},
		{
			Stderr: "usage: drivers DRIVER SOURCE [KEY]...\ndrivers: inline, textfile\n",
			Status: 2,
		},
	})
}
