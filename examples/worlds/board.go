package worlds

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Boards starts the program in the working directory on the Go runtime and then on boards, those that can be started here, by premain boot with
// the given flags, and compares what it prints: the lines that begin with own are only there on boards.
func Boards(t *testing.T, boards []string, own string, flags ...string) {
	t.Helper()
	tool := buildTool(t, filepath.Join(t.TempDir(), "premain"))
	want := start(t, "go", append([]string{"run"}, flags...)...)
	for _, board := range boards {
		t.Run(board, func(t *testing.T) {
			if _, err := exec.LookPath("qemu-system-aarch64"); err != nil && board == "virt-arm64" {
				t.Skip("skip: there is no qemu-system-aarch64")
			}
			var got strings.Builder
			n := 0
			for line := range strings.Lines(start(t, tool, append([]string{"boot", "-board", board}, flags...)...)) {
				if own != "" && strings.HasPrefix(line, own) {
					n++
				} else {
					got.WriteString(line)
				}
			}
			if got.String() != want || (n == 0) != (own == "") {
				t.Errorf("got:\n%s\nand %d lines that begin with %q; want:\n%s", got.String(), n, own, want)
			}
		})
	}
}

// start runs a command for the package in the working directory and returns all that it prints.
func start(t *testing.T, command string, args ...string) string {
	t.Helper()
	cmd := exec.Command(command, append(args, ".")...)
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if err != nil {
		t.Errorf("%s: %v\n%s", cmd, err, out)
	}
	return strings.ReplaceAll(string(out), "\r\n", "\n")
}
