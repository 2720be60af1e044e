package lifetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestOrder compares the order of the steps of random programs with that of a naive reference. Each program is built
// once. What priorities its steps have, and which of their relations, every run of it is told anew.
func TestOrder(t *testing.T) {
	programs := 1
	if os.Getenv("PREMAIN_LONG") != "" {
		programs = 10
	}
	s := chosenSeed()
	t.Logf("-seed=%d", s)
	for i := range programs {
		testOrder(t, rand.New(rand.NewPCG(s, uint64(i))))
	}
}

func testOrder(t *testing.T, r *rand.Rand) {
	const runs = 100
	p := newRandomProgram(r)
	dir := t.TempDir()
	p.write(t, dir)
	if err := build(dir, "."); err != nil {
		t.Fatalf("%v\n%s", err, p.source())
	}
	cyclic := 0
	for range runs {
		g := p.randomGraph(r)
		if _, ok := g.order(); !ok {
			cyclic++
		}
		for _, w := range worlds {
			c := newChild(t, w, "order", g.arguments()...)
			c.start()
			if err := g.judge(c.wait(patience)); err != nil {
				t.Fatalf("%s: %v\norder %s\n%s", w.name, err, strings.Join(g.arguments(), " "), p.source())
			}
		}
	}
	t.Logf("%d of %d graphs have cycles", cyclic, runs)
}

// randomProgram is a program with steps in several packages.
type randomProgram struct {
	packages []*randomPackage
	steps    []*randomStep // by number
}

type randomPackage struct {
	name    string // of package and directory
	imports map[*randomPackage]bool
	files   [2][]variable
}

// variable is a package-level variable, in the order in which they stand in a file: a step, or what a static fills in,
// which is a variable without an initial value.
type variable struct {
	step  *randomStep
	value bool
}

type randomStep struct {
	number        int
	pkg           *randomPackage
	kind          string        // the function that declares it
	after, before []*randomStep // it can be told to run after or before these
}

// newRandomProgram makes a program. Steps refer to steps that have been made before them, so that the program compiles,
// and then get a random place in their package.
func newRandomProgram(r *rand.Rand) *randomProgram {
	p := new(randomProgram)
	for _, name := range []string{"q", "z", "a", "m", "main"} { // imports are from the left; the specification's order is another
		pkg := &randomPackage{name: name, imports: make(map[*randomPackage]bool)}
		for _, other := range p.packages {
			if name == "main" || r.IntN(3) == 0 {
				pkg.imports[other] = true
			}
		}
		p.packages = append(p.packages, pkg)
		var visible []*randomStep
		for _, s := range p.steps {
			if pkg.imports[s.pkg] {
				visible = append(visible, s)
			}
		}
		for range 4 + r.IntN(5) {
			s := &randomStep{number: len(p.steps), pkg: pkg, kind: []string{"Constructor", "Destructor", "Static"}[r.IntN(3)]}
			for _, list := range []*[]*randomStep{&s.after, &s.before} {
				for range r.IntN(4) {
					if len(visible) > 0 {
						*list = append(*list, visible[r.IntN(len(visible))])
					}
				}
			}
			p.steps = append(p.steps, s)
			visible = append(visible, s)
			pkg.insert(r, variable{step: s})
			if s.kind == "Static" {
				pkg.insert(r, variable{step: s, value: true})
			}
		}
	}
	return p
}

// insert puts a variable somewhere in the files of a package.
func (pkg *randomPackage) insert(r *rand.Rand, v variable) {
	file := &pkg.files[r.IntN(2)]
	*file = slices.Insert(*file, r.IntN(len(*file)+1), v)
}

// declared returns the steps in the order in which they are declared: the packages in the order in which Go initialises
// them, and in each, the first variable that needs no other one, again and again.
func (p *randomProgram) declared() (steps []*randomStep) {
	packages := slices.SortedFunc(slices.Values(p.packages), func(a, b *randomPackage) int { return strings.Compare(a.path(), b.path()) })
	initialised := make(map[*randomPackage]bool)
	for len(packages) > 0 {
		i := slices.IndexFunc(packages, func(pkg *randomPackage) bool {
			return !slices.ContainsFunc(slices.Collect(maps.Keys(pkg.imports)), func(imp *randomPackage) bool { return !initialised[imp] })
		})
		pkg := packages[i]
		packages = slices.Delete(packages, i, i+1)
		initialised[pkg] = true
		left := slices.Concat(pkg.files[0], pkg.files[1])
		for len(left) > 0 {
			i := slices.IndexFunc(left, func(v variable) bool {
				if v.value {
					return true
				}
				return !slices.ContainsFunc(left, func(other variable) bool {
					if other.value {
						return other.step == v.step
					}
					return slices.Contains(v.step.after, other.step) || slices.Contains(v.step.before, other.step)
				})
			})
			if !left[i].value {
				steps = append(steps, left[i].step)
			}
			left = slices.Delete(left, i, i+1)
		}
	}
	return steps
}

func (pkg *randomPackage) path() string {
	if pkg.name == "main" {
		return "example.com/order"
	}
	return "example.com/order/" + pkg.name
}

// text returns the source of one of the files of a package.
func (pkg *randomPackage) text(file int) string {
	var b strings.Builder
	for _, v := range pkg.files[file] {
		s := v.step
		if v.value {
			fmt.Fprintf(&b, "var V%d int\n", s.number)
			continue
		}
		refer := func(list []*randomStep) (text string) {
			for _, other := range list {
				if text += ", "; other.pkg != pkg {
					text += other.pkg.name + "."
				}
				text += fmt.Sprintf("S%d", other.number)
			}
			return text
		}
		n := s.number
		first := map[string]string{
			"Constructor": fmt.Sprintf("graph.Up(%d), premain.Drop(graph.Down(%d))", n, n),
			"Destructor":  fmt.Sprintf("graph.Down(%d)", n),
			"Static":      fmt.Sprintf("&V%d, graph.Value(%d), premain.Drop(graph.Down(%d))", n, n, n),
		}[s.kind]
		fmt.Fprintf(&b, "var S%d = premain.%s(%s, premain.Name(\"s%d\"), graph.Priority(%d), graph.After(%d%s), graph.Before(%d%s))\n",
			n, s.kind, first, n, n, n, refer(s.after), n, refer(s.before))
	}
	header := "package " + pkg.name + "\n\nimport (\n\t\"example.com/order/graph\"\n\t\"premain.dev\"\n"
	for imp := range pkg.imports {
		name := "_"
		if strings.Contains(b.String(), " "+imp.name+".S") {
			name = imp.name
		}
		header += fmt.Sprintf("\t%s %q\n", name, imp.path())
	}
	header += ")\n\n"
	if file == 0 && pkg.name == "main" {
		b.WriteString("\nfunc main() { premain.Main(func() { graph.Say(\"run\") }) }\n")
	}
	return header + b.String() + "\nvar _, _ = graph.Up, premain.Late\n"
}

// source returns the source of all packages.
func (p *randomProgram) source() (text string) {
	for _, pkg := range p.packages {
		for i := range pkg.files {
			text += fmt.Sprintf("-- %s/%d.go --\n%s", pkg.path(), i, pkg.text(i))
		}
	}
	return text
}

func (p *randomProgram) write(t *testing.T, dir string) {
	repository, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"go.mod":         "module example.com/order\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => " + repository + "\n",
		"graph/graph.go": graphPackage,
	}
	for _, pkg := range p.packages {
		for i := range pkg.files {
			name := fmt.Sprintf("%s/%d.go", pkg.name, i)
			files[strings.TrimPrefix(name, "main/")] = pkg.text(i)
		}
	}
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// graphPackage is the package that knows what this run's graph is. Each argument is of a step: its number, its
// priority, and which of the steps that it can be told to run after and before it is told to, as in 12,300,02,1.
const graphPackage = `package graph

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"premain.dev"
)

func find(n int) []string {
	for _, arg := range os.Args[1:] {
		if fields := strings.Split(arg, ","); fields[0] == strconv.Itoa(n) {
			return fields
		}
	}
	panic(n)
}

func Say(word string) { os.Stdout.WriteString(word + "\n") }

func Up(n int) func() { return func() { Say(fmt.Sprint("+", n)) } }

func Value(n int) func() int { return func() int { Up(n)(); return n } }

func Down(n int) func() { return func() { Say(fmt.Sprint("-", n)) } }

func Priority(n int) premain.Option {
	priority, _ := strconv.Atoi(find(n)[1])
	return premain.Priority(priority)
}

func After(n int, steps ...*premain.Step) premain.Option { return premain.After(pick(find(n)[2], steps)...) }

func Before(n int, steps ...*premain.Step) premain.Option { return premain.Before(pick(find(n)[3], steps)...) }

func pick(digits string, steps []*premain.Step) (picked []*premain.Step) {
	for _, d := range digits {
		if steps[d-'0'] == nil {
			panic("a step is nil")
		}
		picked = append(picked, steps[d-'0'])
	}
	return picked
}
`

// randomGraph is what the program is told in one run.
type randomGraph struct {
	declared []*randomStep
	priority map[*randomStep]int
	told     [][]string // the digits of after and before, by the step's number
	edges    map[[2]*randomStep]bool
}

func (p *randomProgram) randomGraph(r *rand.Rand) *randomGraph {
	g := &randomGraph{declared: p.declared(), priority: make(map[*randomStep]int), edges: make(map[[2]*randomStep]bool)}
	density := r.IntN(4)
	for _, s := range p.steps {
		g.priority[s] = []int{101, 300, 500, 500, 65535}[r.IntN(5)]
		told := []string{"", ""}
		for i, list := range [][]*randomStep{s.after, s.before} {
			for j, other := range list {
				if r.IntN(6*(1+4*i)) > density { // what runs before an earlier step soon makes a cycle
					continue
				}
				told[i] += fmt.Sprint(j)
				if i == 0 {
					g.edges[[2]*randomStep{other, s}] = true
				} else {
					g.edges[[2]*randomStep{s, other}] = true
				}
			}
		}
		g.told = append(g.told, told)
	}
	return g
}

func (g *randomGraph) arguments() (args []string) {
	for _, s := range g.declared {
		args = append(args, fmt.Sprintf("%d,%d,%s", s.number, g.priority[s], strings.Join(g.told[s.number], ",")))
	}
	return args
}

// order is the rule: of the steps that wait for none, the one with the lowest priority, of those the one that is declared
// first; again and again. It reports whether that leaves none.
func (g *randomGraph) order() (order []*randomStep, ok bool) {
	left := slices.Clone(g.declared)
	for len(left) > 0 {
		var next *randomStep
		for _, s := range left {
			waits := slices.ContainsFunc(left, func(other *randomStep) bool { return g.edges[[2]*randomStep{other, s}] })
			if !waits && (next == nil || g.priority[s] < g.priority[next]) {
				next = s
			}
		}
		if next == nil {
			return nil, false
		}
		order = append(order, next)
		left = slices.DeleteFunc(left, func(s *randomStep) bool { return s == next })
	}
	return order, true
}

// judge says what is wrong with a run.
func (g *randomGraph) judge(got result) error {
	order, ok := g.order()
	if !ok {
		if got.status != "exit status 1" || got.stdout != "" {
			return fmt.Errorf("with a cycle: %s, %q", got.status, got.stdout)
		}
		return g.judgeCycles(got.stderr)
	}
	want := []string{"run"}
	for i := len(order) - 1; i >= 0; i-- {
		s := order[i]
		if s.kind != "Destructor" {
			want = slices.Insert(want, 0, fmt.Sprintf("+%d", s.number))
		}
		want = append(want, fmt.Sprintf("-%d", s.number))
	}
	if got.status != "exit status 0" || got.stderr != "" || got.stdout != strings.Join(want, " ") {
		return fmt.Errorf("%s\n\t%s\nwant\n\t%s\n%s", got.status, got.stdout, strings.Join(want, " "), got.stderr)
	}
	return nil
}

var relation = regexp.MustCompile(`^\t\S+/\d\.go:\d+: \w+ s(\d+) is (after|before) \w+ s(\d+), declared at \S+/\d\.go:\d+$`)

// judgeCycles looks at the message about cycles: each has to be one of the graph.
func (g *randomGraph) judgeCycles(stderr string) error {
	byNumber := make(map[string]*randomStep)
	for _, s := range g.declared {
		byNumber[fmt.Sprint(s.number)] = s
	}
	messages := strings.Split(stderr, "would have to run before itself; remove one of\n")
	if len(messages) < 2 {
		return fmt.Errorf("the message names no cycle: %q", stderr)
	}
	for _, m := range messages[1:] {
		var path [][2]*randomStep
		for line := range strings.Lines(m) {
			if !strings.HasPrefix(line, "\t") {
				break // the beginning of the next one
			}
			words := relation.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
			if words == nil {
				return fmt.Errorf("the message has the line %q", line)
			}
			e := [2]*randomStep{byNumber[words[3]], byNumber[words[1]]}
			if words[2] == "before" {
				e[0], e[1] = e[1], e[0]
			}
			if !g.edges[e] {
				return fmt.Errorf("the message names an edge that there is not: %q", line)
			}
			path = append(path, e)
		}
		for i, e := range path {
			if e[1] != path[(i+1)%len(path)][0] {
				return fmt.Errorf("the message names no cycle: %q", stderr)
			}
		}
		if len(path) == 0 {
			return fmt.Errorf("the message names no cycle: %q", stderr)
		}
	}
	return nil
}
