package baketest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"premain.dev/internal/testtool"
)

// TestRandom builds programs with random values of random types. When one runs, it compares each with what the same
// function makes then, and prints a digest of it, which must be the same in both worlds.
func TestRandom(t *testing.T) {
	n := *programs
	if n <= 0 {
		n = 2
		if os.Getenv("PREMAIN_LONG") != "" {
			n = 10
		}
	}
	r := testtool.Random(t, *seed)
	dir, out := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/random\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => "+testtool.Repository+"\n")
	for _, file := range []string{"fill.go", "compare.go"} {
		text, err := os.ReadFile(filepath.Join("testdata", "fill", file))
		if err != nil {
			t.Fatal(err)
		}
		write("fill/"+file, string(text))
	}
	sources := make([]string, n)
	for i := range n {
		values := newRandomPackage(r, "values", nil)
		main := newRandomPackage(r, "main", values)
		name := fmt.Sprintf("prog%d", i)
		write(name+"/values/values.go", values.text(name))
		write(name+"/main.go", main.text(name))
		sources[i] = "-- values.go --\n" + values.text(name) + "-- main.go --\n" + main.text(name)
	}
	broken := brokenCompiler(t, dir)
	build(t, dir, out, "./...")
	for i := range n {
		if broken[i] {
			continue
		}
		run := func(world string) string {
			cmd := exec.Command(filepath.Join(out, world, fmt.Sprintf("prog%d%s", i, testtool.Exe())))
			cmd.Env = append(os.Environ(), "GOGC=10") // between the reading, what is not referred to shows
			text, err := cmd.CombinedOutput()
			return fmt.Sprintf("%s%v\n", text, err)
		}
		plain, linked := run("plain"), run("linked")
		if !strings.HasSuffix(plain, "\n<nil>\n") {
			t.Fatalf("plain:\n%s\n%s", plain, sources[i])
		}
		if plain != linked {
			t.Fatalf("plain:\n%s\nlinked:\n%s\n%s", plain, linked, sources[i])
		}
		if testing.Verbose() {
			t.Logf("prog%d:\n%s", i, plain)
		}
	}
}

// brokenCompiler removes the programs that the compiler cannot compile for an internal error of its own, with or without us. They come
// by their numbers.
func brokenCompiler(t *testing.T, dir string) map[int]bool {
	out, err := testtool.Command(dir, "go", "build", "./...")
	if err == nil || !strings.Contains(out, "internal compiler error") {
		return nil // what else is wrong is said of the build
	}
	broken := make(map[int]bool)
	for _, m := range regexp.MustCompile(`(?m)^# example.com/random/prog(\d+)(/values)?\n.*internal compiler error`).FindAllStringSubmatch(out, -1) {
		n, _ := strconv.Atoi(m[1])
		broken[n] = true
		t.Logf("left out, for an internal error of the compiler: prog%d", n)
		if err := os.RemoveAll(filepath.Join(dir, "prog"+m[1])); err != nil {
			t.Fatal(err)
		}
	}
	return broken
}

// randomPackage is a package with random types, and with baked values of them.
type randomPackage struct {
	*rand.Rand
	name      string
	imported  *randomPackage // the package beside main
	pointers  bool           // there are named pointer types, and no generic ones: together, compilers have internal errors of them
	types     []*randomType  // in the order in which they can contain each other
	spelled   []string       // each type that values are made of
	decls     []string
	functions []string // expressions
	variables []string // of which each but the first two is baked
	fresh     strings.Builder
}

// randomType is a named type.
type randomType struct {
	name       string
	size       int  // more or less; 0 until it is declared
	underlying byte // what it is made of: see randomPackage.underlying; a pointer is known to be one before
}

func newRandomPackage(r *rand.Rand, name string, imported *randomPackage) *randomPackage {
	p := &randomPackage{Rand: r, name: name, imported: imported, pointers: r.IntN(2) == 0}
	if imported != nil {
		p.pointers = imported.pointers
	}
	p.functions = []string{"even", "func(n int) int { return 2 * n }", "zero", "func() {}"}
	for i := range 4 + r.IntN(8) {
		t := &randomType{name: fmt.Sprintf("%c%d", "tT"[r.IntN(2)], i)}
		if p.pointers && i > 0 && r.IntN(6) == 0 {
			t.underlying = '*'
		}
		p.types = append(p.types, t)
	}
	for i, t := range p.types {
		p.declare(i, t)
	}
	for _, basic := range []string{"any", "error", "sizer", "hider", "string", "func(int) int", "func()"} {
		p.spell(basic)
	}
	for i := range 3 + r.IntN(6) {
		p.value(i)
	}
	p.handles()
	r.Shuffle(len(p.decls), func(i, j int) { p.decls[i], p.decls[j] = p.decls[j], p.decls[i] })
	return p
}

// declare declares a type, with methods if it can have some.
func (p *randomPackage) declare(i int, t *randomType) {
	var text string
	text, t.size, t.underlying = p.underlying(i)
	p.decls = append(p.decls, "type "+t.name+" "+text+"\n")
	p.spell(t.name)
	if t.underlying == 'm' {
		p.spelled[len(p.spelled)-1] = "map " + t.name
	}
	if t.underlying == '*' {
		return
	}
	for _, m := range []string{"Size() int { return %d }", "hide() string { return `%d` }", "Error() string { return `error %d` }"} {
		receiver := t.name
		switch p.IntN(4) {
		case 0:
			receiver = "*" + t.name
		case 1:
		default:
			continue
		}
		p.decls = append(p.decls, fmt.Sprintf("func (%s) "+m+"\n", receiver, i))
		if receiver[0] != '*' && p.IntN(2) == 0 {
			receiver = "*" + receiver
		}
		signature := strings.Fields(m)
		p.functions = append(p.functions, "("+receiver+")."+strings.TrimSuffix(signature[0], "()"))
		p.spell("func(" + receiver + ") " + signature[1])
	}
}

// spell makes values of a type possible.
func (p *randomPackage) spell(expr string) {
	if !slices.Contains(p.spelled, expr) {
		p.spelled = append(p.spelled, expr)
	}
}

var basics = []string{"bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr",
	"float32", "float64", "complex64", "complex128", "string", "string"}

// underlying returns what the type number i is made of, its size, and what it is: a basic type, a pointer (*), a map (m)
// or something else (0).
func (p *randomPackage) underlying(i int) (string, int, byte) {
	if p.types[i].underlying == '*' {
		return "*" + p.pointee(i), 8, '*'
	}
	switch p.IntN(11) {
	case 0:
		return basics[p.IntN(len(basics))], 16, 'b'
	case 1, 2:
		return "[]" + p.pointee(i), 24, 0
	case 3:
		if *maps {
			return p.mapType(i), 8, 'm'
		}
	case 4:
		elem, size := p.expr(i, 1)
		n := p.IntN(9)
		return fmt.Sprintf("[%d]%s", n, elem), n * size, 0
	case 5: // an object of many words
		elem := []string{"byte", "uint64", "struct { n int16; p *" + p.pointee(i) + " }"}[p.IntN(3)]
		return fmt.Sprintf("struct { head any; many [%d]%s; tail *%s }", 150+p.IntN(600), elem, p.pointee(i)), 1 << 14, 0
	}
	text, size := p.structType(i, 7)
	return text, size, 0
}

// structType returns a struct type for the type number i.
func (p *randomPackage) structType(i, most int) (text string, size int) {
	text = "struct {\n"
	for n := range p.IntN(most + 1) {
		if p.IntN(12) == 0 {
			text += fmt.Sprintf("\t_ [%d]byte\n", p.IntN(9))
		}
		expr, s := p.expr(i, 2)
		text += fmt.Sprintf("\t%s%d %s\n", []string{"f", "F"}[p.IntN(2)], n, expr)
		size += s
	}
	if i > 0 && p.IntN(4) == 0 {
		if t := p.types[p.IntN(i)]; t.underlying != '*' && t.size < 2000 {
			text += "\t" + t.name + "\n"
			size += t.size
		}
	}
	return text + "}", size
}

// pointee returns a type that a part of the type number i may refer to: any type.
func (p *randomPackage) pointee(i int) string {
	switch p.IntN(8) {
	case 0, 1:
		expr, _ := p.expr(i, 1)
		return expr
	case 2:
		if t := p.types[p.IntN(len(p.types))]; !p.pointers {
			expr := "pairOf[" + t.name + "]"
			p.spell(expr)
			p.spell("*" + expr)
			return expr
		}
	}
	return p.types[p.IntN(len(p.types))].name
}

// mapType returns a map type for the type number i.
func (p *randomPackage) mapType(i int) string {
	key := []string{"string", "int", "uint8", "bool"}[p.IntN(4)]
	for _, t := range p.types[:i] {
		if t.underlying == 'b' && p.IntN(2) == 0 && slices.Contains(p.decls, "type "+t.name+" string\n") {
			key = t.name
		}
	}
	elem, _ := p.expr(i, 1)
	if p.IntN(2) == 0 {
		elem = "*" + p.pointee(i)
	}
	p.spell(key)
	p.spell(elem)
	return "map[" + key + "]" + elem
}

// expr returns a type for a part of the type number i, and its size.
func (p *randomPackage) expr(i, depth int) (expr string, size int) {
	defer func() { p.spell(expr) }()
	if depth > 0 {
		switch p.IntN(16) {
		case 0, 1, 2:
			return "*" + p.pointee(i), 8
		case 3, 4:
			return "[]" + p.pointee(i), 24
		case 5:
			elem, size := p.expr(i, depth-1)
			n := p.IntN(4)
			return fmt.Sprintf("[%d]%s", n, elem), n * size
		case 6:
			return p.structType(i, 3)
		case 7:
			return []string{"any", "error", "sizer", "hider"}[p.IntN(4)], 16
		case 8:
			return []string{"func(int) int", "func()"}[p.IntN(2)], 8
		case 9:
			if *maps {
				text := p.mapType(i)
				p.spell("map " + text)
				return text, 8
			}
		case 10:
			return "struct{}", 0
		case 11:
			if i > 0 {
				if t := p.types[p.IntN(i)]; t.size < 1000 {
					return t.name, t.size
				}
			}
		case 12:
			if p.imported != nil {
				for _, t := range p.imported.types {
					if t.name[0] == 'T' && p.IntN(2) == 0 {
						text := p.imported.name + "." + t.name
						if t.underlying == 'm' {
							p.spell("map " + text)
						}
						if t.size < 1000 && p.IntN(2) == 0 {
							return text, t.size
						}
						p.spell(text)
						return "*" + text, 8
					}
				}
			}
		}
	}
	return basics[p.IntN(len(basics))], 16
}

// value declares the variable number i. The first two are not baked: one is zero, the other refers to an object that
// the package makes when it is initialised.
func (p *randomPackage) value(i int) {
	t := p.types[p.IntN(len(p.types))]
	expr := t.name
	seed := fmt.Sprintf("%#x", p.Uint64())
	name, fresh := fmt.Sprintf("%c%d", "xX"[p.IntN(2)], i), fmt.Sprintf("y%d", i)
	want := "&" + fresh
	switch {
	case i == 0:
		p.decls = append(p.decls, "var "+name+" "+expr+"\n")
		fmt.Fprintf(&p.fresh, "\t%s := &%s\n", fresh, name)
		want = fresh
	case i == 1:
		p.decls = append(p.decls, fmt.Sprintf("var %s = func() *%s { v := fill.Value[%[2]s](%[3]s, universe()); return &v }()\n", name, expr, seed))
		fmt.Fprintf(&p.fresh, "\t%s := &%s\n", fresh, name)
		want = fresh
	default:
		if p.IntN(2) == 0 {
			expr = []string{"*", "[]", "[3]", "*[3]", "pairOf"}[p.IntN(5)] + expr
			if base, ok := strings.CutPrefix(expr, "pairOf"); ok {
				expr = base
				if !p.pointers {
					expr = "pairOf[" + base + "]"
				}
			}
			p.spell(strings.TrimPrefix(expr, "*"))
		}
		var baked, again string // what else the value may refer to
		for j, v := range p.variables {
			if p.IntN(3) == 0 {
				baked += ", &" + v
				again += fmt.Sprintf(", y%d", j)
				if j > 1 {
					again = strings.TrimSuffix(again, fmt.Sprintf("y%d", j)) + fmt.Sprintf("&y%d", j)
				}
			}
		}
		if p.imported != nil {
			for j, v := range p.imported.variables {
				if v[0] == 'X' && p.IntN(3) == 0 {
					baked += ", &" + p.imported.name + "." + v
					again += fmt.Sprintf(", others[%d].Want", j)
				}
			}
		}
		baked, again = strings.TrimPrefix(baked, ", "), strings.TrimPrefix(again, ", ")
		fn := fmt.Sprintf("linkTime%d", i)
		if p.IntN(2) == 0 {
			fn = fmt.Sprintf("func() %s {\n\treturn %s()\n}", expr, fn)
		}
		p.decls = append(p.decls,
			fmt.Sprintf("var %s = bake.Value(%s)\n", name, fn),
			fmt.Sprintf("//go:noinline\nfunc linkTime%d() %s { return value%[1]d(%[3]s) }\n", i, expr, baked),
			fmt.Sprintf("func value%d(given ...any) %s { return fill.Value[%[2]s](%[3]s, universe(), given...) }\n", i, expr, seed))
		fmt.Fprintf(&p.fresh, "\t%s := value%d(%s)\n", fresh, i, again)
	}
	p.variables = append(p.variables, name)
	fmt.Fprintf(&p.fresh, "\tpairs = append(pairs, fill.Pair{Name: %q, Want: %s, Got: &%s})\n", p.name+"."+name, want, name)
}

// text returns the file of a package of a program.
func (p *randomPackage) text(program string) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t\"os\"\n\t\"slices\"\n\t\"unique\"\n\n\t\"example.com/random/fill\"\n\t\"premain.dev/bake\"\n", p.name)
	if p.imported != nil {
		fmt.Fprintf(&b, "\t\"example.com/random/%s/%s\"\n", program, p.imported.name)
	}
	b.WriteString(")\n\n")
	for _, d := range p.decls {
		b.WriteString(d + "\n")
	}
	b.WriteString("func universe() *fill.Universe {\n\treturn &fill.Universe{\n\t\tTypes: []fill.Type{\n")
	for _, s := range p.spelled {
		if m, ok := strings.CutPrefix(s, "map "); ok {
			fmt.Fprintf(&b, "\t\t\tfill.MapOf[%s](),\n", m)
		} else if !slices.Contains(p.spelled, "map "+s) {
			fmt.Fprintf(&b, "\t\t\tfill.Of[%s](),\n", s)
		}
	}
	b.WriteString("\t\t},\n\t\tFuncs: []any{\n")
	for _, f := range p.functions {
		fmt.Fprintf(&b, "\t\t\t%s,\n", f)
	}
	b.WriteString("\t\t},\n\t}\n}\n" + commonText)
	if p.imported == nil {
		fmt.Fprintf(&b, "\nvar _ = os.Exit\n\n// Pairs returns the variables, each with a fresh value.\nfunc Pairs() (pairs []fill.Pair) {\n%s\treturn pairs\n}\n", p.fresh.String())
	} else {
		fmt.Fprintf(&b, `
func main() {
	pairs := values.Pairs()
	others := pairs
	_ = others
%s	if err := fill.Report(os.Stdout, pairs); err != nil {
		os.Stdout.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
}
`, p.fresh.String())
	}
	return b.String()
}

const commonText = `
type sizer interface{ Size() int }

type hider interface{ hide() string }

type pairOf[T any] struct {
	small int8
	first T
	next  *pairOf[T]
	list  []T
}

func even(n int) int { return n &^ 1 }

func zero() {}
`
