package gocmd

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

// Start is how a program that was built for a board is started.
type Start struct {
	Build []string // the arguments of premain build, instead of those of premain run
	Image string   // the file that they write

	command []string // what starts a machine or a process
	printed bool     // the go command only prints what it would do
	status  string   // as in Board
	signals chan os.Signal
}

// Start prepares to build a program into a temporary file and to start it, given the arguments of premain run that ForBoard has
// returned.
func (b *BoardBuild) Start() (*Start, error) {
	var flags, program, rest, under []string
	printed := false
	for _, a := range parse("run", b.Args) {
		switch a.name {
		case "":
			if a.raw[0] == "--" {
				a.raw = a.raw[1:]
			}
			program = packageArgs("run", a.raw)
			rest = a.raw[len(program):]
		case "exec":
			under = splitQuoted(a.value)
		case "o":
			return nil, errors.New("-o: a flag of premain build, which leaves the image; leave it out")
		default:
			if a.name == "n" && a.value != "false" {
				printed = true
			}
			flags = append(flags, a.raw...)
		}
	}
	s := &Start{printed: printed}
	board := b.Board
	switch {
	case len(board.Boot) > 0 && len(under) > 0:
		return nil, fmt.Errorf("-exec: the board %s has a command of its own; leave the flag out", board.Name)
	case len(board.Boot) > 0 && len(rest) > 0:
		return nil, fmt.Errorf("%s: a program on the board %s has no arguments; leave them out", rest[0], board.Name)
	case len(board.Boot) > 0:
		s.command, s.status = slices.Clone(board.Boot), board.Status
	default:
		s.command = append(append(under, imageWord), rest...)
	}
	if s.command[0] != imageWord {
		if _, err := exec.LookPath(s.command[0]); err != nil {
			return nil, missing(board.Name, s.command[0])
		}
	}
	dir, err := os.MkdirTemp("", "premain-boot")
	if err != nil {
		return nil, err
	}
	s.Image = filepath.Join(dir, "image")
	for i, w := range s.command {
		s.command[i] = strings.ReplaceAll(w, imageWord, s.Image)
	}
	s.Build = flags
	if len(flags) > 0 && parse("build", flags)[0].name == "C" { // must stay the first flag
		n := len(parse("build", flags)[0].raw)
		s.Build = append(slices.Clone(flags[:n]), "-o="+s.Image)
		s.Build = append(s.Build, flags[n:]...)
	} else {
		s.Build = append([]string{"-o=" + s.Image}, flags...)
	}
	s.Build = append(s.Build, program...)
	s.signals = make(chan os.Signal, 8)
	signal.Notify(s.signals, ending...)
	return s, nil
}

// imageWord stands for the name of the image in a board's command.
const imageWord = "{image}"

// packages are those of Debian that have what boards are started with.
var packages = map[string]string{
	"qemu-system-aarch64": "qemu-system-arm",
	"qemu-system-riscv64": "qemu-system-misc",
	"qemu-system-x86_64":  "qemu-system-x86",
}

func missing(board, command string) error {
	if p := packages[command]; p != "" {
		return fmt.Errorf("the board %s is started by %s, which is not there; install it, on Debian by apt-get install %s", board, command, p)
	}
	return fmt.Errorf("the board %s is started by %s, which is not there; install it", board, command)
}

// Close removes the image.
func (s *Start) Close() {
	signal.Stop(s.signals)
	os.RemoveAll(filepath.Dir(s.Image))
}

// Run builds with the given arguments of the go command, starts what has been built, and returns its exit status. Signals that would
// end this process are passed on; the status is then 128 and the signal's number, as shells have it.
func (s *Start) Run(build []string) (status int, err error) {
	status, err = Run(build)
	select {
	case caught := <-s.signals:
		return signalStatus(caught), nil
	default:
	}
	if err != nil || status != 0 || s.printed {
		return status, err
	}
	cmd := exec.Command(s.command[0], s.command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		if s.command[0] == s.Image {
			err = fmt.Errorf("%w; if the program is one of another architecture, say what runs it, like -exec=qemu-aarch64", err)
		}
		return 0, err
	}
	done := make(chan error)
	go func() { done <- cmd.Wait() }()
	var last os.Signal
	for {
		select {
		case last = <-s.signals:
			cmd.Process.Signal(last)
		case err := <-done:
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				return 0, err
			}
			if last != nil {
				return signalStatus(last), nil
			}
			status := endStatus(cmd.ProcessState)
			if cmd.ProcessState.Exited() {
				return s.exitStatus(status)
			}
			return status, nil
		}
	}
}

// odd is what a board says of its command if that ends with status 2n+1 where the program ends with n, and with 0 where the program does. QEMU's device
// isa-debug-exit makes such statuses, and 1 is left to QEMU, which ends with it when it fails.
const odd = "2n+1"

// exitStatus returns the status of the program, given that of the command.
func (s *Start) exitStatus(status int) (int, error) {
	switch {
	case s.status != odd || status == 0:
		return status, nil
	case status == 1 || status%2 == 0:
		return 0, fmt.Errorf("%s has failed, and not the program: status %d", s.command[0], status)
	}
	return status / 2, nil
}
