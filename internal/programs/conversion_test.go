package programs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var prometheus = module{"github.com/prometheus/prometheus", "v0.314.0"}

const (
	discovery     = "github.com/prometheus/prometheus/discovery"
	registrations = 36 // calls of RegisterConfig in init functions
)

// convert turns Prometheus's registry of service discoveries into a section: testdata/prometheus.patch for the registry
// itself, and a declaration for each call in an init function.
func convert(t *testing.T, dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("skip: what needs git (apt-get install git)")
	}
	patch, err := filepath.Abs(filepath.Join("testdata", "prometheus.patch"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := command(dir, "git", "apply", patch)
	cmd.Env = append(cmd.Env, "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir)) // not a part of any repository
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
	if n, err := declareAll(filepath.Join(dir, "discovery"), "discovery.RegisterConfig"); err != nil || n != registrations {
		t.Fatalf("%d registrations, %v; expected are %d", n, err, registrations)
	}
	repository, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	run(t, dir, "go", "mod", "edit", "-go=1.26", "-require=premain.dev@v0.0.0", "-replace=premain.dev="+repository)
}

// without is the flag that leaves out the items of all packages but a few.
func without(but ...string) string {
	flag := "-without=" + discovery + ".Registered=" + discovery + "/..."
	for _, pkg := range but {
		flag += ",!" + discovery + "/" + pkg
	}
	return flag
}

// TestConversion converts the registry and looks at it in a small program, testdata/registered, and in those tests of
// Prometheus's own that need few dependencies.
func TestConversion(t *testing.T) {
	need(t, "prometheus", true)
	tool := premain(t)
	tested := []string{"./discovery", "./discovery/dns", "./discovery/http", "./discovery/zookeeper"}
	upstream, converted := prometheus.sources(t, "prometheus"), prometheus.sources(t, "prometheus")
	for _, dir := range []string{upstream, converted} {
		if err := os.CopyFS(filepath.Join(dir, "cmd", "registered"), os.DirFS(filepath.Join("testdata", "registered"))); err != nil {
			t.Fatal(err)
		}
	}
	fetch(t, "prometheus", upstream, append(tested, "./cmd/registered")...)
	convert(t, converted)

	build := func(dir, name string, command ...string) (program, printed string) {
		t.Helper()
		program = filepath.Join(dir, name+exe())
		run(t, dir, command[0], append(command[1:], "-o", program, "./cmd/registered")...)
		printed, _ = run(t, dir, program)
		return program, printed
	}
	before, want := build(upstream, "before", "go", "build")
	_, plain := build(converted, "plain", "go", "build")
	linked, got := build(converted, "linked", tool, "build")
	if plain != want || got != want {
		t.Errorf("registered are\n%swithout premain,\n%splain,\n%slinked", want, plain, got)
	}
	fewer, few := build(converted, "fewer", tool, "build", without("file", "http"))
	if few != "file\nhttp\nstatic\n" {
		t.Errorf("registered are, without most of them,\n%s", few)
	}

	b, l, f := symbols(t, before), symbols(t, linked), symbols(t, fewer)
	t.Logf("initialisers of the service discoveries: %d before, %d linked", len(initialisers(b)), len(initialisers(l)))
	for _, name := range initialisers(l) {
		if strings.Contains(name, ".init.") {
			t.Errorf("%s is left of the init functions", name)
		}
	}
	// Packages that registered and initialised nothing else.
	for _, pkg := range []string{"dns", "triton", "zookeeper"} {
		task := discovery + "/" + pkg + "..inittask"
		if !slices.Contains(b, task) || slices.Contains(l, task) {
			t.Errorf("%s is in the program before: %v, linked: %v; expected are true, false", task, slices.Contains(b, task), slices.Contains(l, task))
		}
	}
	const method = discovery + "/dns.(*SDConfig).NewDiscoverer"
	if !slices.Contains(b, method) || !slices.Contains(l, method) || slices.Contains(f, method) {
		t.Errorf("%s is in the program before: %v, linked: %v, without it: %v; expected are true, true, false", method,
			slices.Contains(b, method), slices.Contains(l, method), slices.Contains(f, method))
	}

	compareTests(t, tool, upstream, converted, tested)
}

// symbols returns the names of an executable's symbols.
func symbols(t *testing.T, program string) (names []string) {
	t.Helper()
	list, _ := run(t, scratch, "go", "tool", "nm", program)
	for line := range strings.Lines(list) {
		if fields := strings.Fields(line); len(fields) >= 3 { // address, kind, name
			names = append(names, fields[2])
		}
	}
	return names
}

var initialiser = regexp.MustCompile("^" + regexp.QuoteMeta(discovery) + `(/[^.]+)?\.init(\.\d+)?$`)

// initialisers returns the functions that initialise the packages of the service discoveries: init of each that has
// variables to compute, init.0, init.1 and so on for each init function.
func initialisers(symbols []string) (names []string) {
	for _, name := range symbols {
		if initialiser.MatchString(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// compareTests runs Prometheus's own tests of packages, before the conversion, and plain and linked after it, and returns
// how many there are.
func compareTests(t *testing.T, tool, upstream, converted string, packages []string) (tests int) {
	t.Helper()
	verdict := regexp.MustCompile(`(?m)^ *--- (?:PASS|FAIL|SKIP): \S+`)
	verdicts := func(dir, name string) []string {
		t.Helper()
		out, err := command(dir, name, append([]string{"test", "-p=1", "-v", "-count=1"}, packages...)...).CombinedOutput()
		if err != nil {
			t.Errorf("%s test: %v\n%s", filepath.Base(name), err, out)
		}
		list := verdict.FindAllString(string(out), -1)
		slices.Sort(list)
		return list
	}
	before, plain, linked := verdicts(upstream, "go"), verdicts(converted, "go"), verdicts(converted, tool)
	t.Logf("%d tests of Prometheus's own", len(before))
	if len(before) == 0 {
		t.Error("there are no tests")
	}
	compare(t, "tests, plain", before, plain)
	compare(t, "tests, linked", before, linked)
	return len(before)
}
