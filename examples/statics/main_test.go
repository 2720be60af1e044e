package main

import (
	"testing"

	"premain.dev/examples/worlds"
)

func TestWorlds(t *testing.T) {
	worlds.Build(t).Run(t, []worlds.Case{{
		Stdout: "" +
			"build V4 [1 2 3]\n" +
			"build V5 1\n" +
			"doFirst\n" +
			"build InitAndDrop [1 2 3]\n" +
			"doInit\n" +
			"build V [1 2 3]\n" +
			"build V1 [1 2 3]\n" +
			"build V6 3\n" +
			"main: V[0] is 1\n" +
			"main: V1[2] is 3\n" +
			"main: V1[2] is 42\n" +
			"main: V6 is 3\n" +
			"drop V6 3\n" +
			"drop V1 [1 2 42]\n" +
			"finally\n" +
			"ultimately\n" +
			"drop InitAndDrop [1 2 3]\n" +
			"drop V5 1\n" +
			"drop V4 [1 2 3]\n",
	}})
}
