package main

import (
	"fmt"
	"os"
	"runtime"

	"premain.dev/benchmarks/internal/program"
)

// sizes compares the smallest programs that say hello.
func sizes(b *program.Builder, s scale, p *page) error {
	if runtime.GOOS != "linux" {
		p.paragraph("These programs are run where they are built, which is on Linux.")
		return nil
	}
	p.paragraph("Bytes of executables for Linux that say hello on standard error and exit with 0, which each was seen to do; those for other architectures " +
		"than this machine's only if there was an emulator. Ours are built by `premain build -board linux -ldflags=-s`. In the tier alloc, they concatenate two strings. " +
		"What tells of a panic: nothing but the status (`bare/panics/exit`), one line (`bare/panics/brief`), or, by default, the message and the places.")
	architectures := []string{"amd64", "arm64", "riscv64"}
	var rows [][]string
	measure := func(name string, build func(goarch string) (exe string, err error)) error {
		row := []string{name}
		found := false
		for _, goarch := range architectures {
			exe, err := build(goarch)
			if err != nil {
				return err
			}
			if exe == "" {
				row = append(row, "")
				continue
			}
			found = true
			if err := program.SaysHello(exe, goarch, runtime.GOARCH); err != nil {
				return fmt.Errorf("%s, %s: %w", name, goarch, err)
			}
			info, err := os.Stat(exe)
			if err != nil {
				return err
			}
			row = append(row, whole(int(info.Size())))
		}
		if found {
			rows = append(rows, row)
		}
		return nil
	}
	for _, t := range []struct {
		name      string
		allocator string
	}{{"core", ""}, {"alloc, bump", "alloc/bump"}, {"alloc, heap", "alloc/heap"}} {
		for _, h := range []struct{ name, panics string }{{"status", "panics/exit"}, {"one line", "panics/brief"}, {"places", ""}} {
			source := program.Freestanding{Alloc: t.allocator != ""}
			for _, i := range []string{t.allocator, h.panics} {
				if i != "" {
					source.Imports = append(source.Imports, i)
				}
			}
			if err := measure(t.name+"; "+h.name, func(goarch string) (string, error) { return b.BareHello(source, goarch) }); err != nil {
				return err
			}
		}
	}
	if err := measure("Go runtime, `-ldflags=-s`", b.GoHello); err != nil {
		return err
	}
	for _, f := range program.Foreigners {
		if err := measure(f.Name, func(goarch string) (string, error) {
			if goarch != "amd64" || runtime.GOARCH != "amd64" {
				return "", nil
			}
			return b.ForeignHello(f)
		}); err != nil {
			return err
		}
	}
	p.table(append([]string{"bytes"}, architectures...), rows)
	return nil
}
