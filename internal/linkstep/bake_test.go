package linkstep

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/record"
	"premain.dev/internal/linkstep/registration"
)

// builtTool builds the tool and returns its file.
func builtTool(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "premain.exe")
	if out, err := exec.Command("go", "build", "-o", tool, modulePath+"/cmd/premain").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return tool
}

// compiled writes a module of one package and compiles it with the tool. Its object may be used during the test.
func compiled(t *testing.T, tool, lang, source string, flags ...string) (*archive.File, *goobj.Object) {
	t.Helper()
	dir := t.TempDir()
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	module := fmt.Sprintf("module example.com/p\n\ngo %s\n", lang)
	if strings.Contains(source, registration.BakePath) {
		module += fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %q\n", modulePath, modulePath, repository)
	}
	for name, text := range map[string]string{"go.mod": module, "p.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	args := append([]string{"list", "-export", "-f={{.Export}}", "-toolexec=" + tool, "-tags=premain"}, flags...)
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
	cmd.Stderr = new(strings.Builder)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, cmd.Stderr)
	}
	a, err := archive.Open(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatalf("%v\n%s", err, cmd.Stderr)
	}
	t.Cleanup(func() { a.Close() })
	obj, err := objectIn(a, "p")
	if err != nil {
		t.Fatal(err)
	}
	return a, obj
}

func bakesIn(t *testing.T, a *archive.File) *record.Bakes {
	t.Helper()
	b, err := record.ReadBakes(a)
	if err != nil || b == nil {
		t.Fatalf("no baked variables: %v", err)
	}
	return b
}

// kinds are types of variables, named in a file that declares what kindsSource declares.
var kinds = []string{
	"bool", "int8", "uint", "uintptr", "float32", "float64", "complex64", "complex128", "string",
	"*int", "[]int", "map[string]int", "chan int", "<-chan int", "func()", "func(int, ...string) (a, b error)",
	"any", "error", "interface{ M(); Error() string }", "struct{}", "struct{ a int; b *int }", "[0]int", "[1]int", "[3]string",
	"[1 << 20]byte", "[100000]*int", "unsafe.Pointer", "Bool", "Int", "String", "Pointer", "Slice", "Map", "Func", "Interface",
	"Struct", "Array", "Generic[int]", "Generic[map[string]Struct]", "Alias", "atomic.Int64", "sync.Mutex", "*Struct", "(Int)",
}

const kindsSource = `
import (
	"sync"
	"sync/atomic"
	"unsafe"

	"premain.dev/bake"
)

type (
	Bool           bool
	Int            int
	String         string
	Pointer        *int
	Slice          []string
	Map            map[int]int
	Func           func() int
	Interface      interface{ M() }
	Struct         struct { a int; b []string; c *Struct; d [2]int }
	Array          [3]Int
	Generic[T any] struct { v T; list []T }
	Alias = struct { a string }
)

var (
	_ sync.Mutex
	_ atomic.Int64
	_ unsafe.Pointer
)
`

// No code fills a baked variable before its value is there, whatever its type and however the type is found, and what is
// copied from it by other initialisers is not taken for zero.
func TestBakedKinds(t *testing.T) {
	tool := builtTool(t)
	var b strings.Builder
	b.WriteString("package p\n" + kindsSource)
	for i, k := range kinds {
		fmt.Fprintf(&b, "func f%d() (v %s) { return }\n", i, k)
		fmt.Fprintf(&b, "var declared%d %s = bake.Value(f%d)\n", i, k, i)
		fmt.Fprintf(&b, "var spelled%d = bake.Value(f%d)\n", i, i)
		fmt.Fprintf(&b, "var literal%d = bake.Value(func() (v %s) { return f%d() })\n", i, k, i)
		fmt.Fprintf(&b, "var explicit%d = bake.Value[%s](f%d)\n", i, k, i)
		fmt.Fprintf(&b, "var copied%d, held%d = spelled%d, []%s{spelled%d}\n", i, i, i, k, i)
	}
	a, obj := compiled(t, tool, "1.26", b.String())
	list := bakesIn(t, a).Bakes
	if len(list) != 4*len(kinds) {
		t.Errorf("%d baked variables, want %d", len(list), 4*len(kinds))
	}
	for _, bake := range list {
		if bake.Plain != "" {
			t.Errorf("%s: %s", bake.Name, bake.Plain)
			continue
		}
		v := symbolOf(t, obj, bake.Variable)
		if v.Kind != goobj.BSS && v.Kind != goobj.NoPtrBSS {
			t.Errorf("%s is a symbol of kind %d", bake.Name, v.Kind)
		}
		referred := obj.Written(map[int]bool{v.Index: true})[v.Index]
		if copied := strings.HasPrefix(bake.Name, "spelled") && v.Size > 0; referred != copied {
			t.Errorf("%s: code refers to it: %v; want %v", bake.Name, referred, copied)
		}
		for _, name := range []string{bake.Cell, bake.Run} {
			symbolOf(t, obj, name)
		}
	}
}

func symbolOf(t *testing.T, obj *goobj.Object, name string) goobj.Symbol {
	t.Helper()
	name = "example.com/p." + name
	s, ok := obj.Lookup(name)[name]
	if !ok {
		t.Fatalf("no symbol %s", name)
	}
	return s
}

const bakesSource = `package p

import (
	"errors"
	"strings"

	"premain.dev/bake"
)

var later = bake.Value(func() int { return first + second })

//premain:cache strings.a example.com/q/v2.b
var first = bake.Value(one)

var _, alone = (bake.Value(one)), 1

var constant, address, function, list = 1, &constant, one, []any{"x", &kind{1}, kind{2}, kind.m, func() int { return 1 }, any(nil)}

var second = bake.Value(one)

var called = errors.New("x")

var third = bake.Value(one)

var expression = strings.Repeat("x", 3)

type kind struct{ v int }

func (kind) m() {}

func one() int { return 1 }
`

func TestBakeRecord(t *testing.T) {
	tool := builtTool(t)
	a, _ := compiled(t, tool, "1.26", bakesSource, "-trimpath", "-gcflags=-premain-bake=a:b:expression,first")
	if !sealed(a) {
		t.Error("the package is not sealed")
	}
	bake := func(n int, name, place string) record.Bake {
		return record.Bake{
			Variable: name, Name: name, Place: "example.com/p/p.go:" + place,
			Run: fmt.Sprintf("premain_run_%d", n), Cell: fmt.Sprintf("premain_bake_%d", n),
		}
	}
	first, blank, second := bake(1, "first", "13:13"), bake(2, "_", "15:17"), bake(3, "second", "19:14")
	first.Caches = []string{"strings.a", "example.com/q/v2.b"}
	later, third, expression := bake(0, "later", "10:13"), bake(4, "third", "23:13"), bake(5, "expression", "25:18")
	blank.Variable = "premain_value_2"
	blank.Follows, second.Follows, later.Follows, expression.Follows, expression.Named = true, true, true, true, true
	want := &record.Bakes{Tool: Identity(), Path: "example.com/p", Bakes: []record.Bake{first, blank, second, later, third, expression}}
	got := bakesIn(t, a)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}

	// Without inlining the variables are filled by code, and the package must be left as it is.
	a, obj := compiled(t, tool, "1.26", bakesSource, "-gcflags=-l")
	for _, b := range bakesIn(t, a).Bakes {
		if b.Plain == "" || b.Run != "" || b.Cell != "" || b.Follows {
			t.Errorf("not inlined: %+v", b)
		}
	}
	if names := []string{"example.com/p.premain_run_0", "example.com/p.premain_probe_0"}; len(obj.Lookup(names...)) > 0 {
		t.Error("the rewriting is in a package whose variables are filled by code")
	}
}

// A package that does not know of premain may be of an old language version, and is no part of the linked world.
func TestBakeNamed(t *testing.T) {
	const source = `package p

type any int

type uintptr string

type hidden struct{ v any }

func make() *hidden { return &hidden{3} }

var (
	a, b    = make(), func() struct { A string "tag"; b []hidden } { panic(1) }()
	c error = func() error { panic(2) }()
	d       = func() interface { A(...int) uintptr; b() (x, y int) } { panic(3) }()
)

var left = make()

var Main = a.v
`
	a, obj := compiled(t, builtTool(t), "1.13", source, "-gcflags=-premain-bake=key:a,b,c,d")
	if sealed(a) || a.Read("premain.json") != nil {
		t.Error("the package is sealed or has a record")
	}
	list := bakesIn(t, a).Bakes
	if len(list) != 4 {
		t.Errorf("%d baked variables, want 4", len(list))
	}
	for _, b := range list {
		if b.Plain != "" || !b.Named {
			t.Errorf("%+v", b)
		}
		if v := symbolOf(t, obj, b.Variable); v.Kind != goobj.BSS && v.Kind != goobj.NoPtrBSS {
			t.Errorf("%s is a symbol of kind %d", b.Name, v.Kind)
		}
	}
}
