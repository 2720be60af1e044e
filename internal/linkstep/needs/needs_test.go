package needs

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/goobj"
)

// load compiles the program in testdata, and returns it.
func load(t testing.TB, arch string, flags ...string) *Program {
	t.Helper()
	args := append([]string{"list", "-export", "-deps", "-f", "{{if .Export}}{{.Name}} {{.ImportPath}} {{.Export}}{{end}}"}, flags...)
	cmd := exec.Command("go", append(args, ".")...)
	cmd.Dir = filepath.Join("testdata", "program")
	cmd.Env = append(os.Environ(), "GOFLAGS=-p=1", "GOWORK=off", "GOOS=linux", "GOARCH="+arch)
	if len(flags) == 0 {
		cmd.Env = append(cmd.Env, "CGO_ENABLED=0")
	}
	var errors strings.Builder
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, errors.String())
	}
	var list []Package
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		k := Package{Path: f[1]}
		if f[0] == "main" {
			k.Path = "main"
		}
		a, err := archive.Open(f[2])
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.Close() })
		for i := range a.Members {
			if o, err := goobj.Parse(a.Data(i)); err == nil {
				k.Objects = append(k.Objects, o)
			}
		}
		list = append(list, k)
	}
	return New(list)
}

var architectures = []string{"amd64", "arm64", "riscv64"}

// cases returns the comments in each function of the program without parameters, with their lines.
func cases(t *testing.T) map[string][]string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, filepath.Join("testdata", "program", "main.go"), nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string][]string)
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv != nil || f.Body == nil || f.Type.TypeParams != nil {
			continue
		}
		want[f.Name.Name] = nil
		for _, c := range file.Comments {
			if at := files.Position(c.Pos()); c.Pos() >= f.Pos() && at.Line <= files.Position(f.End()).Line {
				want[f.Name.Name] = append(want[f.Name.Name], fmt.Sprintf("main.go:%d: %s", at.Line, strings.TrimSpace(c.Text())))
			}
		}
	}
	return want
}

// report returns the first fault with the last place in main.go that leads to it, and then all reasons for which the code panics.
func report(c *Code) (lines []string) {
	for _, f := range c.Faults[:min(1, len(c.Faults))] {
		place := ""
		for _, call := range f.Calls {
			if filepath.Base(call.File) == "main.go" {
				place = fmt.Sprintf("main.go:%d: ", call.Line)
			}
		}
		lines = append(lines, place+f.Reason)
	}
	if len(c.Faults) == 0 {
		for _, f := range c.Functions {
			for _, p := range f.Panics {
				line := 0
				for _, l := range f.Lines {
					if l.Offset < p.Return {
						line = l.Line
					}
				}
				if s := fmt.Sprintf("main.go:%d: panics: %s", line, p.Reason); !slices.Contains(lines, s) {
					lines = append(lines, s)
				}
			}
		}
	}
	slices.Sort(lines)
	return lines
}

func TestReach(t *testing.T) {
	want := cases(t)
	for _, arch := range architectures {
		p := load(t, arch)
		for name, want := range want {
			code, err := p.Reach(Root{"main", "main." + name})
			if err != nil {
				t.Fatal(err)
			}
			if got := report(code); !slices.Equal(got, want) {
				t.Errorf("%s: %s:\n got %q\nwant %q", arch, name, got, want)
			}
		}
	}
}

// places returns the numbers in comments of calls.go, by line.
func places(t *testing.T) map[int]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "program", "calls.go"))
	if err != nil {
		t.Fatal(err)
	}
	list := make(map[int]string)
	line := 0
	for text := range strings.Lines(string(text)) {
		line++
		if _, number, ok := strings.Cut(text, " // "); ok {
			list[line] = strings.TrimSpace(number)
		}
	}
	return list
}

func TestCalls(t *testing.T) {
	number := places(t)
	print := func(calls []Call) (s string) {
		for _, c := range calls {
			place := fmt.Sprintf("%s:%d", filepath.Base(c.File), c.Line)
			if filepath.Base(c.File) == "calls.go" {
				place = number[c.Line]
			}
			s += place + " " + c.Function + "; "
		}
		return s
	}
	for _, arch := range architectures {
		p := load(t, arch)
		for name, want := range map[string]string{
			"parity":     "1 main.even; 2 main.odd; recurses without a bound that the linker can see",
			"inVariable": "4 main.inVariable; 5 main.allocate; allocates (new, or a variable that escapes)",
			"inOther": "6 main.inOther; other.go:25 example.com/needs/other.v2.Deep; other.go:27 example.com/needs/other.v2.middle; " +
				"other.go:30 example.com/needs/other.v2.deepest; allocates (make)",
			"reads":            "",
			"writes":           "7 main.writes; 8 main.number.Write; allocates (make)",
			"writesGeneric":    "9 main.writesGeneric; 8 main.number.Write; allocates (make)",
			"item":             "5 main.allocate; allocates (new, or a variable that escapes)",
			"methodExpression": "11 main.methodExpression; 12 main.(*T).allocate; allocates (new, or a variable that escapes)",
		} {
			code, err := p.Reach(Root{"main", "main." + name})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(code.Faults) > 0 {
				got = print(code.Faults[0].Calls) + code.Faults[0].Reason
			}
			if got != want || len(code.Faults) > 1 {
				t.Errorf("%s: %s: %d faults:\n got %s\nwant %s", arch, name, len(code.Faults), got, want)
			}
		}
	}
}
