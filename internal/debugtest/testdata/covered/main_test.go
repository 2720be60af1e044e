package main

import (
	"testing"

	"premain.dev/internal/debugtest/testdata/covered/cli"
)

var _ = cli.Register("tested", func(arg string) string { return "tested" })

func TestCommands(t *testing.T) {
	if n := cli.Commands.Len(); n != 7 {
		t.Error(n, "commands")
	}
	for _, c := range cli.Commands.All() {
		if c != unused {
			c.Run("test")
		}
	}
}
