package main

import (
	"testing"

	"premain.dev/examples/worlds"
)

func TestBoards(t *testing.T) {
	worlds.Boards(t, []string{"linux", "virt-arm64", "virt-riscv64", "pc-amd64"}, "")
}
