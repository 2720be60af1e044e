package measure

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"os/exec"
	"time"
)

// LauncherSource is the program that a [Launcher] is, in C: what it does between taking the time and execve must be little, and none of
// what the measured programs do at their start, or it would do them the favour of warming the caches.
//
//go:embed launcher/launcher.c
var LauncherSource string

// Launcher starts programs that take the time themselves.
type Launcher struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// Moment is one of those that a program has noted.
type Moment struct {
	Time   time.Duration // after execve
	Faults int64         // page faults until then, from execve on, that the system answered without a disk
}

// NewLauncher starts a launcher.
func NewLauncher(exe string) (*Launcher, error) {
	l := &Launcher{cmd: exec.Command(exe)}
	l.cmd.Env = Environment()
	var err error
	if l.in, err = l.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := l.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	l.out = bufio.NewReader(out)
	return l, l.cmd.Start()
}

// Launch runs a program and returns the two moments that it has noted.
func (l *Launcher) Launch(exe string) (m [2]Moment, err error) {
	if _, err = fmt.Fprintln(l.in, exe); err == nil {
		_, err = fmt.Fscanln(l.out, &m[0].Time, &m[0].Faults, &m[1].Time, &m[1].Faults)
	}
	if err != nil {
		return m, fmt.Errorf("launching %s: %w", exe, err)
	}
	return m, nil
}

// Close ends the launcher.
func (l *Launcher) Close() error {
	l.in.Close()
	return l.cmd.Wait()
}
