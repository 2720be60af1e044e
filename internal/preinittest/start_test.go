//go:build linux && (amd64 || arm64 || riscv64)

package preinittest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	starts = flag.Int("starts", 0, "number of starts for TestStarts; 0 means 300, 2000 with PREMAIN_LONG=1, and 10000 with PREMAIN_LONG=all")
	seed   = flag.Uint64("seed", 0, "seed of TestStarts; 0 takes one from the clock")
)

// early is the order in which the functions of testdata/app run.
const early = "abdez"

// TestStarts starts a program while all processors are busy, several times at once, with any arguments and any environment. Every start must
// have run the functions, once and in order, and go on as if there were none.
func TestStarts(t *testing.T) {
	n, s := *starts, *seed
	if n == 0 {
		n = 300
		switch os.Getenv("PREMAIN_LONG") {
		case "":
		case "all":
			n = 10000
		default:
			n = 2000
		}
	}
	if s == 0 {
		s = uint64(time.Now().UnixNano())
	}
	t.Logf("-seed=%d -starts=%d", s, n)
	exe := modes[0].build(t, "linked", "app", "build")
	keepBusy(t, exe)
	started := hammer(t, n, s, exe)
	t.Logf("%d starts in %v", n, started)
}

// TestModes starts the program in every mode of linking, alone, some times at once, and with signals that are blocked or ignored, and compares
// what it sees with what it sees without early functions.
func TestModes(t *testing.T) {
	n := 20
	if long() {
		n = 40
	}
	blocked := modes[0].build(t, "linked", "blocked", "build")
	for _, m := range modes {
		t.Run(m.name, func(t *testing.T) {
			if m.long && !long() {
				t.Skip("skip: this mode, without PREMAIN_LONG=1")
			}
			plain, linked := m.build(t, "plain", "app", "build"), m.build(t, "linked", "app", "build")
			for _, by := range [][]string{nil, {blocked}} {
				want, err := see(append(by, plain)...)
				if err != nil {
					t.Fatal(err)
				}
				got, err := see(append(by, linked)...)
				if err != nil {
					t.Fatal(err)
				}
				if got != want {
					t.Errorf("started by %q, the program sees\n%swithout early functions\n%s", by, got, want)
				}
			}
			hammer(t, n, uint64(n), linked)
		})
	}
}

// see returns what the program prints that is the same in both worlds.
func see(command ...string) (string, error) {
	out, err := exec.Command(command[0], append(command[1:], "0")...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%q: %w\n%s", command, err, out)
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		if !strings.HasPrefix(line, "early ") {
			lines = append(lines, line)
		}
	}
	if len(lines) < 2 {
		return "", fmt.Errorf("%q has printed\n%s", command, out)
	}
	return strings.Join(lines, ""), nil
}

// keepBusy keeps every processor busy until the end of the test.
func keepBusy(t *testing.T, exe string) {
	for range runtime.NumCPU() {
		cmd := exec.Command(exe, "spin")
		cmd.Env = append(os.Environ(), "GOMAXPROCS=2") // one of which looks at standard input
		stdin, err := cmd.StdinPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			stdin.Close()
			cmd.Wait()
		})
	}
}

// hammer starts a program n times and returns how long that took.
func hammer(t *testing.T, n int, seed uint64, exe string) time.Duration {
	t.Helper()
	begin := time.Now()
	atOnce := 4 * runtime.NumCPU()
	var wg sync.WaitGroup
	for first := range min(atOnce, n) {
		wg.Go(func() {
			for i := first; i < n && !t.Failed(); i += atOnce {
				s := seed + uint64(i)
				if err := start(exe, s); err != nil {
					t.Errorf("-seed=%d -starts=1: %v", s, err)
				}
			}
		})
	}
	wg.Wait()
	return time.Since(begin)
}

// start starts the program with arguments and an environment that depend on a seed.
func start(exe string, seed uint64) error {
	r := rand.New(rand.NewPCG(seed, 0))
	status := 2 + r.IntN(98)
	args := []string{strconv.Itoa(status)}
	for range r.IntN(30) {
		args = append(args, text(r))
	}
	env := []string{"PATH=" + os.Getenv("PATH"), "GORACE=" + os.Getenv("GORACE")}
	for i := range r.IntN(30) {
		env = append(env, fmt.Sprintf("V%d=%s", i, text(r)))
	}
	r.Shuffle(len(env), func(i, j int) { env[i], env[j] = env[j], env[i] })
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, args...)
	cmd.Env = slices.Clone(env)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	// The functions remove one variable and add another one.
	if at := r.IntN(len(env) + 5); at <= len(env) {
		cmd.Env = slices.Insert(cmd.Env, at, "REMOVED=x")
	}
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return err
	}
	got := stdout.String() + stderr.String()
	want := fmt.Sprintf("early ran %s\nearly args %x env %x\n", early, digest(append(args, "added")), digest(append(env, "ADDED=early")))
	if !strings.HasPrefix(got, want) || !strings.Contains(got, "\nother threads ") {
		return fmt.Errorf("%v: the program has printed\n%swant\n%s", cmd.ProcessState, got, want)
	}
	if got := cmd.ProcessState.ExitCode(); got != status || stderr.Len() > 0 {
		return fmt.Errorf("%v, want %d\n%s", cmd.ProcessState, status, stderr.String())
	}
	return nil
}

// text returns some text, seldom a long one.
func text(r *rand.Rand) string {
	n := r.IntN(20)
	if r.IntN(20) == 0 {
		n = r.IntN(5000)
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(1 + r.IntN(255))
	}
	return string(b)
}

// digest is that of testdata/app.
func digest(list []string) uint64 {
	h := fnv.New64a()
	for _, s := range list {
		io.WriteString(h, s+"\x00")
	}
	return h.Sum64()
}
