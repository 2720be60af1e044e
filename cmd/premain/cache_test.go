package main_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var cacheSteps = flag.Int("steps", 0, "number of builds for TestCache; 0 means 15, or 20 with PREMAIN_LONG set")

// TestCache builds a module of ten packages in both worlds and with the tag alone, at random, with edits in between, all in
// one build cache. Every program has to print what its sources say, the tag alone must never get through, and a world
// compiles what was edited since its last build or imports that, and nothing else.
func TestCache(t *testing.T) {
	m := newEditedModule(t, random(t))
	for i := range amount(*cacheSteps, 15, 20) {
		if i > 0 {
			for range m.IntN(3) {
				m.edit()
			}
		}
		m.build()
		if t.Failed() {
			t.Fatalf("step %d; before it:\n%s", i, strings.Join(m.log, "\n"))
		}
	}
}

// editedModule is a module and what it should print. Package lib has a section and a forwarder; the packages i0 to i5 add
// items and have a baked value each; l0 and l1 have nothing to do with premain, and main prints everything.
type editedModule struct {
	*rand.Rand
	t   *testing.T
	dir string
	log []string

	section   int // the number in the section's name
	forwarder int // the number that the forwarder adds to an item
	base      int // the number in lib that baked values start from
	leaf      [2]int
	items     [6][]editedItem
	baked     [6]int // what the function of each package's baked value adds
	next      int    // the number of the next item

	edited map[string]map[string]bool // by world, the packages edited since its last build
}

type editedItem struct{ form, number int }

// The forms of items: the source, with %d for the number, and what the item then is. S stands for the section.
var itemForms = []struct {
	source string
	value  func(m *editedModule, number int) string
}{
	{`lib.S.Add(lib.Item{Name: "constant %d"})`, func(_ *editedModule, n int) string { return fmt.Sprintf("constant %d", n) }},
	{`lib.S.Add(lib.Item{Name: strings.Repeat("computed %d", 1)})`, func(_ *editedModule, n int) string { return fmt.Sprintf("computed %d", n) }},
	{`lib.Register("registered %d")`, func(m *editedModule, n int) string { return fmt.Sprintf("registered %d by %d", n, m.forwarder) }},
}

func newEditedModule(t *testing.T, r *rand.Rand) *editedModule {
	m := &editedModule{Rand: r, t: t, dir: t.TempDir(), edited: map[string]map[string]bool{"plain": {}, "linked": {}}}
	m.write("go.mod", "module example.com/m\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => "+repository+"\n")
	for i := range m.items {
		for range 1 + m.IntN(2) {
			m.add(i)
		}
	}
	m.writeAll()
	return m
}

// path returns an import path that no other run of the test has had, so that the cache does not know it.
func (m *editedModule) path(pkg string) string {
	return "example.com/m/" + filepath.Base(filepath.Dir(m.dir)) + "/" + pkg
}

func (m *editedModule) write(name, text string) {
	name = filepath.Join(m.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		m.t.Fatal(err)
	}
}

// writePackage writes a package of the module, below the directory that makes its path its own.
func (m *editedModule) writePackage(pkg, text string) {
	m.write(strings.TrimPrefix(m.path(pkg), "example.com/m/")+"/"+pkg+".go", strings.ReplaceAll(text, "lib.S", m.sectionName()))
	for _, world := range m.edited {
		world[pkg] = true
	}
}

func (m *editedModule) sectionName() string { return fmt.Sprintf("lib.S%d", m.section) }

func (m *editedModule) writeAll() {
	m.writeLibrary()
	for i := range m.items {
		m.writeItems(i)
	}
	for i := range m.leaf {
		m.writeLeaf(i)
	}
	imports, body := "", ""
	for i := range m.items {
		imports += fmt.Sprintf("\t%q\n", m.path(fmt.Sprint("i", i)))
		body += fmt.Sprintf("\tprintln(\"baked\", i%d.Baked[\"i%[1]d\"])\n", i)
	}
	for i := range m.leaf {
		imports += fmt.Sprintf("\t%q\n", m.path(fmt.Sprint("l", i)))
		body += fmt.Sprintf("\tprintln(\"leaf\", l%d.N)\n", i)
	}
	m.writePackage("main", fmt.Sprintf("package main\n\nimport (\n\t%q\n%s)\n\nfunc main() {\n\tfor _, it := range lib.S.All() {\n\t\tprintln(it.Name)\n\t}\n%s}\n",
		m.path("lib"), imports, body))
}

func (m *editedModule) writeLibrary() {
	m.writePackage("lib", fmt.Sprintf(`package lib

import "premain.dev/section"

type Item struct{ Name string }

var %s section.Of[Item]

func Register(name string) *Item { return %[1]s.Add(Item{Name: name + " by %d"}) }

var Base = base()

//go:noinline
func base() int { return %d }
`, strings.TrimPrefix(m.sectionName(), "lib."), m.forwarder, m.base))
}

func (m *editedModule) writeItems(i int) {
	pkg := fmt.Sprint("i", i)
	text := fmt.Sprintf("package %s\n\nimport (\n\t\"strings\"\n\n\t%q\n\t\"premain.dev/bake\"\n)\n\nvar _, _ = strings.Repeat, lib.Item{}\n\n"+
		"var Baked = bake.Value(func() map[string]int { return map[string]int{%[1]q: lib.Base + %[3]d} })\n", pkg, m.path("lib"), m.baked[i])
	for _, it := range m.items[i] {
		text += "\nvar _ = " + fmt.Sprintf(itemForms[it.form].source, it.number) + "\n"
	}
	m.writePackage(pkg, text)
	m.write(strings.TrimPrefix(m.path(pkg), "example.com/m/")+"/"+pkg+"_test.go",
		fmt.Sprintf("package %s\n\nimport (\n\t\"testing\"\n\n\t%q\n)\n\nfunc Test(t *testing.T) {\n\tif n := %s.Len(); n != %d {\n\t\tt.Error(n)\n\t}\n}\n",
			pkg, m.path("lib"), m.sectionName(), len(m.items[i])))
}

func (m *editedModule) writeLeaf(i int) {
	m.writePackage(fmt.Sprint("l", i), fmt.Sprintf("package l%d\n\nconst N = %d\n", i, m.leaf[i]))
}

func (m *editedModule) add(i int) {
	m.next++
	at := m.IntN(len(m.items[i]) + 1)
	m.items[i] = slices.Insert(m.items[i], at, editedItem{m.IntN(len(itemForms)), m.next})
}

// edit changes the module at one place.
func (m *editedModule) edit() {
	i := m.IntN(len(m.items))
	did := ""
	switch kind := m.IntN(8); {
	case kind == 0:
		did = fmt.Sprintf("an item added to i%d", i)
		m.add(i)
		m.writeItems(i)
	case kind == 1 && len(m.items[i]) > 0:
		did = fmt.Sprintf("an item of i%d removed", i)
		at := m.IntN(len(m.items[i]))
		m.items[i] = slices.Delete(m.items[i], at, at+1)
		m.writeItems(i)
	case kind == 2 && len(m.items[i]) > 0:
		did = fmt.Sprintf("an item of i%d changed", i)
		m.next++
		m.items[i][m.IntN(len(m.items[i]))] = editedItem{m.IntN(len(itemForms)), m.next}
		m.writeItems(i)
	case kind == 3:
		did = "the section renamed"
		m.section = 1 - m.section // what comes back must not bring old archives back
		m.writeAll()
	case kind == 4:
		did = "the forwarder changed"
		m.forwarder = (m.forwarder + 1) % 3
		m.writeLibrary()
	case kind == 5:
		did = fmt.Sprintf("the baked value of i%d changed", i)
		m.baked[i]++
		m.writeItems(i)
	case kind == 6:
		did = "what the baked values start from changed"
		m.base = (m.base + 100) % 300
		m.writeLibrary()
	default:
		i %= len(m.leaf)
		did = fmt.Sprintf("l%d changed", i)
		m.leaf[i]++
		m.writeLeaf(i)
	}
	m.log = append(m.log, did)
}

// want is what a program prints.
func (m *editedModule) want() string {
	var b strings.Builder
	for _, items := range m.items {
		for _, it := range items {
			fmt.Fprintln(&b, itemForms[it.form].value(m, it.number))
		}
	}
	for _, n := range m.baked {
		fmt.Fprintln(&b, "baked", m.base+n)
	}
	for _, n := range m.leaf {
		fmt.Fprintln(&b, "leaf", n)
	}
	return b.String()
}

// build builds in one of the ways and checks the result.
func (m *editedModule) build() {
	out := filepath.Join(m.t.TempDir(), "out"+exe())
	main, all, one := m.path("main"), "./...", m.path(fmt.Sprint("i", m.IntN(len(m.items))))
	builds := [][]string{
		{"plain", "go", "build", "-v", "-o", out, main},
		{"linked", tool(), "build", "-v", "-o", out, main},
		{"linked", "go", "build", "-v", "-toolexec=" + tool(), "-tags=premain", "-o", out, main},
		{"plain", "go", "test", one},
		{"linked", tool(), "test", one},
		{"tag", "go", "build", "-tags=premain", "-o", out, main},
		{"tag, no program", "go", "build", "-v", "-tags=premain", all},
		{"tag", "go", "test", "-tags=premain", one},
		{"tag, no program", "go", "vet", "-tags=premain", all},
		{"tag, no program", "go", "list", "-export", "-tags=premain", "-f={{if not .Standard}}{{.Export}}{{end}}", m.path("lib")},
	}
	// The interesting ones come more often.
	args := builds[[]int{0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9}[m.IntN(15)]]
	world, args := args[0], args[1:]
	m.log = append(m.log, strings.Join(args, " "))
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Env = m.dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	text, err := cmd.CombinedOutput()
	if world == "tag, no program" && err == nil {
		// If the linked world has left everything in the cache, the go command has nothing to compile. What it finds is no good
		// to a compiler. (go vet can read it, and says of the linked world what is true of it.)
		for file := range strings.Lines(string(text)) {
			archive, err := os.ReadFile(strings.TrimSpace(file))
			if err != nil || !bytes.Contains(archive, []byte("of a linked build: use premain build")) {
				m.t.Errorf("the tag alone has compiled %s", file)
			}
		}
		return
	}
	if strings.HasPrefix(world, "tag") {
		if err == nil || !bytes.Contains(text, []byte("use_premain_build")) && !bytes.Contains(text, []byte("use premain build")) {
			m.t.Errorf("the tag alone: %v\n%s", err, text)
		}
		return
	}
	if err != nil {
		m.t.Errorf("%v\n%s", err, text)
		return
	}
	if args[1] == "test" {
		return
	}
	m.checkCompiled(world, string(text))
	got, err := exec.Command(out).CombinedOutput()
	if want := m.want(); err != nil || string(got) != want {
		m.t.Errorf("%v\ngot:\n%s\nwant:\n%s", err, got, want)
	}
}

// checkCompiled checks which packages a build with -v has compiled, which is what it lists.
func (m *editedModule) checkCompiled(world, listed string) {
	edited := m.edited[world]
	for path := range strings.Lines(listed) {
		path = strings.TrimSpace(path)
		if strings.Contains(path, ": ") {
			continue // the link step tells of values
		}
		pkg, ours := strings.CutPrefix(path, m.path(""))
		leaf := strings.HasPrefix(pkg, "l") && pkg != "lib"
		// The two worlds share what has nothing to do with premain.
		mayCompile := edited[pkg] || !leaf && (pkg == "main" || edited["lib"])
		if !ours && !strings.HasPrefix(path, "premain.dev") || ours && !mayCompile {
			m.t.Errorf("%s is compiled once more", path)
		}
	}
	m.edited[world] = make(map[string]bool)
	for pkg := range m.edited {
		if world != pkg {
			delete(m.edited[pkg], "l0")
			delete(m.edited[pkg], "l1")
		}
	}
}
