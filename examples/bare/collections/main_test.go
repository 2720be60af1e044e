package main

import (
	"testing"

	"premain.dev/examples/worlds"
)

func TestBoards(t *testing.T) {
	for _, allocator := range []string{"heap", "bump", "pools"} {
		t.Run(allocator, func(t *testing.T) {
			worlds.Boards(t, []string{"linux", "virt-arm64", "virt-riscv64", "pc-amd64"}, "allocator: "+allocator+" has served ", "-tags="+allocator)
		})
	}
}
