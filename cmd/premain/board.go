package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"premain.dev/internal/gocmd"
	"premain.dev/internal/linkstep"
	"premain.dev/internal/linkstep/image"
	"premain.dev/internal/linkstep/memorymap"
)

// placing sets how a program for a board is placed and written: as the board's package says, or as the flags do.
func placing(o *linkstep.Options, build *gocmd.BoardBuild) error {
	board := build.Board
	switch {
	case board.Memory == "" && o.Memory != "":
		return fmt.Errorf("-memory: the board %s has no memory map that another one could replace: where its programs are is the system's to say; leave it out", board.Name)
	case board.Memory == "" && o.Image != "":
		return fmt.Errorf("-image: programs for the board %s are files of its system; leave it out", board.Name)
	case o.Memory == "":
		o.Memory = board.Memory
	default:
		name, err := filepath.Abs(filepath.Join(build.Dir, o.Memory))
		if filepath.IsAbs(o.Memory) {
			name, err = o.Memory, nil
		}
		if err != nil {
			return err
		}
		o.Memory = name
	}
	if o.Memory == "" {
		return nil
	}
	text, err := os.ReadFile(o.Memory)
	if err != nil {
		return fmt.Errorf("-memory: %w", err)
	}
	m, err := memorymap.Parse(o.Memory, text)
	if err != nil {
		return mapError{err}
	}
	// The flag chooses the format, and without it the map, and if that does not either, the board.
	if name, _ := m.Format(); o.Image == "" && name == image.FormatBinary {
		o.Image = name
	}
	o.Image = cmp.Or(o.Image, board.Image)
	return nil
}

// mapError is what is wrong with a memory map.
type mapError struct{ error }

// startable refuses to start an image in another format than the board's command is for.
func startable(o linkstep.Options, build *gocmd.BoardBuild) error {
	if want := cmp.Or(build.Board.Image, image.FormatELF); o.Memory != "" && cmp.Or(o.Image, image.FormatELF) != want {
		return fmt.Errorf("the board %s is started with an image of the format %s, and this one would be %s; build it by premain build, and start it yourself", build.Board.Name, want, o.Image)
	}
	return nil
}
