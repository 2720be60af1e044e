package main

import (
	"strings"
	"testing"

	"premain.dev/examples/worlds"
)

func TestBoard(t *testing.T) {
	worlds.Board(t, "virt-arm64", strings.Repeat("pin 5 is high\npin 5 is low\n", 4), 0)
}
