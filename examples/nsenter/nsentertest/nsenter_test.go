//go:build linux && (amd64 || arm64 || riscv64)

// Package nsentertest tests nsenter as its users run it, beside unshare and nsenter of util-linux. It is a package of its own because
// the test binary of the program's, if plain Go builds it, refuses to start as the program does.
package nsentertest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"premain.dev/examples/worlds"
)

func TestNsenter(t *testing.T) {
	t.Chdir("..")
	programs := worlds.Build(t)
	// Nobody, too, is to run them.
	if err := os.Chmod(filepath.Dir(filepath.Dir(programs.Linked)), 0o711); err != nil {
		t.Fatal(err)
	}
	t.Run("plain", func(t *testing.T) { testPlain(t, programs.Plain) })

	people := []person{{"self", nil}}
	if os.Getuid() == 0 {
		people = []person{{"root", nil}, {"nobody", &syscall.Credential{Uid: 65534, Gid: 65534}}}
	} else {
		t.Log("as root, the tests would also run as root, who may do more")
	}
	for _, who := range people {
		t.Run(who.name, func(t *testing.T) {
			if err := who.command("true").Run(); err != nil {
				t.Skipf("this machine lets nobody be %s: %v", who.name, err)
			}
			v := visit{programs.Linked, who}
			t.Run("usage", v.testUsage)
			t.Run("ends", v.testEnds)
			t.Run("killed", v.testKilled)
			t.Run("unshare", v.testUnshare)
			t.Run("ranges", v.testRanges)
			t.Run("hostname", v.testHostname)
			t.Run("nsenter", v.testNsenter)
			t.Run("signals", v.testSignals)
			t.Run("stop", v.testStop)
			t.Run("kill-child", v.testKillChild)
			t.Run("init", v.testInit)
		})
	}
}

// testPlain checks that the program of plain Go says what it lacks.
func testPlain(t *testing.T, program string) {
	o := person{}.run(t, program, "--help")
	if !regexp.MustCompile(`^\S+main\.go:\d+: plain Go cannot run a function before its runtime; build the program with premain build.*\n$`).
		MatchString(o.stderr) || o.status != "exit status 101" || o.stdout != "" {
		t.Errorf("got %+v", o)
	}
}

// person is who runs the programs.
type person struct {
	name       string
	credential *syscall.Credential // nil for whom runs the test
}

func (p person) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "OF=the test"}
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.credential}
	return cmd
}

// outcome is what comes of a command.
type outcome struct{ stdout, stderr, status string }

func (p person) run(t *testing.T, name string, args ...string) outcome {
	t.Helper()
	return finish(t, p.command(name, args...))
}

func finish(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return outcome{stdout.String(), stderr.String(), cmd.ProcessState.String()}
}

// visit is a person with the program.
type visit struct {
	program string
	person
}

func (v visit) nsenter(t *testing.T, args ...string) outcome {
	t.Helper()
	return v.run(t, v.program, args...)
}

// allowed skips a test if the machine forbids it to util-linux, too.
func (v visit) allowed(t *testing.T, name string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skip(err)
	}
	if o := v.run(t, name, append(args, "true")...); o.status != "exit status 0" {
		t.Skipf("this machine forbids %s %s to %s: %s", name, strings.Join(args, " "), v.name, o.stderr)
	}
}

// report tells what a process sees of itself. What has to do with namespaces is one line each.
const report = `
id
hostname
pwd
umask
ulimit -n
env | grep -v ^_= | sort
ls /proc/self/fd | wc -l
stat -L -c 'root %i' /proc/self/root
grep -E '^(Uid|Gid|Groups|NSpid|Cap.*|NoNewPrivs|Threads|SigBlk|SigIgn|SigCgt|SigPnd):' /proc/self/status
echo uid_map $(cat /proc/self/uid_map)
echo gid_map $(cat /proc/self/gid_map)
echo setgroups $(cat /proc/self/setgroups)
cat /proc/self/timens_offsets
grep ' / / ' /proc/self/mountinfo
grep ' /proc ' /proc/self/mountinfo
readlink /proc/self/ns/*
cat /proc/net/dev | grep -c :
`

var (
	namespaceLink = regexp.MustCompile(`(\w+):\[\d+\]`)
	outerPID      = regexp.MustCompile(`(?m)^NSpid:\t(\d+)(.*)$`)
	mountNumbers  = regexp.MustCompile(`(?m)^\d+ \d+ \d+:\d+ |(shared|master):\d+`)
)

// compared makes reports comparable: of numbers that are different in each run remains whether they are those of the test.
func compared(report string) string {
	report = namespaceLink.ReplaceAllStringFunc(report, func(link string) string {
		kind, _, _ := strings.Cut(link, ":")
		ours, err := os.Readlink("/proc/self/ns/" + kind)
		if err == nil && ours == link {
			return kind + " is the same"
		}
		return kind + " is another one"
	})
	report = outerPID.ReplaceAllStringFunc(report, func(line string) string {
		pids := strings.Fields(line)[2:]
		for i, pid := range pids {
			if pid != "1" {
				pids[i] = "later" // threads take numbers, too
			}
		}
		return fmt.Sprint("NSpid: outside ", pids)
	})
	return mountNumbers.ReplaceAllString(report, "$1 ")
}

// testUsage has what goes wrong before there is a runtime.
func (v visit) testUsage(t *testing.T) {
	for _, c := range []struct{ args, stderr string }{
		{"--nothing", "unrecognized option --nothing; see --help"},
		{"-UZ", "invalid option -Z; see --help"},
		{"--fork=yes", "option --fork takes no argument; see --help"},
		{"--target", "option --target requires an argument; see --help"},
		{"-Ut", "option -t requires an argument; see --help"},
		{"-t 0", "--target: 0 is no process"},
		{"-tx", "--target: invalid number 'x'"},
		{"-S -1", "--setuid: invalid number '-1'"},
		{"--map-users 0:1", "--map-users: invalid number ''"},
		{"--propagation none", "unsupported propagation 'none'; use private, shared, slave or unchanged"},
		{"--kill-child=NO", "--kill-child: unknown signal 'NO'; use its number"},
		{"-a", "--all, and --root and --wd without a directory, need --target"},
		{"-t 1 --hostname x", "--map-…, --hostname and --mount-proc are for new namespaces, not for those of --target"},
		{"--uts=/nowhere true", "cannot open /nowhere: ENOENT"},
		{"--uts=/dev/null true", "reassociate to namespace 'uts' failed: EINVAL"},
		{"--wd=/nowhere true", "cannot chdir to '/nowhere': ENOENT"},
	} {
		if o := v.nsenter(t, strings.Fields(c.args)...); o != (outcome{"", "nsenter: " + c.stderr + "\n", "exit status 1"}) {
			t.Errorf("nsenter %s: got %+v", c.args, o)
		}
	}
	if o := v.nsenter(t, "--help"); !strings.Contains(o.stdout, "\n  -p, --pid[=FILE] ") || o.status != "exit status 0" || o.stderr != "" {
		t.Errorf("got %+v", o)
	}
}

// testEnds compares how a program ends with unshare.
func (v visit) testEnds(t *testing.T) {
	v.allowed(t, "unshare")
	for _, args := range [][]string{
		{"true"},
		{"sh", "-c", "exit 7"},
		{"-f", "sh", "-c", "exit 7"},
		{"--fork", "sh", "-c", "kill -TERM $$"},
		{"-f", "sh", "-c", "ulimit -c 0; kill -SEGV $$"},
		{"-f", "sh", "-c", "kill -USR1 $$"},
		{"nothing-of-this-name"},
		{"/nothing-of-this-name"},
		{"/etc/passwd"},
		{"/etc"},
		{"-f", "/etc/passwd"},
	} {
		want, got := v.run(t, "unshare", args...), v.nsenter(t, args...)
		if got.status != want.status || (got.stderr == "") != (want.stderr == "") {
			t.Errorf("%v: got %+v, unshare %+v", args, got, want)
		}
	}
}

// testKilled has the one signal that nobody can unblock, at which unshare stumbles (2.38).
func (v visit) testKilled(t *testing.T) {
	if o := v.nsenter(t, "-f", "--", "sh", "-c", "kill -KILL $$"); o != (outcome{"", "", "signal: killed"}) {
		t.Errorf("got %+v", o)
	}
}

// testUnshare compares what is inside with unshare. That there is a new user namespace proves that the process had one thread, because the
// kernel refuses it to others.
func (v visit) testUnshare(t *testing.T) {
	v.allowed(t, "unshare")
	for _, flags := range []string{
		"", "-f", "-U", "-r", "-Ur", "--map-root-user --fork", "-m", "-u", "-i", "-n", "-C", "-fp", "-Tf", "-fp --mount-proc", "-mu --wd=/usr",
		"-rm", "-ru", "-rn", "-ri", "-rC", "-rTf", "-rfp", "-rfp --mount-proc=/proc", "-Urmuinpf --mount-proc", "-rmuinpCTf --kill-child",
		"-rm --propagation shared", "-rm --propagation=slave", "-m --propagation unchanged", "-m --propagation private",
		"-S 0", "-S 12 -G 13", "-r -S 0", "-r -G 0", "-U -S 1", "-rf --kill-child=TERM", "-r --root=/ --wd=/usr",
	} {
		args := strings.Fields(flags)
		t.Run(flags, func(t *testing.T) { v.compare(t, "unshare", args, args) })
	}
}

// compare runs the report by a program of util-linux and by ours. Where that is forbidden, both are to say so.
func (v visit) compare(t *testing.T, name string, flags, ourFlags []string) {
	t.Helper()
	script := []string{"sh", "-c", report}
	want, got := v.run(t, name, append(flags, script...)...), v.nsenter(t, append(ourFlags, script...)...)
	if strings.HasPrefix(want.stderr, name+": ") {
		t.Logf("forbidden here to %s: %s", v.name, want.stderr)
		if !strings.HasPrefix(got.stderr, "nsenter: ") || strings.Count(got.stderr, "\n") != 1 || got.stdout != "" || got.status != want.status {
			t.Errorf("got %+v", got)
		}
		return
	}
	want.stdout, got.stdout = compared(want.stdout), compared(got.stdout)
	if got != want {
		t.Errorf("nsenter:\n%s%s%s\nonly %s:\n%s%s%s", onlyIn(got.stdout, want.stdout), got.stderr, got.status,
			name, onlyIn(want.stdout, got.stdout), want.stderr, want.status)
	}
}

// onlyIn returns the lines of a that b does not have.
func onlyIn(a, b string) string {
	return strings.Join(slices.DeleteFunc(strings.SplitAfter(a, "\n"), func(line string) bool {
		return slices.Contains(strings.SplitAfter(b, "\n"), line)
	}), "")
}

// testRanges maps ranges, which takes a child outside. unshare needs newuidmap for it and has another syntax in each release.
func (v visit) testRanges(t *testing.T) {
	v.allowed(t, "unshare", "-Ur")
	const ids = "id -u; id -g; echo $(cat /proc/self/uid_map); echo $(cat /proc/self/gid_map); cat /proc/self/setgroups"
	o := v.nsenter(t, "--map-users=0:100000:1000", "--map-users", "5000:0:1", "--map-groups=7:200000:10", "-S", "3", "-G", "9", "sh", "-c", ids)
	want := outcome{"3\n9\n0 100000 1000 5000 0 1\n7 200000 10\nallow\n", "", "exit status 0"}
	if v.name != "root" {
		if o.stdout != "" || !regexp.MustCompile(`^nsenter: write failed /proc/\d+/uid_map: EPERM\n$`).MatchString(o.stderr) || o.status != "exit status 1" {
			t.Errorf("got %+v", o)
		}
		return
	}
	if o != want {
		t.Errorf("got %+v, want %+v", o, want)
	}
	o = v.nsenter(t, "-r", "--map-users=1:100000:1000", "sh", "-c", ids)
	if want := (outcome{"0\n0\n0 0 1 1 100000 1000\n0 0 1\ndeny\n", "", "exit status 0"}); o != want {
		t.Errorf("with -r: got %+v, want %+v", o, want)
	}
}

func (v visit) testHostname(t *testing.T) {
	v.allowed(t, "unshare", "-r", "-u")
	before, _ := os.Hostname()
	if o := v.nsenter(t, "-r", "--hostname", "inside.example", "hostname"); o != (outcome{"inside.example\n", "", "exit status 0"}) {
		t.Errorf("got %+v", o)
	}
	if after, _ := os.Hostname(); after != before {
		t.Errorf("the machine's host name was %s and is %s", before, after)
	}
}

// testNsenter compares what is inside with nsenter, in namespaces that unshare has made.
func (v visit) testNsenter(t *testing.T) {
	v.allowed(t, "nsenter")
	for _, target := range []struct {
		flags string
		enter []string // PID stands for the target
	}{
		{"-rmuinpCf --wd=/usr", []string{
			"-a", "-U", "-U --preserve-credentials", "-U -m -u -i -n -p", "-U -S 0 -G 0", "-U -u -w", "-U -m -r -w", "-a -r -w", "-U -S 1",
			"-U -G 1", "-m", "-p", "--user=/proc/PID/ns/user --net=/proc/PID/ns/net",
			"-U -p -m -u --preserve-credentials", "-U -i -n -C -w --preserve-credentials", "-U -m -r -w --preserve-credentials",
			"--user=/proc/PID/ns/user --uts=/proc/PID/ns/uts --preserve-credentials",
		}},
		{"-U", []string{"-a", "-U", "-U --preserve-credentials"}},
		// Inside the user namespace, there is no right to enter the others.
		{"-nu unshare -U", []string{"-U -n -u", "-U -n -u --preserve-credentials", "-a"}},
		{"-muinpCTf", []string{
			"-a", "-m", "-u", "-i", "-n", "-C", "-p", "-T", "-n -u -S 12 -G 13", "-w", "--net=/proc/PID/ns/net",
		}},
	} {
		t.Run(target.flags, func(t *testing.T) {
			pid := v.target(t, strings.Fields(target.flags))
			for _, enter := range target.enter {
				enter = strings.ReplaceAll(enter, "PID", pid)
				if !strings.Contains(enter, "/") {
					enter = "-t " + pid + " " + enter
				}
				flags := strings.Fields(enter)
				t.Run(strings.ReplaceAll(enter, pid, "PID"), func(t *testing.T) { v.compare(t, "nsenter", flags, flags) })
			}
		})
	}
}

// target starts a process by unshare that lives as long as the test, and returns its ID outside.
func (v visit) target(t *testing.T, flags []string) string {
	t.Helper()
	v.allowed(t, "unshare", flags...)
	// The /proc inside is that from outside.
	cmd := v.command("unshare", append(flags, "sh", "-c", "read pid rest </proc/self/stat; echo $pid; read forever")...)
	in, out := start(t, cmd)
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	line, err := out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// start starts a command with pipes. It ends when its input does, or so its script should see to it.
func start(t *testing.T, cmd *exec.Cmd) (io.WriteCloser, *bufio.Reader) {
	t.Helper()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return in, bufio.NewReader(out)
}

// ready waits for the first line of a script.
func ready(t *testing.T, out *bufio.Reader) {
	t.Helper()
	if line, err := out.ReadString('\n'); line != "ready\n" {
		t.Fatal(line, err)
	}
}

// testSignals sends signals to the parent, which hands them on.
func (v visit) testSignals(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGUSR1, syscall.SIGUSR2} {
		cmd := v.command(v.program, "-f", "sh", "-c", fmt.Sprintf("trap 'exit %d' %d; echo ready; for i in $(seq 200); do sleep 0.05; done; exit 1", 30+s, s))
		in, out := start(t, cmd)
		ready(t, out)
		cmd.Process.Signal(s)
		in.Close()
		cmd.Wait()
		if got := cmd.ProcessState.ExitCode(); got != 30+int(s) {
			t.Errorf("%v: got status %d", s, got)
		}
	}
}

// testStop stops and continues the command, as a shell with jobs does.
func (v visit) testStop(t *testing.T) {
	cmd := v.command(v.program, "-f", "sh", "-c", "kill -STOP $$; exit 5")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(cmd.Process.Pid, &status, syscall.WUNTRACED, nil); err != nil || !status.Stopped() {
		t.Fatalf("the parent has not stopped: %v %x", err, status)
	}
	cmd.Process.Signal(syscall.SIGCONT)
	cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 5 {
		t.Errorf("got status %d", got)
	}
}

// testKillChild kills the parent.
func (v visit) testKillChild(t *testing.T) {
	v.allowed(t, "unshare", "-rfp")
	cmd := v.command(v.program, "-rp", "--kill-child", "sh", "-c", "echo ready; read line; echo survived")
	in, out := start(t, cmd)
	ready(t, out)
	cmd.Process.Kill()
	cmd.Process.Wait()
	// Should the child live, it gets the line before it can be told by the end of its output that it does.
	fmt.Fprintln(in)
	if rest, _ := io.ReadAll(out); len(rest) > 0 {
		t.Errorf("the child has printed %q", rest)
	}
	in.Close()
}

// testInit has the Go program stay as process 1: its goroutines, signals, children and garbage collector work inside.
func (v visit) testInit(t *testing.T) {
	v.allowed(t, "unshare", "-rfpm", "--mount-proc")
	const orphans = `
cat /proc/1/comm
grep -q '^Threads:.1$' /proc/1/status && echo one thread
i=0; while [ $i -lt 100 ]; do (sh -c : &); i=$((i+1)); done
while grep -sq '^PPid:.1$' $(ls -d /proc/[0-9]*/status | grep -v -e /1/ -e /$$/); do :; done
trap 'exit 3' TERM
echo ready
read line
`
	cmd := v.command(v.program, "-rp", "--mount-proc", "--init", "sh", "-c", orphans)
	cmd.Env = append(cmd.Env, "GOGC=1", "GODEBUG=gctrace=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	in, out := start(t, cmd)
	if name, _ := out.ReadString('\n'); name != filepath.Base(v.program)+"\n" {
		t.Errorf("process 1 is %q", name)
	}
	ready(t, out)
	cmd.Process.Signal(syscall.SIGTERM)
	io.ReadAll(out)
	in.Close()
	cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 3 {
		t.Errorf("got status %d, %s", got, stderr.String())
	}
	if !strings.Contains(stderr.String(), "gc 1 @") {
		t.Errorf("the garbage collector has not run: %s", stderr.String())
	}
}
