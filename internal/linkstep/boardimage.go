package linkstep

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/image"
)

// stripped reports whether the linker is to leave symbols out.
func stripped(args []string) bool {
	return slices.ContainsFunc(args, func(a string) bool { return a == "-s" || a == "-s=true" || a == "-s=1" })
}

// codeAt is where the code of a process begins, if it has no symbols: in the page of the headers.
const codeAt = 0x120

// forBoard returns the linker's arguments for a program without the Go runtime. Where there are to be no symbols, they are needed to see
// what else can be left out; that is done behind the linker.
func (t tool) forBoard(args []string) []string {
	more := append([]string{"-checklinkname=0"}, t.options.Place...)
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
	if !t.placed() {
		base := 0x10000
		if os.Getenv("GOARCH") == "amd64" {
			base = 0x400000
		}
		more = append(more, fmt.Sprintf("-T=%#x", base+codeAt))
	}
	rest := slices.DeleteFunc(slices.Clone(args), func(a string) bool { return stripped([]string{a}) })
	return append(append(more, "-w"), rest...)
}

// placed reports whether the board says where its programs are. It has no system then that maps them.
func (t tool) placed() bool {
	return slices.ContainsFunc(t.options.Place, func(f string) bool { return strings.HasPrefix(f, "-T") })
}

// compact lets the file that the linker has written hold what the program needs.
func (t tool) compact(args []string) error {
	out, _ := flagValue(args, "-o")
	file, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	m, err := image.Read(file)
	if err != nil {
		return fmt.Errorf("%s: what the linker has written: %w", out, err)
	}
	if t.placed() {
		file = m.Copied()
	} else {
		file = m.Process()
	}
	return os.WriteFile(out, file, 0o777)
}
