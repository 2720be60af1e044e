package sifiveu_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"premain.dev/examples/worlds"
)

func TestPrograms(t *testing.T) {
	if _, err := exec.LookPath("qemu-system-riscv64"); err != nil {
		t.Skip("skip: there is no qemu-system-riscv64")
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dir, input, want string
		status           int
	}{
		{"hello", "", `hello, world
recovered: runtime error: invalid memory address or nil pointer dereference
`, 0},
		{"testdata/checks", "some words\n", `ticks: true
before: 0
requests: 1 recovered: 1
masked: true 1
requests: 2
read: some words
`, 7},
		{"testdata/fails", "", `panic: on purpose

main.fail
	testdata/fails/main.go:7
main.main
	testdata/fails/main.go:4
`, 2},
		{"testdata/again", "", `trap 5 1879048192 true
panic during panic
`, 3},
		{"testdata/resets", "", `before the reset
after the reset
`, 0},
	} {
		t.Run(c.dir, func(t *testing.T) {
			t.Chdir(c.dir)
			program := worlds.Boot(t, "example.com/sifive-u/board")
			program.Type(c.input)
			status, got := program.End()
			got = strings.ReplaceAll(got, root+string(filepath.Separator), "")
			if got = filepath.ToSlash(got); got != c.want || status != c.status {
				t.Errorf("got:\n%s\nstatus %d, want:\n%s\nstatus %d", got, status, c.want, c.status)
			}
		})
	}
}
