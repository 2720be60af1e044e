package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// reproducible is a program with items of all kinds, values of package bake, among them maps, and steps. It imports little, so that a build cache that knows nothing is
// soon filled.
var reproducible = map[string]string{
	"lib/lib.go": `package lib

import "premain.dev/section"

type Item struct {
	Name string
	Run  func() int
}

var Items section.Of[Item]

func Register(name string, run func() int) *Item { return Items.Add(Item{name, run}) }
`,
	"a/a.go": `package a

import "example.com/app/lib"

var n = 3

var (
	_ = lib.Items.Add(lib.Item{Name: "constant", Run: func() int { return n }})
	_ = lib.Register("registered", func() int { return n + 1 })
	_ = lib.Items.Add(lib.Item{Name: name()})
)

//go:noinline
func name() string { return "computed" }
`,
	"values/values.go": `package values

import "premain.dev/bake"

type Key struct {
	Name string
	In   any
}

type Node struct {
	Name string
	Next *Node
	Of   map[Key]*Node
}

// Found is shared by values, which take it from this variable at start.
var Found = found()

//go:noinline
func found() *Node { return &Node{Name: "found"} }

var Names = bake.Value(func() map[string]int {
	m := make(map[string]int)
	for i, r := range "the order of a map is another one in each process" {
		m[string(r)] += i
	}
	return m
})

var Ring = bake.Value(func() *Node {
	a := &Node{Name: "a", Of: map[Key]*Node{{"found", nil}: Found}}
	for i := range 20 {
		a.Of[Key{In: i}] = &Node{Name: "n", Next: a, Of: a.Of}
	}
	return a
})

var Funcs = bake.Value(func() map[any]func() string {
	return map[any]func() string{1: one, "two": two, Key{}: one, 2.5: two, &Found: nil}
})

func one() string { return "one" }
func two() string { return "two" }
`,
	"main.go": `package main

import (
	_ "example.com/app/a"
	"example.com/app/lib"
	"example.com/app/values"
	"premain.dev"
	"premain.dev/bake"
)

var table = bake.Value(func() []map[int]string { return []map[int]string{{1: "a", 2: "b", 3: "c"}, {}, nil} })

var _ = premain.Constructor(func() { println("constructed") })

var _ = lib.Items.Add(lib.Item{Name: "main"})

func main() {
	premain.Main(func() {
		for i, it := range lib.Items.All() {
			println(i, it.Name, it.Run != nil)
		}
		println(len(values.Names), len(values.Ring.Of), len(values.Funcs), len(table))
	})
}
`,
}

// TestReproducible builds a program in two directories, as two users, and expects the same bytes: of a build with -trimpath at
// once, of one without when the one directory's name is put in place of the other's, as with plain builds. With
// PREMAIN_LONG, each user has a build cache of their own.
func TestReproducible(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") == "" {
		t.Skip("compiles the standard library; run sh test.sh -long")
	}
	module := "module example.com/app\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => ../premain\n"
	type user struct {
		dir string
		env []string
	}
	var users []user
	base := t.TempDir()
	for i, env := range [][]string{
		{"USER=ada", "LANG=C", "TZ=UTC", "GOMAXPROCS=1", "SOURCE_DATE_EPOCH=1"},
		{"USER=grace", "LANG=tr_TR.UTF-8", "LC_ALL=de_DE.UTF-8", "TZ=Asia/Kathmandu", "GOMAXPROCS=4", "GOFLAGS=-p=3"},
	} {
		home := filepath.Join(base, fmt.Sprintf("home%d", i))
		u := user{filepath.Join(home, "app"), append(os.Environ(), "GOWORK=off", "GOFLAGS=", "HOME="+home, "TMPDIR="+home)}
		for name, text := range reproducible {
			writeFile(t, filepath.Join(u.dir, name), text)
		}
		writeFile(t, filepath.Join(u.dir, "go.mod"), module)
		// The library lies beside it, so that without -trimpath its directory differs, too.
		if err := os.Rename(libraryCopy(t, func(_ string, text []byte) []byte { return text }), filepath.Join(home, "premain")); err != nil {
			t.Fatal(err)
		}
		cache, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
		if err != nil {
			t.Fatal(err)
		}
		dirs := strings.Fields(string(cache))
		if i > 0 { // what one has from the cache, the other compiles
			dirs[0] = filepath.Join(home, "cache")
		}
		u.env = append(u.env, "GOCACHE="+dirs[0], "GOMODCACHE="+dirs[1])
		u.env = append(u.env, env...)
		users = append(users, u)
	}
	build := func(u user, args ...string) []byte {
		t.Helper()
		out := filepath.Join(u.dir, "out"+exe())
		cmd := exec.Command(args[0], append(args[1:], "-o", out, ".")...)
		cmd.Dir, cmd.Env = u.dir, u.env
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", cmd, err, text)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for _, mode := range []string{"exe", "pie"} {
		a, b := build(users[0], tool(), "build", "-trimpath", "-buildmode="+mode), build(users[1], tool(), "build", "-trimpath", "-buildmode="+mode)
		if !bytes.Equal(a, b) {
			t.Errorf("%s: two builds with -trimpath differ", mode)
		}
		if bytes.Contains(a, []byte(base)) {
			t.Errorf("%s: a program built with -trimpath names the directory where it was built", mode)
		}
	}
	for _, command := range [][]string{{"go", "build"}, {tool(), "build"}} {
		// Neither compressed, nor hashed: the name of the directory stays readable.
		args := append(command, "-ldflags=-compressdwarf=false -buildid= -B none")
		a, b := build(users[0], args...), build(users[1], args...)
		if bytes.Equal(a, b) {
			t.Errorf("%s: two builds in two directories are equal, so this test does not see what it should", command)
		}
		if c := bytes.ReplaceAll(a, []byte("/home0/"), []byte("/home1/")); !bytes.Equal(c, b) {
			t.Errorf("%s: two builds differ in more than the name of the directory", command)
		}
	}
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
