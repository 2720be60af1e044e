//go:build unix

package lifetest

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// at returns what a parent does that sends a signal as soon as the program has printed a word.
func at(word string, sig syscall.Signal) func(*child) {
	return func(c *child) {
		c.await(word)
		c.signal(sig)
	}
}

// TestWaysOutBySignal ends programs in all ways that signals are a part of.
func TestWaysOutBySignal(t *testing.T) {
	const waiting = begun + " waiting"
	b, c := place("ways", "// step b"), place("ways", "// step c")
	test(t, "ways", []life{
		// Main takes a context and returns.
		{name: "TERM, nil", args: "run.ctx=wait", act: at("waiting", syscall.SIGTERM), want: ended("exit status 0", waiting+" "+dropped)},
		{name: "INT, nil", args: "run.ctx=wait", act: at("waiting", syscall.SIGINT), want: ended("exit status 0", waiting+" "+dropped)},
		{name: "HUP, nil", args: "run.ctx=wait", act: at("waiting", syscall.SIGHUP), want: ended("exit status 0", waiting+" "+dropped)},
		{name: "TERM, Err", args: "run.ctx=wait:Err", act: at("waiting", syscall.SIGTERM), want: ended("signal: terminated", waiting+" "+dropped)},
		{name: "INT, Err", args: "run.ctx=wait:Err", act: at("waiting", syscall.SIGINT), want: ended("signal: interrupt", waiting+" "+dropped)},
		{name: "HUP, Err", args: "run.ctx=wait:Err", act: at("waiting", syscall.SIGHUP), want: ended("signal: hangup", waiting+" "+dropped)},
		{name: "TERM, Cause", args: "run.ctx=wait:Cause", act: at("waiting", syscall.SIGTERM), want: ended("signal: terminated", waiting+" "+dropped)},
		{name: "TERM, wrapped", args: "run.ctx=wait:wrapped", act: at("waiting", syscall.SIGTERM), want: ended("signal: terminated", waiting+" "+dropped)},
		{name: "TERM, other error", args: "run.ctx=wait:error", act: at("waiting", syscall.SIGTERM), want: ended("signal: terminated", waiting+" "+dropped, `ways: no luck`)},
		{name: "TERM, panic", args: "run.ctx=wait,panic:boom", act: at("waiting", syscall.SIGTERM), want: ended("exit status 101", waiting+" "+dropped, `panic: boom`, trace)},
		{name: "TERM, Exit", args: "run.ctx=wait,Exit:3", act: at("waiting", syscall.SIGTERM), want: ended("exit status 3", waiting+" "+dropped)},
		{name: "TERM, os.Exit", args: "run.ctx=wait,os.Exit:3", act: at("waiting", syscall.SIGTERM), want: ended("exit status 3", waiting+" "+dropped), plain: skipped("exit status 3", waiting)},
		{name: "TERM, nil, failing destructor", args: "run.ctx=wait destructor=error", act: at("waiting", syscall.SIGTERM),
			want: ended("exit status 1", waiting+" "+dropped, `ways: `+b+`: destructor b: no luck`)},
		{name: "TERM, Err, failing destructor", args: "run.ctx=wait:Err destructor=error", act: at("waiting", syscall.SIGTERM),
			want: ended("signal: terminated", waiting+" "+dropped, `ways: `+b+`: destructor b: no luck`)},
		{name: "Grace", args: "run.ctx=wait:hang grace=100ms", act: at("waiting", syscall.SIGTERM),
			want: ended("signal: terminated", waiting+" "+dropped, `ways: what runs has not returned within 100ms of the signal terminated; it is left behind`)},
		{name: "TERM after Goexit with context", args: "run.ctx=later:say:asleep,Goexit", act: at("asleep", syscall.SIGTERM), want: ended("signal: terminated", begun+" asleep "+dropped)},

		// Main takes none, and nobody waits for it.
		{name: "TERM", args: "run=hang", act: at("hanging", syscall.SIGTERM), want: ended("signal: terminated", begun+" hanging "+dropped)},
		{name: "INT", args: "run.error=hang", act: at("hanging", syscall.SIGINT), want: ended("signal: interrupt", begun+" hanging "+dropped)},
		{name: "HUP", args: "run=hang", act: at("hanging", syscall.SIGHUP), want: ended("signal: hangup", begun+" hanging "+dropped)},
		{name: "TERM after Goexit", args: "run=later:say:asleep,Goexit", act: at("asleep", syscall.SIGTERM), want: ended("signal: terminated", begun+" asleep "+dropped)},

		// Constructors still run. What had completed is dropped; main never runs.
		{name: "TERM in a constructor", args: "constructor=hang", act: at("hanging", syscall.SIGTERM), want: ended("signal: terminated", "+a hanging -a")},
		{name: "INT in a constructor with context, Err", args: "constructor.ctx=wait:Err", act: at("waiting", syscall.SIGINT), want: ended("signal: interrupt", "+a +b waiting -b -a")},
		{name: "TERM in a constructor with context, wrapped", args: "constructor.ctx=wait:wrapped", act: at("waiting", syscall.SIGTERM), want: ended("signal: terminated", "+a +b waiting -b -a")},
		{name: "TERM in a constructor with context, nil", args: "constructor.ctx=wait", act: at("waiting", syscall.SIGTERM), want: ended("signal: terminated", "+a +b waiting +c -c -b -a")},
		{name: "TERM in a constructor with context, other error", args: "constructor.ctx=wait:error", act: at("waiting", syscall.SIGTERM),
			want: ended("signal: terminated", "+a +b waiting -b -a", `ways: `+c+`: constructor c: no luck`)},
		{name: "TERM in a constructor with context, panic", args: "constructor.ctx=wait,panic:boom", act: at("waiting", syscall.SIGTERM),
			want: ended("exit status 101", "+a +b waiting -b -a", `ways: `+c+`: constructor c panicked`, `panic: boom`, trace)},
		{name: "Grace in a constructor", args: "constructor.ctx=wait:hang grace=100ms", act: at("waiting", syscall.SIGTERM),
			want: ended("signal: terminated", "+a +b waiting -b -a", `ways: what runs has not returned within 100ms of the signal terminated; it is left behind`)},

		{name: "TERM, destructor calls os.Exit", args: "run=hang destructor=os.Exit:4", act: at("hanging", syscall.SIGTERM),
			want:  ended("signal: terminated", begun+" hanging "+dropped, `ways: `+b+`: destructor b has called os\.Exit; it is left behind`),
			plain: skipped("exit status 4", begun+" hanging -e -d -c -b")},

		// While destructors run, a signal changes nothing, and a second one ends it.
		{name: "TERM in a destructor", args: "run.error=code:3 destructor=sleep:200ms", act: at("sleeping", syscall.SIGTERM),
			want: ended("exit status 3", begun+" -e -d -c -b sleeping -a", `ways: no luck: code 3`)},
		{name: "TERM in a destructor, and again", args: "run.error=code:3 destructor=hang", act: func(c *child) {
			c.await("hanging")
			c.signal(syscall.SIGTERM)
			time.Sleep(600 * time.Millisecond)
			c.signal(syscall.SIGTERM)
		}, want: ended("signal: terminated", begun+" -e -d -c -b hanging", `ways: no luck: code 3`)},

		// More than one signal.
		{name: "TERM, INT later", args: "run.ctx=wait:hang", act: func(c *child) {
			c.await("waiting")
			c.signal(syscall.SIGTERM)
			time.Sleep(600 * time.Millisecond)
			c.signal(syscall.SIGINT)
		}, want: ended("signal: interrupt", waiting)},
		{name: "TERM later, while the destructor hangs", args: "run=hang destructor=hang", act: func(c *child) {
			c.await("hanging")
			c.signal(syscall.SIGTERM)
			c.await("hanging")
			time.Sleep(600 * time.Millisecond)
			c.signal(syscall.SIGTERM)
		}, want: ended("signal: terminated", begun+" hanging -e -d -c -b hanging")},
		{name: "TERM twice", args: "run.ctx=wait,sleep:200ms", act: func(c *child) {
			c.await("waiting")
			c.signal(syscall.SIGTERM)
			c.await("sleeping")
			c.signal(syscall.SIGTERM)
		}, want: ended("exit status 0", waiting+" sleeping "+dropped)},
		{name: "TERM, INT", args: "run=hang destructor=sleep:200ms", act: func(c *child) {
			c.await("hanging")
			c.signal(syscall.SIGTERM)
			c.await("-e")
			c.signal(syscall.SIGINT)
		}, want: ended("signal: terminated", begun+" hanging -e -d -c -b sleeping -a")},

		// Which signals count.
		{name: "nohup", args: "run.ctx=wait:Err", start: ignoring("HUP INT"), act: func(c *child) {
			c.await("waiting")
			c.signal(syscall.SIGHUP)
			c.signal(syscall.SIGINT)
			time.Sleep(100 * time.Millisecond)
			c.signal(syscall.SIGTERM)
		}, want: ended("signal: terminated", waiting+" "+dropped)},
		{name: "nohup without context", args: "run=hang", start: ignoring("HUP"), act: func(c *child) {
			c.await("hanging")
			c.signal(syscall.SIGHUP)
			time.Sleep(100 * time.Millisecond)
			c.signal(syscall.SIGINT)
		}, want: ended("signal: interrupt", begun+" hanging "+dropped)},
		{name: "nohup, named in Signals", args: "run=hang signals=HUP,TERM", start: ignoring("HUP"), act: func(c *child) {
			c.await("hanging")
			c.signal(syscall.SIGHUP)
			time.Sleep(100 * time.Millisecond)
			c.signal(syscall.SIGTERM)
		}, want: ended("signal: terminated", begun+" hanging "+dropped)},
		{name: "Signals", args: "run=hang signals=USR1", act: at("hanging", syscall.SIGUSR1), want: ended("signal: user defined signal 1", begun+" hanging "+dropped)},
		{name: "Signals without TERM", args: "run=hang signals=USR1", act: at("hanging", syscall.SIGTERM), want: ended("signal: terminated", begun+" hanging")},
		{name: "Signals of none", args: "run=hang signals=", act: at("hanging", syscall.SIGTERM), want: ended("signal: terminated", begun+" hanging")},
		{name: "Signals, nil", args: "run.ctx=wait signals=USR1,INT", act: at("waiting", syscall.SIGINT), want: ended("exit status 0", waiting+" "+dropped)},

		// Nobody reads standard output any more, as in "ways | head -1".
		{name: "closed pipe", args: "run=flood", start: head, log: whole, want: ended("signal: broken pipe", "")},
		{name: "closed pipe with context, Err", args: "run.ctx=flood,wait:Err", start: head, log: waiting + " " + dropped, want: ended("signal: broken pipe", "")},
		{name: "closed pipe with context, nil", args: "run.ctx=flood,wait", start: head, log: waiting + " " + dropped, want: ended("exit status 0", "")},
		{name: "closed pipe, error", args: "run.error=flood.error", start: head, log: whole, want: ended("signal: broken pipe", "")},
		{name: "closed pipe with context, error", args: "run.ctx=flood.error", start: head, log: whole, want: ended("signal: broken pipe", "")},
		{name: "closed pipe in a constructor", args: "constructor=flood", start: head, log: "+a -a", want: ended("signal: broken pipe", "")},
		{name: "closed pipe, destructor prints", args: "run=flood destructor=print", start: head, log: whole, want: ended("signal: broken pipe", "")},
		{name: "closed pipe, Signals of none", args: "run=flood signals=", start: head, log: begun, want: ended("signal: broken pipe", "")},
		{name: "broken socket elsewhere", args: "run=break,sleep:100ms", want: ended("exit status 0", begun+" socket:broken pipe:broken sleeping "+dropped)},
		{name: "broken socket elsewhere with context", args: "run.ctx=break,wait:Err", act: at("waiting", syscall.SIGTERM), want: ended("signal: terminated", begun+" socket:broken pipe:broken waiting "+dropped)},
		{name: "broken socket elsewhere, then closed pipe", args: "run=break,flood", start: head, log: begun + " socket:broken pipe:broken " + dropped, want: ended("signal: broken pipe", "")},

		// A panic by which the runtime is to end the process: destructors first.
		{name: "panic with GOTRACEBACK=crash", args: "run=panic:boom", env: []string{"GOTRACEBACK=crash"},
			want: ended("signal: aborted", whole, `panic: boom.*`, rest)},
		{name: "panic in Go with GOTRACEBACK=crash", args: "run=Go:panic:boom", env: []string{"GOTRACEBACK=crash"},
			want: ended("signal: aborted", whole, `panic: boom.*`, rest)},
		{name: "panic in a constructor with GOTRACEBACK=crash", args: "constructor=panic:boom", env: []string{"GOTRACEBACK=crash"},
			want: ended("signal: aborted", "+a -a", `ways: `+b+`: constructor b panicked`, `panic: boom.*`, rest)},
		{name: "panic with GOTRACEBACK=crash, failing destructor", args: "run=panic:boom destructor=error", env: []string{"GOTRACEBACK=crash"},
			want: ended("signal: aborted", whole, `ways: `+b+`: destructor b: no luck`, `panic: boom.*`, rest)},
		{name: "panic with GOTRACEBACK=crash, destructor calls os.Exit", args: "run=panic:boom destructor=os.Exit:4", env: []string{"GOTRACEBACK=crash"},
			want:  ended("signal: aborted", whole, `ways: `+b+`: destructor b has called os\.Exit; it is left behind`, `panic: boom.*`, rest),
			plain: skipped("exit status 4", begun+" -e -d -c -b")},
	})
}

// TestSignalsOfRunAndStart sends signals to lives that Main has not begun.
func TestSignalsOfRunAndStart(t *testing.T) {
	const all = "+a +b -b -a"
	scenarios(t, []life{
		{name: "Run, hang", act: at("hanging", syscall.SIGTERM), want: ended("exit status 0", "+a +b hanging -b -a code143 end")},
		{name: "Run, wait", act: at("waiting", syscall.SIGINT), want: ended("exit status 0", "+a +b waiting -b -a code130 end")},
		{name: "Run, panic", env: []string{"GOTRACEBACK=crash"}, want: ended("signal: aborted", all, `panic: boom.*`, rest)},

		// When Run has returned, signals are the program's again; those of Start always are, unless named.
		{name: "Run, then hang", act: at("hanging", syscall.SIGTERM), want: ended("signal: terminated", all+" code0 hanging")},
		{name: "Start, hang", act: at("hanging", syscall.SIGTERM), want: ended("signal: terminated", "+a +b hanging")},
		{name: "Start, Signals", act: at("hanging", syscall.SIGTERM), want: ended("signal: terminated", "+a +b hanging -b -a")},
		{name: "Start, Signals, stop", act: at("hanging", syscall.SIGTERM), want: ended("signal: terminated", all+" hanging")},
		{name: "Start, panic in Go", env: []string{"GOTRACEBACK=crash"}, want: ended("signal: aborted", all, `panic: boom.*`, rest)},
	})
}

// ignoring lets a program start as nohup and shells start it, with signals ignored.
func ignoring(names string) func(*testing.T, *child) {
	return func(t *testing.T, c *child) {
		cmd := exec.Command("sh", append([]string{"-c", "trap '' " + names + `; exec "$0" "$@"`}, c.cmd.Args...)...)
		cmd.Env = c.cmd.Env
		c.cmd = cmd
	}
}

// head reads one line of the program's standard output, as head -1 does.
func head(t *testing.T, c *child) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c.cmd.Stdout = w
	go func() {
		defer r.Close()
		if line, err := bufio.NewReader(r).ReadString('\n'); err != nil || strings.TrimSpace(line) == "" {
			t.Errorf("the program has printed %q (%v)", line, err)
		}
	}()
	c.opened = append(c.opened, w)
}
