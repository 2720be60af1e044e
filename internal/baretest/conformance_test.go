package baretest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	_ "premain.dev/bare/alloc/heap" // so that go test knows when a result that it has kept is of no use any more
	_ "premain.dev/internal/gocmd"
	_ "premain.dev/internal/linkstep"
)

var (
	dir  string // of all that is built
	tool string // premain
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	flag.Parse()
	var err error
	if dir, err = os.MkdirTemp("", "premain-bare"); err == nil {
		defer os.RemoveAll(dir)
		tool = filepath.Join(dir, "premain")
		var out []byte
		if out, err = exec.Command("go", "build", "-o", tool, "premain.dev/cmd/premain").CombinedOutput(); err != nil {
			err = fmt.Errorf("%w\n%s", err, out)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func long() bool { return os.Getenv("PREMAIN_LONG") != "" }

// quick are the programs that run without PREMAIN_LONG.
var quick = []string{"closures", "defer", "generics", "goroutines", "interfaces", "maps", "panics", "rangefunc", "recover", "strconv", "uncaught"}

// place is where the programs run besides the Go runtime.
type place struct {
	board, arch string
	run         []string // what runs a program of the architecture, if not the machine itself; {image} stands for the program
	odd         bool     // which ends with 2n+1 for a status n of the program but 0
	always      bool
}

// command returns what runs a program.
func (p place) command(file string) []string {
	if len(p.run) == 0 {
		return []string{file}
	}
	command := slices.Clone(p.run)
	for i, word := range command {
		command[i] = strings.ReplaceAll(word, "{image}", file)
	}
	return command
}

func places(t *testing.T) []place {
	return []place{
		{board: "linux", arch: runtime.GOARCH, always: true},
		{board: "linux", arch: "riscv64", run: []string{"qemu-riscv64", "{image}"}},
		{board: "virt-arm64", arch: "arm64", run: bootCommand(t, "virt-arm64")},
		{board: "virt-riscv64", arch: "riscv64", run: bootCommand(t, "virt-riscv64")},
		{board: "pc-amd64", arch: "amd64", run: bootCommand(t, "pc-amd64"), odd: true},
	}
}

// share returns those of the programs that run at the i-th place. All of them run at the first one and, with UPDATE_CONFORMANCE, everywhere; otherwise each runs
// at one place besides.
func share(t *testing.T, i int) (names []string) {
	for n, name := range programs(t) {
		if i == 0 || os.Getenv("UPDATE_CONFORMANCE") != "" || n%(len(places(t))-1) == i-1 {
			names = append(names, name)
		}
	}
	return names
}

// bootCommand returns what starts a machine for a board.
func bootCommand(t *testing.T, board string) []string {
	text, err := os.ReadFile(filepath.Join(library(t), "bare", "board", board, "doc.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := strings.Cut(string(text), "//premain:boot ")
	line, _, _ = strings.Cut(line, "\n")
	if !strings.Contains(line, "{image}") {
		t.Fatalf("no //premain:boot … {image}: %q", line)
	}
	return strings.Fields(line)
}

// TestConformance runs each program on the Go runtime and without it, and compares what they print and how they end. With PREMAIN_LONG, it also compares
// the list in docs/conformance.md with what it has found; with UPDATE_CONFORMANCE, it runs each of them at all places and writes that list.
func TestConformance(t *testing.T) {
	if runtime.GOOS != "linux" || !slices.Contains([]string{"amd64", "arm64", "riscv64"}, runtime.GOARCH) {
		t.Skip("skip: the board linux is there on linux/amd64, linux/arm64 and linux/riscv64")
	}
	root := writePrograms(t)
	build(t, root, "stock", programs(t), nil, "go", "build")
	var first map[string]string
	for i, p := range places(t) {
		t.Run(p.board+"-"+p.arch, func(t *testing.T) {
			if !p.always && !long() {
				t.Skip("skip: this place, without PREMAIN_LONG=1")
			}
			if len(p.run) > 0 {
				if _, err := exec.LookPath(p.run[0]); err != nil {
					t.Skipf("skip: there is no %s", p.run[0])
				}
			}
			name := p.board + "-" + p.arch
			refused := reasons(build(t, root, name, share(t, i), []string{"GOARCH=" + p.arch}, tool, "build", "-board", p.board))
			if first == nil {
				first = refused
			}
			for _, program := range share(t, i) {
				if refused[program] != first[program] {
					t.Errorf("%s: refused here: %s; and elsewhere: %s", program, refused[program], first[program])
				}
				t.Run(program, func(t *testing.T) {
					file := filepath.Join(root, "out-"+name, program)
					if _, err := os.Stat(file); err != nil {
						if refused[program] == "" {
							t.Error("it has not been built, and no message says why")
						}
						return
					}
					want := run(t, false, filepath.Join(root, "out-stock", program))
					if strings.Contains(want, "FAIL") {
						t.Errorf("on the Go runtime: %s", want)
					}
					if got := run(t, p.odd, p.command(file)...); got != want {
						t.Errorf("got:\n%s\nwant:\n%s", got, want)
					}
				})
			}
		})
	}
	if long() && len(first) > 0 {
		compareList(t, first)
	}
}

func programs(t *testing.T) (names []string) {
	files, err := filepath.Glob("testdata/spec/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no programs", err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".go"); long() || slices.Contains(quick, name) {
			names = append(names, name)
		}
	}
	return names
}

// writePrograms makes a module in which each program is a package, and returns its directory.
func writePrograms(t *testing.T) string {
	root := t.TempDir()
	files := map[string]string{"go.mod": "module example.com/spec\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => " + library(t) + "\n"}
	for _, p := range programs(t) {
		text, err := os.ReadFile(filepath.Join("testdata", "spec", p+".go"))
		if err != nil {
			t.Fatal(err)
		}
		files[p+"/main.go"] = string(text)
		files[p+"/heap.go"] = "package main\n\nimport _ \"premain.dev/bare/alloc/heap\"\n"
	}
	for name, text := range files {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// build builds some programs and returns what is said of those that are refused.
func build(t *testing.T, root, name string, programs, env []string, command ...string) string {
	out := filepath.Join(root, "out-"+name)
	if err := os.MkdirAll(out, 0o777); err != nil {
		t.Fatal(err)
	}
	args := append(slices.Clone(command[1:]), "-o", out+string(filepath.Separator))
	for _, p := range programs {
		args = append(args, "./"+p)
	}
	cmd := exec.Command(command[0], args...)
	cmd.Dir, cmd.Env = root, append(append(os.Environ(), "GOWORK=off"), env...)
	text, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if built, _ := os.ReadDir(out); len(built) == 0 {
		t.Fatalf("%v\n%s", err, text)
	}
	return string(text)
}

// message matches the first message about a package.
var message = regexp.MustCompile(`(?m)^# example.com/spec/(\S+)\n(?:\S+?/)?[^/\s]+\.go:([\d:]+) (.*)$`)

// reasons returns the first message about each program that is refused.
func reasons(text string) map[string]string {
	list := make(map[string]string)
	for _, m := range message.FindAllStringSubmatch(text, -1) {
		list[m[1]] = strings.TrimSuffix(m[2], ":") + ": " + m[3]
	}
	return list
}

// run runs a program and returns what it prints and its exit status. Of one that fails, only what Go says before it lists goroutines.
func run(t *testing.T, odd bool, command ...string) string {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	status := cmd.ProcessState.ExitCode()
	if odd && status != 0 {
		if status == 1 || status%2 == 0 {
			t.Errorf("%s has failed, and not the program: status %d", command[0], status)
		}
		status /= 2
	}
	text := strings.ReplaceAll(out.String(), "\r\n", "\n")
	if status == 2 {
		text, _, _ = strings.Cut(text, "\n\n")
		text = strings.TrimSuffix(text, "\n") + "\n"
	}
	return fmt.Sprintf("%sexit status %d\n", text, status)
}

// compareList compares the list of programs with the one that is kept.
func compareList(t *testing.T, refused map[string]string) {
	var b strings.Builder
	b.WriteString("# Conformance of programs without the Go runtime\n\n" +
		"Each program is run on the Go runtime and, in the tier alloc, on the boards linux, virt-arm64, virt-riscv64 and pc-amd64; all that they can build print the same and end alike.\n" +
		"`PREMAIN_LONG=1 UPDATE_CONFORMANCE=1 go test ./internal/baretest` writes this list.\n\n" +
		"| program | covers | |\n|---|---|---|\n")
	for _, p := range programs(t) {
		text, err := os.ReadFile(filepath.Join("testdata", "spec", p+".go"))
		if err != nil {
			t.Fatal(err)
		}
		result := "the same"
		if why := refused[p]; why != "" {
			result = "not in the tier: " + why
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", p, comment(string(text)), strings.ReplaceAll(result, "|", "\\|"))
	}
	const file = "../../docs/conformance.md"
	if os.Getenv("UPDATE_CONFORMANCE") != "" {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(file)
	if err != nil || string(kept) != b.String() {
		t.Errorf("docs/conformance.md is not what this run has found (%v); run it with UPDATE_CONFORMANCE=1", err)
	}
}

// comment returns the comment at the beginning of a source file in one line.
func comment(text string) string {
	var words []string
	for line := range strings.Lines(text) {
		line, ok := strings.CutPrefix(line, "//")
		if !ok {
			break
		}
		words = append(words, strings.Fields(line)...)
	}
	return strings.ReplaceAll(strings.Join(words, " "), "|", "\\|")
}
