package linkstep

import (
	"fmt"
	"os"
	"slices"

	"premain.dev/internal/linkstep/image"
	"premain.dev/internal/linkstep/size"
)

// stripped reports whether the linker is to leave symbols out.
func stripped(args []string) bool {
	return slices.ContainsFunc(args, func(a string) bool { return a == "-s" || a == "-s=true" || a == "-s=1" })
}

// codeAt is where the code of a process begins, if it has no symbols: in the page of the headers.
const codeAt = 0x120

// forBoard returns the linker's arguments for a program without the Go runtime. Symbols are needed to fill in what a memory map says and, where there
// are to be none, to see what else can be left out: both are done behind the linker.
func (t tool) forBoard(args []string) []string {
	more := []string{"-checklinkname=0"}
	if !stripped(args) {
		return append(more, args...)
	}
	// Functions one behind the other, not at multiples of 16 or 32: what wants more for its loops says so itself. The flag may come again
	// behind, from the user.
	align := 4
	if os.Getenv("GOARCH") == "amd64" {
		align = 1
	}
	more = append(more, fmt.Sprintf("-funcalign=%d", align))
	if t.options.Memory == "" {
		base := 0x10000
		if os.Getenv("GOARCH") == "amd64" {
			base = 0x400000
		}
		more = append(more, fmt.Sprintf("-T=%#x", base+codeAt))
	}
	rest := slices.DeleteFunc(slices.Clone(args), func(a string) bool { return stripped([]string{a}) })
	return append(append(more, "-w"), rest...)
}

// compact lets the file that the linker has written for a process hold what the program needs.
func (l *linking) compact(args []string) error {
	out, _ := flagValue(args, "-o")
	text, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	file, err := image.Open(text)
	if err != nil {
		return fmt.Errorf("%s: what the linker has written: %w", out, err)
	}
	m, err := file.Image(true)
	if err != nil {
		return fmt.Errorf("%s: what the linker has written: %w", out, err)
	}
	p := m.Process()
	if err := os.WriteFile(out, p.File, 0o777); err != nil {
		return err
	}
	return l.tellSizes(file, m, size.Written{File: p.File, Pieces: p.Pieces, Start: p.Start})
}
