package collectiontest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// program is a program with sections, whose items come from several packages.
type program struct {
	*rand.Rand
	name     string
	keys     keys
	packages []*itemPackage // in the order in which they are initialised: the one with the sections first, main last
	sections []*randomSection
	decls    []string // of the package with the sections
	numbers  int      // of items
	life     bool     // whether it uses package premain
}

// itemPackage is a package that adds items.
type itemPackage struct {
	name     string
	vars     []string // a line each
	inits    []string // the same, of another file
	computed bool     // whether it perhaps has something to initialise
}

// randomSection is a section, and what it should have.
type randomSection struct {
	name, kind  string
	item, value keyType  // of which value is for a Map
	model       []string // elements of a list in the program
	probes      []string
	constant    bool
	places      map[string]string // of keys
	twice       []string          // where a key comes from that is there twice
}

// addition is an item that is to be added.
type addition struct {
	literal string
	kind    string // constant, inlined, computed, appended
	to      int    // which package adds it
}

// values are the types of values; see testdata/observe/values.go.
var values = []string{"int", "observe.Small", "observe.Value", "observe.Large"}

// newProgram makes a random program.
func newProgram(r *rand.Rand, name string) *program {
	p := &program{Rand: r, name: name, keys: keys{Rand: r}, life: r.IntN(2) == 0}
	p.packages = append(p.packages, &itemPackage{name: "reg"})
	for i := range 1 + r.IntN(4) {
		p.packages = append(p.packages, &itemPackage{name: fmt.Sprintf("p%d", i)})
	}
	p.packages = append(p.packages, &itemPackage{name: "main"})
	for _, kind := range []string{"Sorted", "SortedBy", "Map", "Map", "Map", "Set", "Set", "Mutable"} {
		for range 1 + r.IntN(2) {
			p.section(kind)
		}
	}
	return p
}

// section adds a section with items.
func (p *program) section(kind string) {
	s := &randomSection{name: fmt.Sprintf("S%d", len(p.sections)), kind: kind, constant: true, places: make(map[string]string)}
	p.sections = append(p.sections, s)
	n := []int{0, 1, 2, 3 + p.IntN(10), 10 + p.IntN(30), 50 + p.IntN(200)}[p.IntN(6)]
	s.value.expr = values[p.IntN(len(values))]
	parameters, arguments := "v %s", "v"
	switch kind {
	case "Sorted":
		s.item = p.keys.ordered()
	case "SortedBy":
		s.item = p.keys.compared()
		p.packages[0].computed = true // where it is declared, its order is looked for at start
	case "Map":
		s.item = p.keys.comparable(0)
		parameters, arguments = "v "+s.value.expr+", k %s", "k, v"
	case "Set":
		s.item = p.keys.comparable(0)
	case "Mutable":
		s.item = s.value
	}
	item := unqualified(s.item.expr)
	result, typed := "*"+item, item
	switch kind {
	case "Map":
		result, typed = "*"+s.value.expr, item+", "+s.value.expr
	case "Set":
		result = item
	}
	p.decls = append(p.decls,
		fmt.Sprintf("var %s section.%s[%s]\n", s.name, kind, typed),
		fmt.Sprintf("func Add%s(%s) %s { return %[1]s.Add(%[4]s) }\n", s.name, fmt.Sprintf(parameters, item), result, arguments),
		fmt.Sprintf("func Put%s[T any](%s, _ T) %s { return %[1]s.Add(%[4]s) }\n", s.name, fmt.Sprintf(parameters, item), result, arguments))

	var literals []string
	if kind == "Mutable" {
		literals = make([]string, n)
	} else {
		literals, s.probes = p.keys.different(s.item, n, min(n, 10)+3)
	}
	if kind != "Map" && n > 0 && len(literals) > 0 { // equal ones
		for range n / 4 {
			literals = append(literals, literals[p.IntN(len(literals))])
		}
	}
	if strings.HasPrefix(kind, "Sorted") {
		for i := range min(len(literals), 10) {
			s.probes = append(s.probes, literals[i])
		}
	}
	for _, a := range p.additions(s, literals) {
		p.add(s, a)
	}
}

// additions returns what is added to a section, in the order in which that has it.
func (p *program) additions(s *randomSection, literals []string) []addition {
	kinds := []string{"constant"}
	if p.IntN(2) == 0 {
		kinds = append(kinds, "constant", "constant", "inlined")
	}
	if p.IntN(4) == 0 {
		kinds = append(kinds, "computed")
	}
	if p.IntN(3) == 0 {
		kinds = append(kinds, "appended")
	}
	if p.IntN(8) == 0 {
		kinds = kinds[len(kinds)-1:]
	}
	list := make([]addition, len(literals))
	for i, l := range literals {
		list[i] = addition{l, kinds[p.IntN(len(kinds))], p.IntN(len(p.packages))}
	}
	if s.kind == "Map" && len(list) > 1 && p.IntN(8) == 0 { // a key that is there twice, of which the build cannot know
		list = append(list, addition{list[0].literal, []string{"computed", "appended"}[p.IntN(2)], p.IntN(len(p.packages))})
		p.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	slices.SortStableFunc(list, func(a, b addition) int {
		if late := a.kind == "appended"; late != (b.kind == "appended") {
			if late {
				return 1
			}
			return -1
		}
		return a.to - b.to
	})
	return list
}

// add adds an item.
func (p *program) add(s *randomSection, a addition) {
	p.numbers++
	in := p.packages[a.to]
	own := func(code string) string {
		if in.name == "reg" {
			return unqualified(code)
		}
		return code
	}
	value := fmt.Sprintf("%s{N: %d}", s.value.expr, p.numbers)
	if s.value.expr == "int" {
		value = fmt.Sprint(p.numbers)
	}
	item := a.literal
	if s.kind == "Mutable" {
		item = value
	}
	code := item
	switch a.kind {
	case "inlined":
		code = fmt.Sprintf("observe.Same[%s](%s)", s.item.expr, item)
	case "computed":
		code = fmt.Sprintf("observe.Computed[%s](%s)", s.item.expr, item)
	}
	if a.kind != "constant" {
		s.constant, in.computed = false, true
	}
	arguments, swapped := code, code
	if s.kind == "Map" {
		arguments, swapped = code+", "+value, value+", "+code
	}
	call := fmt.Sprintf("reg.%s.Add(%s)", s.name, arguments)
	switch n := p.IntN(4); {
	case a.kind == "appended":
		call = fmt.Sprintf("reg.%s.Append(%s)", s.name, arguments)
	case n == 0:
		call = fmt.Sprintf("reg.Add%s(%s)", s.name, swapped)
	case n == 1:
		call = fmt.Sprintf("reg.Put%s(%s, %d)", s.name, swapped, p.IntN(10))
	}
	handle, pointer := fmt.Sprintf("H%d", p.numbers), "nil"
	if p.IntN(2) == 0 {
		if pointer = in.name + "." + handle; in.name == "main" {
			pointer = handle
		}
		if s.kind == "Set" {
			pointer = "&" + pointer
		}
	} else {
		handle = "_"
	}
	place := fmt.Sprintf("/%s/vars.go:%d", p.dir(in), linesBefore+len(in.vars)+1)
	if a.kind == "appended" {
		place = fmt.Sprintf("/%s/inits.go:%d", p.dir(in), linesBefore+len(in.inits)+1)
		in.inits = append(in.inits, own(fmt.Sprintf("func init() { %s = %s }", handle, call)))
		if handle != "_" {
			typed := "*" + s.item.expr
			switch s.kind {
			case "Map":
				typed = "*" + s.value.expr
			case "Set":
				typed = s.item.expr
			}
			in.vars = append(in.vars, own("var "+handle+" "+typed))
		}
	} else {
		in.vars = append(in.vars, own(fmt.Sprintf("var %s = %s", handle, call)))
	}
	if s.kind != "Map" {
		s.model = append(s.model, fmt.Sprintf("{%s, %s}", item, pointer))
		return
	}
	s.model = append(s.model, fmt.Sprintf("{%s, %s, %s}", item, value, pointer))
	if first, again := s.places[item]; again {
		s.twice = []string{first, place}
	}
	s.places[item] = place
}

// dir returns the directory of a package.
func (p *program) dir(k *itemPackage) string {
	if k.name == "main" {
		return p.name
	}
	return p.name + "/" + k.name
}

// linesBefore is the number of lines before the items in a file.
const linesBefore = 10

// arranged returns what the link step does with the items of a section that are all constant data, as premain build -v says it.
func (p *program) arranged(s *randomSection) string {
	switch {
	case !s.constant || len(s.model) == 0:
		return ""
	case s.kind == "Sorted" || s.kind == "SortedBy":
		return fmt.Sprintf("example.com/random/%s/reg.%s: sorted while linking, ", p.name, s.name)
	case (s.kind == "Map" || s.kind == "Set") && s.item.data:
		return fmt.Sprintf("example.com/random/%s/reg.%s: hashed while linking, ", p.name, s.name)
	}
	return ""
}

// files returns the files of the program, by name.
func (p *program) files() map[string]string {
	files := map[string]string{p.name + "/reg/reg.go": "package reg\n\nimport (\n\t\"cmp\"\n\t\"example.com/random/observe\"\n" +
		"\t\"premain.dev/section\"\n)\n\nvar _ observe.Var\n\nvar _ = cmp.Compare[int]\n\nconst Used = true\n\n" +
		strings.Join(p.keys.decls, "\n") + "\n" + strings.Join(p.decls, "\n")}
	for _, k := range p.packages {
		imported, used := fmt.Sprintf("%q", "example.com/random/"+p.name+"/reg"), "const _ = reg.Used"
		if k.name == "reg" {
			imported, used = "", ""
		}
		for name, lines := range map[string][]string{"vars.go": k.vars, "inits.go": k.inits} {
			files[p.dir(k)+"/"+name] = fmt.Sprintf("package %s\n\nimport (\n\t\"example.com/random/observe\"\n\t%s\n)\n\nvar _ observe.Var\n%s\n\n%s\n",
				k.name, imported, used, strings.Join(lines, "\n"))
		}
	}
	files[p.name+"/main.go"] = p.main()
	for _, k := range p.packages[1 : len(p.packages)-1] {
		files[p.dir(k)+"/used.go"] = "package " + k.name + "\n\nconst Used = true\n"
	}
	return files
}

// main returns the file with the function main.
func (p *program) main() string {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"example.com/random/observe\"\n\t\"premain.dev\"\n")
	names := p.packages[:len(p.packages)-1]
	for _, k := range names {
		fmt.Fprintf(&b, "\t%q\n", "example.com/random/"+p.dir(k))
	}
	b.WriteString(")\n\n")
	for _, k := range names {
		fmt.Fprintf(&b, "const _ = %s.Used\n", k.name)
	}
	var first, then []string
	for _, s := range p.sections {
		f := fmt.Sprintf("observe.First{%d, %v}", p.IntN(4), p.IntN(4) == 0)
		list := strings.Join(s.model, ",\n\t\t")
		if list != "" {
			list = "\n\t\t" + list + ",\n\t"
		}
		probes := fmt.Sprintf("[]%s{%s}", s.item.expr, strings.Join(s.probes, ", "))
		numbered := fmt.Sprintf("observe.List[%s]{reg.%[2]s.All, reg.%[2]s.Len, reg.%[2]s.At, reg.%[2]s.Index}", s.item.expr, s.name)
		check := "check" + s.name
		switch s.kind {
		case "Sorted", "SortedBy":
			fmt.Fprintf(&b, "\nfunc %s() {\n\tobserve.%s(%q, observe.Ordered[%s]{%s, reg.%[3]s.Find, reg.%[3]s.Append}, %[6]s, []observe.Item[%[4]s]{%[7]s}, %[8]s)\n}\n",
				check, s.kind, s.name, s.item.expr, numbered, f, list, probes)
		case "Map":
			fmt.Fprintf(&b, "\nfunc %s() {\n\tm := observe.Map[%s, %s]{reg.%[4]s.All, reg.%[4]s.Len, reg.%[4]s.Get, reg.%[4]s.Index, reg.%[4]s.Append}\n",
				check, s.item.expr, s.value.expr, s.name)
			if s.twice != nil {
				fmt.Fprintf(&b, "\tm.Refused(%q, %d, %q, %q)\n}\n", s.name, p.IntN(4), s.twice[0], s.twice[1])
			} else {
				fmt.Fprintf(&b, "\tm.Check(%q, %s, []observe.Entry[%s, %s]{%s}, %s)\n}\n", s.name, f, s.item.expr, s.value.expr, list, probes)
			}
		case "Set":
			fmt.Fprintf(&b, "\nfunc %s() {\n\ts := observe.Set[%s]{reg.%[3]s.All, reg.%[3]s.Len, reg.%[3]s.Has, reg.%[3]s.Append}\n\ts.Check(%[3]q, %[4]s, []observe.Item[%[2]s]{%[5]s}, %[6]s)\n}\n",
				check, s.item.expr, s.name, f, list, probes)
		case "Mutable":
			var steps strings.Builder
			for range p.IntN(5) {
				fmt.Fprintf(&steps, ", %q", []string{"reverse", "sort", "filter", "empty", "add", "poke", "poke", "nested", "add"}[p.IntN(9)])
			}
			fmt.Fprintf(&b, "\nvar m%[1]s = observe.Mutable[%[2]s]{%[3]s, reg.%[1]s.Edit, reg.%[1]s.Append}\n\nvar model%[1]s []observe.Item[%[2]s]\n\nfunc change%[1]s() {\n\tmodel%[1]s = m%[1]s.Change(%[1]q, []observe.Item[%[2]s]{%[4]s}%[5]s)\n}\n",
				s.name, s.item.expr, numbered, list, steps.String())
			fmt.Fprintf(&b, "\nfunc %s() { m%s.Check(%[2]q, %[3]s, model%[2]s) }\n", check, s.name, f)
			first = append(first, "change"+s.name+"()")
		}
		then = append(then, check+"()")
	}
	p.Shuffle(len(then), func(i, j int) { then[i], then[j] = then[j], then[i] })
	fmt.Fprintf(&b, "\nfunc change() {\n\t%s\n}\n\nfunc check() int {\n\t%s\n\tobserve.End()\n\treturn 0\n}\n", strings.Join(first, "\n\t"), strings.Join(then, "\n\t"))
	if p.life {
		b.WriteString("\nvar _ = premain.Constructor(change)\n\nfunc main() { premain.Main(check) }\n")
	} else {
		b.WriteString("\nvar _ premain.Step\n\nfunc main() {\n\tchange()\n\tcheck()\n}\n")
	}
	return b.String()
}
