package main_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var (
	seed     = flag.Uint64("seed", 0, "seed of tests with random input; 0 takes one from the clock")
	programs = flag.Int("programs", 0, "number of programs for TestRandomPrograms; 0 means 5, or 12 with PREMAIN_LONG set")
)

// amount returns how much of something random a test tries: what its flag says, or as much as there is time for.
func amount(flag, short, long int) int {
	switch {
	case flag > 0:
		return flag
	case os.Getenv("PREMAIN_LONG") != "":
		return long
	}
	return short
}

// random returns a source of random numbers, and logs the flag that brings the same ones again.
func random(t *testing.T) *rand.Rand {
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano())
	}
	t.Logf("-seed=%d", s)
	return rand.New(rand.NewPCG(s, 0))
}

// TestRandomPrograms builds programs whose packages initialise random variables that log what they do, among them
// items of all kinds, and compares log and items of the two worlds.
func TestRandomPrograms(t *testing.T) {
	n, r := amount(*programs, 5, 12), random(t)

	dir := t.TempDir()
	g := &generator{Rand: r, t: t, dir: dir}
	g.write("go.mod", "module example.com/random\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => "+repository+"\n")
	g.write("lib/lib.go", randomLibrary)
	for i := range n {
		g.program(fmt.Sprintf("prog%d", i))
	}
	for world, args := range map[string][]string{"plain": {"go", "build"}, "linked": {tool(), "build"}} {
		if err := os.Mkdir(filepath.Join(dir, world), 0o777); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(args[0], append(args[1:], "-o", world+"/", "./...")...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", world, err, out)
		}
	}
	for i := range n {
		name := fmt.Sprintf("prog%d", i)
		run := func(world string) string {
			out, err := exec.Command(filepath.Join(dir, world, name+exe())).CombinedOutput()
			return fmt.Sprintf("%s%v\n", out, err)
		}
		plain, linked := run("plain"), run("linked")
		if plain != linked || !strings.HasSuffix(plain, "\n<nil>\n") {
			var source bytes.Buffer
			files, _ := filepath.Glob(filepath.Join(dir, name, "*", "*.go"))
			for _, f := range files {
				text, _ := os.ReadFile(f)
				fmt.Fprintf(&source, "-- %s --\n%s", f, text)
			}
			t.Fatalf("%s differs\nplain:\n%s\nlinked:\n%s\n%s", name, plain, linked, source.String())
		}
	}
}

const randomLibrary = `package lib

import (
	"fmt"

	"premain.dev/section"
)

type Item struct {
	Name string
	Func func() string
	Next *Item
	Any  any
}

var Items section.Of[Item]

func Register(name string, f func() string) *Item { return Items.Add(Item{Name: name, Func: f}) }

func Linked[T any](name string, v T, next ...*Item) *Item {
	return Items.Add(Item{Name: name, Any: v, Next: last(next)})
}

func last(list []*Item) *Item {
	if len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}

var log []string

// Log is what an initialiser with an effect calls.
func Log(name string, deps ...any) string {
	for _, d := range deps {
		if it, ok := d.(*Item); ok {
			name += "+" + it.Name
		} else {
			name += fmt.Sprint("+", d)
		}
	}
	log = append(log, name)
	return fmt.Sprintf("%s#%d", name, len(log))
}

func Print() {
	for _, l := range log {
		fmt.Println(l)
	}
	for i, it := range Items.All() {
		PrintItem(i, it)
	}
}

func PrintItem(i int, it *Item) {
	fmt.Print(i, " ", it.Name, " ", it.Any)
	if it.Func != nil {
		fmt.Print(" ", it.Func())
	}
	for n := it.Next; n != nil; n = n.Next {
		fmt.Print(" -> ", n.Name)
	}
	fmt.Println()
}
`

// generator writes random programs.
type generator struct {
	*rand.Rand
	t   *testing.T
	dir string
}

func (g *generator) write(name, text string) {
	name = filepath.Join(g.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		g.t.Fatal(err)
	}
}

// program writes a program of a few packages.
func (g *generator) program(name string) {
	var imports, calls strings.Builder
	for i := range 1 + g.IntN(3) {
		pkg := fmt.Sprintf("%s%c", name, "zam"[i]) // not in the order of the imports
		g.pkg(name+"/"+pkg, pkg)
		fmt.Fprintf(&imports, "\t%q\n", "example.com/random/"+name+"/"+pkg)
		fmt.Fprintf(&calls, "\t%s.Print()\n", pkg)
	}
	g.write(name+"/main.go", "package main\n\nimport (\n\t\"example.com/random/lib\"\n"+imports.String()+")\n\nfunc main() {\n\tlib.Print()\n"+calls.String()+"}\n")
}

// pkg writes a package of one to three files with a section and a forwarder of its own.
func (g *generator) pkg(dir, name string) {
	decls := []string{
		"var local section.Of[lib.Item]\n",
		"func forward(name string, f func() string) *lib.Item { return local.Add(lib.Item{Name: name, Func: f}) }\n",
		"func again(name string) *lib.Item { return forward(name+\"/again\", nil) }\n",
		"func Print() {\n\tfor i, it := range local.All() {\n\t\tlib.PrintItem(i, it)\n\t}\n}\n",
		"func constant() string { return \"" + name + "\" }\n",
	}
	g.Shuffle(2, func(i, j int) { decls[i], decls[j] = decls[j], decls[i] })
	type variable struct{ name, kind string }
	var vars []variable
	next := 0
	// value returns an initialiser of a kind, string or item, that may refer to variables that exist already.
	value := func(self, kind string) string {
		dep := func(kind string) string {
			for range 4 {
				if len(vars) > 0 {
					if v := vars[g.IntN(len(vars))]; v.kind == kind {
						return v.name
					}
				}
			}
			return map[string]string{"string": `"const"`, "item": "(*lib.Item)(nil)"}[kind]
		}
		label := fmt.Sprintf("%q", name+"."+self)
		str := func() string {
			switch g.IntN(5) {
			case 0:
				return "lib.Log(" + label + ")"
			case 1:
				return "lib.Log(" + label + ", " + dep("string") + ")"
			case 2:
				return dep("string")
			case 3:
				return "constant()"
			}
			return label
		}
		if kind == "string" {
			if it := dep("item"); g.IntN(3) == 0 && !strings.Contains(it, "nil") {
				return "lib.Log(" + label + ", " + it + ")"
			}
			return "lib.Log(" + label + ", " + dep("string") + ")"
		}
		fn := []string{"nil", "constant", "func() string { return " + label + " }", "func() string { s := " + dep("string") + "; return s }"}[g.IntN(4)]
		switch g.IntN(7) {
		case 0:
			return "lib.Register(" + str() + ", " + fn + ")"
		case 1:
			return "lib.Linked(" + label + ", " + fmt.Sprint(g.IntN(9)) + ", " + dep("item") + ")"
		case 2:
			return "lib.Linked[any](" + str() + ", " + str() + ")"
		case 3:
			return "forward(" + str() + ", " + fn + ")"
		case 4:
			return "again(" + str() + ")"
		case 5:
			return "local.Add(lib.Item{Name: " + str() + ", Func: " + fn + ", Next: " + dep("item") + "})"
		}
		return "lib.Items.Add(lib.Item{\n\tName: " + str() + ",\n\tFunc: " + fn + ", // why\n\tNext: " + dep("item") + ",\n})"
	}
	for range 3 + g.IntN(12) {
		n := 1 + g.IntN(3)
		var names, values []string
		var fresh []variable
		for range n {
			v := variable{fmt.Sprintf("v%d", next), []string{"string", "item"}[g.IntN(2)]}
			next++
			values = append(values, value(v.name, v.kind))
			if g.IntN(4) == 0 {
				names = append(names, "_")
				continue
			}
			names = append(names, v.name)
			fresh = append(fresh, v)
		}
		vars = append(vars, fresh...)
		spec := strings.Join(names, ", ") + " = " + strings.Join(values, ", ")
		if g.IntN(3) == 0 {
			spec = "(\n\t" + spec + "\n)"
		}
		decls = append(decls, "var "+spec+"\n")
	}
	g.Shuffle(len(decls), func(i, j int) { decls[i], decls[j] = decls[j], decls[i] })
	files := make([]strings.Builder, 1+g.IntN(3))
	for i := range files {
		fmt.Fprintf(&files[i], "package %s\n\nimport (\n\t\"example.com/random/lib\"\n\t\"premain.dev/section\"\n)\n\nvar _ lib.Item\n\nvar _ section.Of[int]\n\n", name)
	}
	for _, d := range decls {
		files[g.IntN(len(files))].WriteString(d + "\n")
	}
	for i := range files {
		g.write(fmt.Sprintf("%s/%c.go", dir, "cab"[i]), files[i].String())
	}
}
