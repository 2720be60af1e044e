package main

import (
	"os"
	"path/filepath"
	"slices"

	"premain.dev/internal/gocmd"
	"premain.dev/internal/linkstep"
)

// hostedValues computes the link-time values of programs for a board: in a build of the same packages with the Go runtime, for this machine. It
// returns the directory with the values, or nothing if the programs have none, and the exit status of this process if a signal has come
// meanwhile. Why there is no value, the build for the board says.
func hostedValues(self string, o linkstep.Options, b *gocmd.BoardBuild, goflags string) (dir string, signalled int, err error) {
	if slices.Contains(o.Bake, "off") {
		return "", 0, nil
	}
	some, differ, err := b.Values(len(o.Bake) > 0)
	if err != nil || !some {
		return "", 0, err
	}
	if dir, err = os.MkdirTemp("", "premain-hosted"); err != nil {
		return "", 0, err
	}
	defer func() {
		if err != nil || signalled != 0 {
			os.RemoveAll(dir)
		}
	}()
	if dir, err = filepath.Abs(dir); err != nil {
		return "", 0, err
	}
	h := linkstep.Hosted{Differ: differ}
	if !linkstep.SameLayout() {
		h.Failures = map[string]string{"": "types have another layout there than on boards"}
		return dir, 0, h.Write(dir)
	}
	o.Board, o.Memory, o.Image, o.HostedTo = "", "", "", dir
	args, err := gocmd.Args(append([]string{self}, o.Args()...), []string{o.Tag()}, "build", b.HostedArgs(), goflags)
	if err != nil {
		return "", 0, err
	}
	flags, err := o.GCFlags(gocmd.Values("gcflags", "build", args[1:], goflags), func() ([]string, error) { return gocmd.Packages(args) })
	if err != nil {
		return "", 0, err
	}
	failures, signalled, err := b.RunHosted(gocmd.LinkArgs(gocmd.Add(args, flags...), os.DevNull))
	if err != nil || signalled != 0 {
		return "", signalled, err
	}
	h.Failures = failures
	return dir, 0, h.Write(dir)
}
