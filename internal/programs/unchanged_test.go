package programs

import (
	"bytes"
	"debug/buildinfo"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var programs = []struct {
	name     string
	module   module
	pkg      string
	short    bool     // built by every long run of the tests
	start    []string // arguments with which the program only shows that it starts
	shows    string   // what it prints then
	packages int      // of which it consists at least, to see that it is the program that is meant
}{
	{"hugo", module{"github.com/gohugoio/hugo", "v0.165.0"}, ".", false, []string{"version"}, "hugo v0.165.0", 500},
	{"rclone", module{"github.com/rclone/rclone", "v1.76.0"}, ".", false, []string{"version"}, "rclone v1.76.0", 1000},
	{"prometheus", prometheus, "./cmd/prometheus", false, []string{"--version"}, "prometheus, version", 1000},
	// The example is a small program of Prometheus's, which brings a service discovery of its own.
	{"prometheus-example", prometheus, "./documentation/examples/custom-sd/adapter-usage", true, []string{"--help"}, "usage: sd adapter usage", 200},
}

// TestUnchanged builds programs that know nothing of premain. What the tool has to do with a build changes no byte and
// compiles nothing again.
func TestUnchanged(t *testing.T) {
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			need(t, p.name, p.short)
			tool := premain(t)
			dir := p.module.sources(t, p.name)
			fetch(t, p.name, dir, p.pkg)
			build := func(name string, command ...string) (program []byte, log string) {
				t.Helper()
				file := filepath.Join(dir, name+exe())
				// Without build IDs, which tell one linker from another.
				_, log = run(t, dir, command[0], append(command[1:], "-ldflags=-buildid=", "-o", file, p.pkg)...)
				program, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				return program, log
			}
			linker := regexp.MustCompile(`(?m)^.*[/\\]link(\.exe)?"? -o .*$`)
			compiler := regexp.MustCompile(`(?m)^.*[/\\]compile(\.exe)?"? -o .*$`)

			tagged, _ := build("tagged", "go", "build", "-tags=premain")
			linked, log := build("linked", "go", "build", "-toolexec="+tool, "-tags=premain", "-x")
			if !bytes.Equal(tagged, linked) {
				t.Error("go build -toolexec=premain makes another program than go build")
			}
			if links := linker.FindAllString(log, -1); len(links) != 1 || !strings.Contains(links[0], tool) {
				t.Errorf("the tool was to link the program, and once:\n%s", strings.Join(links, "\n"))
			}
			compiled := compiler.FindAllString(log, -1)
			if len(compiled) > 0 {
				t.Errorf("compiled again: %s", strings.Join(compiled, "\n"))
			}

			plain, _ := build("plain", "go", "build")
			wrapped, _ := build("wrapped", tool, "build")
			if !bytes.Equal(plain, wrapped) {
				t.Error("premain build makes another program than go build")
			}

			stdout, stderr := run(t, dir, filepath.Join(dir, "linked"+exe()), p.start...)
			if !strings.Contains(stdout+stderr, p.shows) {
				t.Errorf("started with %v, it prints %q instead of %q", p.start, stdout+stderr, p.shows)
			}

			deps, _ := run(t, dir, "go", "list", "-deps", p.pkg)
			info, err := buildinfo.Read(bytes.NewReader(plain))
			if err != nil {
				t.Fatal(err)
			}
			row := unchanged{program: p.module.path + "@" + p.module.version, pkg: p.pkg, packages: strings.Count(deps, "\n"),
				modules: len(info.Deps) + 1, bytes: int64(len(plain)), compiled: len(compiled)}
			if row.packages < p.packages {
				t.Errorf("the program consists of %d packages; expected are %d or more", row.packages, p.packages)
			}
			t.Logf("%+v", row)
			page.unchanged = append(page.unchanged, row)
		})
	}
}
