package measure

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// GuestInstructions starts a machine that QEMU emulates and calls executed with the address of each instruction between from and to that the machine executes, in
// order, until executed returns false. A repetition of a string instruction of amd64 is an instruction of its own.
func GuestInstructions(command []string, from, to uint64, executed func(pc uint64) (more bool)) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	args := append([]string(nil), command[1:]...)
	args = append(args, oneByOne(command[0])...)
	args = append(args, "-d", "exec,nochain", "-dfilter", fmt.Sprintf("%#x..%#x", from, to-1), "-D", "/dev/fd/3")
	cmd := exec.CommandContext(ctx, command[0], args...)
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	cmd.ExtraFiles = []*os.File{w}
	err = cmd.Start()
	w.Close()
	if err != nil {
		return err
	}
	stopped, err := readTrace(r, executed)
	cancel()
	cmd.Wait() // the state says how it has ended
	switch {
	case err != nil:
		return err
	case !stopped:
		return fmt.Errorf("%s has ended, or been ended after a minute, before the program got where it should (%s)\n%s", command[0], cmd.ProcessState, printed.Bytes())
	}
	return nil
}

// oneByOne returns the options with which QEMU translates each instruction alone. Those from release 9 on have only the second ones.
func oneByOne(qemu string) []string {
	if exec.Command(qemu, "-singlestep", "-version").Run() == nil {
		return []string{"-singlestep"}
	}
	return []string{"-accel", "tcg,one-insn-per-tb=on"}
}

// readTrace reads the log of QEMU's items exec and nochain, and reports whether executed has returned false. Lines are like
//
//	Trace 0: 0x7f1db8000100 [0000000000104004/000000004020aea0/00000121/ff000201] main.main
//	Stopped execution of TB chain before 0x7f1db8000100 [000000004020aea0] main.main
//
// where the second one takes the first one back, and the address is the second number in brackets.
func readTrace(log io.Reader, executed func(pc uint64) (more bool)) (stopped bool, err error) {
	var pc uint64
	pending := false
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "Stopped execution ") {
			pending = false
			continue
		}
		if !strings.HasPrefix(line, "Trace ") {
			continue
		}
		if pending && !executed(pc) {
			return true, nil
		}
		_, numbers, _ := strings.Cut(line, "[")
		fields := strings.SplitN(numbers, "/", 3)
		if len(fields) < 3 {
			return false, errors.New("a line of QEMU's log that is not understood: " + line)
		}
		if pc, err = strconv.ParseUint(fields[1], 16, 64); err != nil {
			return false, errors.New("a line of QEMU's log that is not understood: " + line)
		}
		pending = true
	}
	if err := lines.Err(); err != nil {
		return false, err
	}
	return pending && !executed(pc), nil
}
