package needs

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/goobj"
)

// load compiles the program in testdata.
func load(t testing.TB, arch string, flags ...string) *Program {
	t.Helper()
	list, _ := compile(t, arch, flags...)
	return New(list)
}

// compile compiles the program in testdata, and returns its packages and the object of package main.
func compile(t testing.TB, arch string, flags ...string) (list []Package, main []byte) {
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
			o, err := goobj.Parse(a.Data(i))
			if err != nil {
				continue // export data
			}
			k.Objects = append(k.Objects, o)
			if k.Path == "main" && main == nil {
				main = a.Data(i)
			}
		}
		list = append(list, k)
	}
	return list, main
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

// The same code compiled in other ways. Most of it needs the same.
func TestModes(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") == "" {
		t.Skip("compiles much of the standard library; set PREMAIN_LONG")
	}
	const atomics = "uses sync/atomic, which calls the race detector under -race"
	for _, mode := range []struct {
		flag  string
		other map[string]string // what may be needed in this mode, in one release at least, by the name of the function
	}{
		{"-cover", nil},
		{"-gcflags=example.com/...=-shared", nil},
		{"-race", map[string]string{
			"atomicPointer": atomics, "atomics": checksPointers, "environment": "accesses a map", "locks": atomics,
			"reflects": checksPointers, "compares": comparesParts, "selects": "uses select", "unsafeSlice": checksPointers,
		}},
		{"-asan", map[string]string{
			"atomics": checksPointers, "reflects": checksPointers, "compares": comparesParts, "unsafeSlice": checksPointers,
		}},
	} {
		p := load(t, "amd64", mode.flag)
		for name, want := range cases(t) {
			code, err := p.Reach(Root{"main", "main." + name})
			if err != nil {
				t.Fatal(err)
			}
			got := report(code)
			if reason, ok := mode.other[name]; ok && len(got) > 0 && strings.HasSuffix(got[0], ": "+reason) {
				continue
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s:\n got %q\nwant %q", mode.flag, name, got, want)
			}
		}
		if mode.flag != "-race" && mode.flag != "-asan" {
			continue
		}
		p.Sanitize()
		other := cases(t)
		other["unsafeSlice"] = nil // package sanitizer does what would panic
		for _, name := range []string{"atomics", "compares", "unsafeSlice"} {
			code, err := p.Reach(Root{"main", "main." + name})
			if err != nil {
				t.Fatal(err)
			}
			if got, want := report(code), other[name]; !slices.Equal(got, want) {
				t.Errorf("%s with package sanitizer: %s:\n got %q\nwant %q", mode.flag, name, got, want)
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
			"parity":     "3 main.parity; 1 main.even; 2 main.odd; recurses without a bound that the linker can see",
			"inVariable": "4 main.inVariable; 5 main.allocate; allocates (new, or a variable that escapes or is too large)",
			"inOther": "6 main.inOther; other.go:31 example.com/needs/other.v2.Deep; other.go:33 example.com/needs/other.v2.middle; " +
				"other.go:36 example.com/needs/other.v2.deepest; allocates (make)",
			"reads":            "",
			"writes":           "7 main.writes; 8 main.number.Write; allocates (make)",
			"writesGeneric":    "9 main.writesGeneric; 8 main.number.Write; allocates (make)",
			"item":             "5 main.allocate; allocates (new, or a variable that escapes or is too large)",
			"methodExpression": "11 main.methodExpression; 12 main.(*T).allocate; allocates (new, or a variable that escapes or is too large)",
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

// compilerNames returns the names in package runtime to which the compiler that runs the test refers: those that it has numbers for, and
// those that its source looks up.
func compilerNames(t *testing.T) []string {
	t.Helper()
	found := make(map[string]bool)
	lookUp := regexp.MustCompile(`(?:LookupRuntime(?:Func|Var)?|syslook|mkcall1?|"runtime", )\(?(?:fmt\.Sprintf\()?"([A-Za-z0-9_%]+)"`)
	whole := regexp.MustCompile(`"runtime\.([A-Za-z0-9_]+)"`)
	source := filepath.Join(runtime.GOROOT(), "src", "cmd")
	for _, dir := range []string{"compile/internal", "internal/obj", "internal/goobj"} {
		err := filepath.WalkDir(filepath.Join(source, dir), func(name string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := os.ReadFile(name)
			for _, m := range slices.Concat(lookUp.FindAllSubmatch(text, -1), whole.FindAllSubmatch(text, -1)) {
				found[strings.ReplaceAll(string(m[1]), "%d", "1")] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// A function of the runtime that a new release of the compiler calls must not pass for one that nobody calls.
func TestJudge(t *testing.T) {
	// What is data, what the linker and the compiler say of the runtime's own code, and beginnings of names.
	other := regexp.MustCompile(`^(go|runtime|.*Has[A-Z].*|writeBarrier|zeroVal|zerobase|staticuint64s|empty.*Cache|tls_g|read_tls_fallback|` +
		`asmcgocall_landingpad|sehtramp|addmoduledata|notInitialized|duff|elf_|mallocgcSmallNoScanSC|defer(struct)?|slice_.*)$`)
	names := compilerNames(t)
	if len(names) < 200 {
		t.Fatalf("only %d names", len(names))
	}
	for _, name := range names {
		if _, ok := listed("runtime."+name, verdicts, beginnings); !ok && !other.MatchString(name) {
			t.Errorf("no verdict on runtime.%s", name)
		}
	}
	for name, want := range map[string]verdict{
		"runtime.memmove":             {works, ""},
		"runtime.racereadrange":       {works, ""},
		"runtime.racereleasemerge":    {fault, "calls the race detector"},
		"runtime.mapassign_fast64ptr": {fault, "accesses a map"},
		"internal/bytealg.MakeNoZero": {fault, "allocates"},
		"runtime.Version":             {fault, "needs runtime.Version"},
		"time.Sleep":                  {fault, "sleeps"},
		"os.sigpipe":                  {fault, "raises signals"},
		"example%2ecom/a%2eb.F":       {fault, "needs example.com/a.b.F"},
	} {
		if got := new(Program).judge(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestStack(t *testing.T) {
	// What the assembler makes of frames of 200 and 48 bytes, with return addresses and frame pointers, below the wrapper with which Go
	// code calls the first of them.
	for arch, want := range map[string]int64{
		"amd64":   (8 + 8) + (8 + 200 + 8) + (8 + 48 + 8),
		"arm64":   16 + (200 + 8) + (48 + 8 + 8) + 8,
		"riscv64": 8 + (200 + 8) + 48,
	} {
		p := load(t, arch)
		code, err := p.Reach(Root{"example.com/needs/other.v2", "example.com/needs/other%2ev2.outer"})
		if err != nil {
			t.Fatal(err)
		}
		last := code.Deepest[len(code.Deepest)-1]
		if code.Stack != want || last.Function != "example.com/needs/other.v2.Inner" || len(code.Functions) != 3 {
			t.Errorf("%s: %d bytes, want %d, for %v", arch, code.Stack, want, code.Deepest)
		}
	}
}

func TestLate(t *testing.T) {
	number := places(t)
	for _, arch := range architectures {
		p := load(t, arch)
		for name, want := range map[string]string{"readsLate": "main.late 10", "readsEarly": "", "writesEarly": ""} {
			code, err := p.Reach(Root{"main", "main." + name})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, l := range code.Late {
				got += l.Variable + " " + number[l.Calls[len(l.Calls)-1].Line]
			}
			if got != want || len(code.Faults) > 0 {
				t.Errorf("%s: %s: %q, want %q; %v", arch, name, got, want, code.Faults)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	list, _ := compile(t, "amd64")
	p := New(list)
	for want, root := range map[string]Root{
		"no package example.com/p in the program": {"example.com/p", "main.main"},
		"package main has no symbol main.nosuch":  {"main", "main.nosuch"},
	} {
		if _, err := p.Reach(root); err == nil || err.Error() != want {
			t.Errorf("%v: %v, want %s", root, err, want)
		}
	}
	other := *list[0].Objects[0]
	other.Header = strings.Replace(other.Header, "amd64", "s390x", 1)
	if _, err := New([]Package{{"p", []*goobj.Object{&other}}}).Reach(); err == nil || !strings.Contains(err.Error(), "s390x") {
		t.Errorf("s390x: %v", err)
	}
}

// A damaged object leads to an error or to a wrong result, and to nothing worse.
func TestDamaged(t *testing.T) {
	list, whole := compile(t, "amd64")
	random := rand.New(rand.NewPCG(1, 2))
	errors := 0
	for range 100 {
		data := bytes.Clone(whole)
		for range 1 + random.IntN(30) {
			data[len("go object ")+random.IntN(len(data)-len("go object "))] = byte(random.Uint32())
		}
		o, err := goobj.Parse(data)
		if err != nil {
			errors++
			continue
		}
		damaged := slices.Clone(list)
		for i, k := range damaged {
			if k.Path == "main" {
				damaged[i].Objects = append([]*goobj.Object{o}, k.Objects[1:]...)
			}
		}
		if _, err := New(damaged).Reach(Root{"main", "main.everything"}); err != nil {
			errors++
		}
	}
	if errors == 0 {
		t.Error("no damage was noticed")
	}
}
