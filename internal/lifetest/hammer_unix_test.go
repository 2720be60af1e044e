//go:build unix

package lifetest

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var runs = flag.Int("runs", 0, "number of runs in each world for TestHammer; 0 means 100, or 1000 with PREMAIN_LONG set")

// TestHammer ends a program in several ways at the same moment, by its own doing and by a signal, at any moment from its
// first constructor on. What must be true of every run, whatever wins, is in judge.
func TestHammer(t *testing.T) {
	n := *runs
	if n == 0 {
		n = 100
		if os.Getenv("PREMAIN_LONG") != "" {
			n = 1000
		}
	}
	s := chosenSeed()
	t.Logf("-seed=%d -runs=%d", s, n)
	for _, w := range worlds {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			const atOnce = 8 // they sleep most of the time
			var wg sync.WaitGroup
			for first := range min(atOnce, n) {
				wg.Go(func() {
					for i := first; i < n && !t.Failed(); i += atOnce {
						hammer(t, w, s+uint64(i))
					}
				})
			}
			wg.Wait()
		})
	}
}

// hammer runs the program once.
func hammer(t *testing.T, w world, seed uint64) {
	args := []string{strconv.FormatUint(seed, 10)}
	if w.name == "linked" { // plain Go does not see os.Exit
		args = append(args, "os.Exit")
	}
	c := newChild(t, w, "hammer", args...)
	c.cmd.Env = append(c.cmd.Env, "GOTRACEBACK=none")
	c.start()
	r := rand.New(rand.NewPCG(seed, 1<<32))
	signalled := r.IntN(2) == 0
	if signalled {
		// Before the first step runs, a signal ends the process by itself.
		c.next(time.After(patience))
		time.Sleep(time.Duration(r.IntN(20000)) * time.Microsecond)
		c.cmd.Process.Signal(syscall.SIGTERM) // which may come too late
	}
	got := c.wait(time.Minute)
	if err := judge(c.lines, signalled, got); err != nil {
		t.Errorf("-seed=%d -runs=1: %v\n%s: %s\n%s", seed, err, got.status, strings.Join(c.lines, ", "), got.stderr)
	}
}

// judge says what is wrong with a run.
//
// A destructor has to run if its constructor has completed. Of a constructor that is about to return, the program only
// learns that a moment later, and the end may come between: that one, which is the last, may be dropped or not, at any
// moment. As soon as the next constructor runs, or main, there is no doubt.
func judge(lines []string, signalled bool, got result) error {
	var up, down []int
	main, fails, run := false, false, false
	possible := make(map[int]bool)
	for _, line := range lines {
		verb, arg, _ := strings.Cut(line, " ")
		n, _ := strconv.Atoi(arg)
		switch verb {
		case "up":
			up = append(up, n)
		case "down":
			down = append(down, n)
		case "main":
			main = true
		case "run":
			run = true
		case "fails":
			fails = true
		case "status":
			possible[n] = true
		default:
			return fmt.Errorf("the line %q", line)
		}
	}
	for i, n := range up {
		if n != i {
			return fmt.Errorf("constructors have run in the order %v", up)
		}
	}
	if main && len(up) != 8 {
		return fmt.Errorf("main has run after the constructors %v", up)
	}
	want := slices.Clone(up)
	slices.Reverse(want)
	if !main && len(up) > 0 {
		last := up[len(up)-1]
		want = want[1:]
		if i := slices.Index(down, last); i >= 0 {
			down = slices.Delete(down, i, i+1)
		}
	}
	if !slices.Equal(down, want) {
		return fmt.Errorf("destructors have run in the order %v, want %v after the constructors %v", down, want, up)
	}
	if strings.Contains(got.stderr, "left behind") || strings.Contains(got.stderr, "deadline") {
		return fmt.Errorf("something was stuck")
	}
	if status, ok := strings.CutPrefix(got.status, "exit status "); ok {
		n, _ := strconv.Atoi(status)
		if !possible[n] && !(n == 1 && fails && possible[0]) {
			return fmt.Errorf("the status is none of those that the program had a reason for")
		}
		if n == 0 && fails && !run { // os.Exit(0) after Run has returned is nothing to us
			return fmt.Errorf("a destructor has failed, and the status is 0")
		}
		return nil
	}
	if got.status != "signal: terminated" || !signalled {
		return fmt.Errorf("an end that nothing has brought about")
	}
	return nil
}
