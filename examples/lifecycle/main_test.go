package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"premain.dev/examples/worlds"
)

// ending is one way in which a service ends, and what its parent and the next start see of that.
type ending struct {
	name   string
	end    func(*testing.T, *service)
	status string // as [os.ProcessState] words it
	stderr string // a regular expression for all of it
	drops  drops
	stuck  bool // a request never ends
}

// drops says in which worlds the destructors run.
type drops int

const (
	inBoth drops = iota
	inLinked
	inNeither
)

var endings = []ending{
	{name: "return", end: post("return"), status: "exit status 0"},
	{name: "error", end: post("error"), status: "exit status 1", stderr: `lifecycle: asked to fail\n`},
	{name: "status", end: post("status"), status: "exit status 7", stderr: `lifecycle: asked for a status\n`},
	{name: "panic", end: post("panic"), status: "exit status 101", stderr: trace("asked to panic")},
	{name: "premain.Exit", end: post("premain.Exit"), status: "exit status 3"},
	{name: "premain.Go", end: post("premain.Go"), status: "exit status 101", stderr: trace("asked to panic elsewhere")},

	// The one difference between the worlds.
	{name: "os.Exit", end: post("os.Exit"), status: "exit status 4", drops: inLinked},
	{name: "log.Fatal", end: post("log.Fatal"), status: "exit status 1", stderr: `\S+ \S+ asked to give up\n`, drops: inLinked},

	{name: "INT", end: send(syscall.SIGINT), status: "signal: interrupt"},
	{name: "TERM", end: send(syscall.SIGTERM), status: "signal: terminated"},
	{name: "HUP", end: send(syscall.SIGHUP), status: "signal: hangup"},
	{name: "stdout", end: closeStdout, status: "signal: broken pipe"},

	{
		name: "stuck", end: send(syscall.SIGTERM), stuck: true,
		status: "signal: terminated",
		stderr: `lifecycle: \S+web\.go:\d+: destructor web: requests are cut off: context deadline exceeded\n`,
	},
	{
		name: "two signals", end: sendTwo(syscall.SIGTERM, syscall.SIGINT), stuck: true,
		status: "signal: interrupt",
		drops:  inNeither,
	},
	{name: "go", end: post("go"), status: "exit status 2", stderr: trace("asked to crash"), drops: inNeither},
	{name: "KILL", end: send(syscall.SIGKILL), status: "signal: killed", drops: inNeither},
}

// trace is a regular expression for a panic that names the place in ends.go.
func trace(value string) string {
	return `panic: ` + value + `\n\ngoroutine \d+ \[running\]:\n\S+\n\t\S+ends\.go:\d+ (?s:.*)`
}

func TestWorlds(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signals that a parent can send")
	}
	// What a shell in the background lets us ignore, the service would ignore as well.
	for _, sig := range []os.Signal{syscall.SIGINT, syscall.SIGHUP} {
		if signal.Ignored(sig) {
			signal.Notify(make(chan os.Signal, 1), sig)
		}
	}
	p := worlds.Build(t)
	for world, program := range map[string]string{"plain": p.Plain, "linked": p.Linked} {
		t.Run(world, func(t *testing.T) {
			t.Parallel()
			for _, e := range endings {
				dropped := e.drops == inBoth || e.drops == inLinked && world == "linked"
				t.Run(e.name, func(t *testing.T) {
					t.Parallel()
					e.test(t, program, dropped)
				})
			}
			t.Run("constructor", func(t *testing.T) {
				t.Parallel()
				testConstructor(t, program)
			})
		})
	}
}

// test lets a service end and looks at what it leaves behind.
func (e ending) test(t *testing.T, program string, dropped bool) {
	s := start(t, program)
	written := s.write(t)
	if got := s.get(t, "key000000"); got != "value of key000000" {
		t.Errorf("key000000 is %q", got)
	}
	finish := s.upload(t, "late")
	e.end(t, s)

	// While the destructors drain the listener, the request that has begun comes to its end.
	for !s.refuses() {
		time.Sleep(time.Millisecond)
	}
	if !e.stuck {
		if answered := finish(); answered != dropped {
			t.Errorf("the last request is answered: %v, want %v", answered, dropped)
		}
	}
	s.cmd.Wait()
	if got := s.cmd.ProcessState.String(); got != e.status {
		t.Errorf("the parent sees %s, want %s", got, e.status)
	}
	if !regexp.MustCompile(`^` + e.stderr + `$`).MatchString(s.stderr.String()) {
		t.Errorf("standard error is\n%s\nwant %s", &s.stderr, e.stderr)
	}
	l, err := net.Listen("tcp", s.addr)
	if err != nil {
		t.Fatalf("the port is not free: %v", err)
	}
	l.Close()

	// What was acknowledged is on the disk, however the service ended.
	keys := readKeys(t, s.dir)
	acknowledged := <-written
	if dropped && !e.stuck {
		acknowledged = append(acknowledged, "late")
	}
	for _, key := range acknowledged {
		if keys[key] != "value of "+key {
			t.Errorf("%s was acknowledged, and its value is %q", key, keys[key])
		}
	}

	lines := readJournal(t, s.dir)
	report, err := os.ReadFile(filepath.Join(s.dir, "crash.txt"))
	if !dropped {
		if len(lines) > 0 && lines[len(lines)-1] == "journal: closed" {
			t.Error("the journal is closed, and no destructor should have run")
		}
		if err != nil {
			t.Fatal(err)
		}
		checkReport(t, e, string(report))
		return
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the crash report is still there: %v\n%s", err, report)
	}
	want := []string{"journal: opened", "store: opened", "web: listening on " + s.addr}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		want = append(want, "store: put "+key)
	}
	drained := "web: drained"
	if e.stuck {
		drained = "web: cut off"
	}
	want = append(want, drained, fmt.Sprintf("main: %d keys", len(keys)), "store: closed", "journal: closed")
	if n := len(lines); n == len(want) {
		slices.Sort(lines[3 : n-4]) // the keys
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the journal is\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

// checkReport checks what the crash report tells of a service that did not end in order.
func checkReport(t *testing.T, e ending, report string) {
	t.Helper()
	web := "completed"
	if e.stuck {
		web = "dropping" // it was cut off while it drained
	}
	want := []string{"completed settings", "completed journal", "completed store", "completed sum", web + " web"}
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^(\w+) +(?:constructor|destructor) (\w+), declared at `).FindAllStringSubmatch(report, -1) {
		got = append(got, m[1]+" "+m[2])
	}
	if !slices.Equal(got, want) {
		t.Errorf("the crash report tells %q, want %q:\n%s", got, want, report)
	}
	if panics := strings.Contains(report, "\npanic: "); panics != (e.name == "go") {
		t.Errorf("the crash report has a panic: %v\n%s", panics, report)
	}
}

// testConstructor lets the last constructor fail: what had come up is taken down, and main never runs.
func testConstructor(t *testing.T, program string) {
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program)
	cmd.Args = []string{"lifecycle", "-dir", dir, "-addr", "nowhere"}
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Run()
	if got := cmd.ProcessState.String(); got != "exit status 1" {
		t.Error(got)
	}
	want := `^lifecycle: \S+web\.go:\d+: constructor web: listen tcp: address nowhere: missing port in address\n$`
	if stdout.Len() > 0 || !regexp.MustCompile(want).MatchString(stderr.String()) {
		t.Errorf("standard output is %q, standard error is\n%s\nwant %s", &stdout, &stderr, want)
	}
	lines := readJournal(t, dir)
	if want := []string{"journal: opened", "store: opened", "main: 0 keys", "store: closed", "journal: closed"}; !slices.Equal(lines, want) {
		t.Errorf("the journal is %q, want %q", lines, want)
	}
	readKeys(t, dir)
}

// service is a started program.
type service struct {
	dir    string
	addr   string
	cmd    *exec.Cmd
	stdout *os.File
	stderr bytes.Buffer
	client http.Client
}

// start starts a service in a directory of its own and waits until it listens.
func start(t *testing.T, program string) *service {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	s := &service{dir: t.TempDir(), cmd: exec.CommandContext(ctx, program)}
	s.client.Transport = &http.Transport{ExpectContinueTimeout: time.Minute}
	t.Cleanup(s.client.CloseIdleConnections)
	stdout, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stdout.Close() })
	s.stdout = stdout
	s.cmd.Args = []string{"lifecycle", "-dir", s.dir, "-addr", "127.0.0.1:0"}
	s.cmd.Stdout, s.cmd.Stderr = w, &s.stderr
	err = s.cmd.Start()
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); s.cmd.Wait() }) // of a test that fails before the end
	r := bufio.NewReader(stdout)
	line, err := r.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var found bool
	if s.addr, found = strings.CutPrefix(strings.TrimSpace(line), "listening on http://"); !found {
		t.Fatalf("the service says %q", line)
	}
	go io.Copy(io.Discard, r)
	return s
}

// put stores a value and reports whether the service has acknowledged it.
func (s *service) put(ctx context.Context, key string, value io.Reader, header http.Header) bool {
	r, err := http.NewRequestWithContext(ctx, "PUT", "http://"+s.addr+"/keys/"+key, value)
	if err != nil {
		panic(err)
	}
	maps.Copy(r.Header, header)
	answer, err := s.client.Do(r)
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusNoContent
}

// get returns the value of a key.
func (s *service) get(t *testing.T, key string) string {
	t.Helper()
	answer, err := s.client.Get("http://" + s.addr + "/keys/" + key)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	value, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(value)
}

// write puts one key after the other until the service no longer answers, and returns when that is under way. The
// channel takes the keys that were acknowledged.
func (s *service) write(t *testing.T) <-chan []string {
	t.Helper()
	underWay, written := make(chan bool, 1), make(chan []string, 1)
	go func() {
		var keys []string
		for {
			key := fmt.Sprintf("key%06d", len(keys))
			if !s.put(t.Context(), key, strings.NewReader("value of "+key), nil) {
				break
			}
			if keys = append(keys, key); len(keys) == 5 {
				underWay <- true
			}
		}
		close(underWay)
		written <- keys
	}()
	if !<-underWay {
		t.Fatal("the service does not answer")
	}
	return written
}

// upload begins to put a key and returns when the service waits for the value. What it returns sends the value, and
// reports whether that was acknowledged.
func (s *service) upload(t *testing.T, key string) (finish func() bool) {
	t.Helper()
	waits, acknowledged := make(chan bool, 1), make(chan bool, 1)
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: func() { waits <- true }})
	r, w := io.Pipe()
	t.Cleanup(func() { r.Close() })
	go func() {
		acknowledged <- s.put(ctx, key, r, http.Header{"Expect": {"100-continue"}})
		close(waits)
	}()
	if !<-waits {
		t.Fatal("the service does not read")
	}
	return func() bool {
		io.WriteString(w, "value of "+key)
		w.Close()
		return <-acknowledged
	}
}

// refuses reports whether nobody listens any more.
func (s *service) refuses() bool {
	c, err := net.Dial("tcp", s.addr)
	if err == nil {
		c.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

// post lets the service end itself. The answer may get lost with the process.
func post(how string) func(*testing.T, *service) {
	return func(t *testing.T, s *service) {
		answer, err := s.client.PostForm("http://"+s.addr+"/end", url.Values{"how": {how}})
		if err != nil {
			return
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusAccepted {
			t.Fatal(answer.Status)
		}
	}
}

func send(sig os.Signal) func(*testing.T, *service) {
	return func(t *testing.T, s *service) {
		if err := s.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
	}
}

// sendTwo sends a signal, and then the other one as often as it takes: what comes soon after the first counts as the same.
func sendTwo(first, second os.Signal) func(*testing.T, *service) {
	return func(t *testing.T, s *service) {
		send(first)(t, s)
		for !s.refuses() {
			time.Sleep(time.Millisecond)
		}
		go func() {
			for s.cmd.Process.Signal(second) == nil {
				time.Sleep(10 * time.Millisecond)
			}
		}()
	}
}

// closeStdout lets the next line of the service go to nobody.
func closeStdout(t *testing.T, s *service) {
	if err := s.stdout.Close(); err != nil {
		t.Fatal(err)
	}
}

// readJournal returns the lines of the journal without the times.
func readJournal(t *testing.T, dir string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "journal.log"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(b)) {
		lines = append(lines, strings.TrimSuffix(line[min(len(line), len("2006/01/02 15:04:05 ")):], "\n"))
	}
	return lines
}

// readKeys opens the database, which fails if it is still locked, checks it, and returns what is in it.
func readKeys(t *testing.T, dir string) map[string]string {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, "store.db"), 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	keys := make(map[string]string)
	err = db.View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			t.Error(err)
		}
		return tx.Bucket([]byte("keys")).ForEach(func(k, v []byte) error {
			keys[string(k)] = string(v)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
