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
			need(t, board)
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

// Board starts the program in the working directory, which is for one board alone, there by premain boot with the given flags, and compares what it prints and its
// exit status with what they should be.
func Board(t *testing.T, board, want string, status int, flags ...string) {
	t.Helper()
	need(t, board)
	tool := buildTool(t, filepath.Join(t.TempDir(), "premain"))
	got, ended := outcomeOf(t, tool, append([]string{"boot", "-board", board}, flags...)...)
	if got != want || ended != status {
		t.Errorf("status %d, want %d; got:\n%s\nwant:\n%s", ended, status, got, want)
	}
}

// machines are what starts boards.
var machines = map[string]string{"pc-amd64": "qemu-system-x86_64", "virt-arm64": "qemu-system-aarch64", "virt-riscv64": "qemu-system-riscv64"}

// need skips the test if a board cannot be started here.
func need(t *testing.T, board string) {
	t.Helper()
	machine := machines[board]
	if _, err := exec.LookPath(machine); machine != "" && err != nil {
		t.Skip("skip: there is no " + machine)
	}
}

// start runs a command for the package in the working directory, which must succeed, and returns all that it prints.
func start(t *testing.T, command string, args ...string) string {
	t.Helper()
	out, status := outcomeOf(t, command, args...)
	if status != 0 {
		t.Errorf("%s %s: exit status %d\n%s", command, strings.Join(args, " "), status, out)
	}
	return out
}

// outcomeOf runs a command for the package in the working directory and returns all that it prints, and its exit status.
func outcomeOf(t *testing.T, command string, args ...string) (out string, status int) {
	t.Helper()
	cmd := exec.Command(command, append(args, ".")...)
	text, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n"), cmd.ProcessState.ExitCode()
}
