package baketest

import (
	"fmt"
	"slices"
	"strings"
)

// handles declares baked handles of random values, and lets the program compare them with handles of the same values.
func (p *randomPackage) handles() {
	p.decls = append(p.decls, "var anchor, buoy int\n")
	for i := range 1 + p.IntN(8) {
		typ, value := p.handleValue(3)
		if p.IntN(2) == 0 {
			name := fmt.Sprintf("handled%d", i)
			p.decls = append(p.decls, "type "+name+" "+typ+"\n")
			typ = name
			value = name + "(" + value + ")"
		}
		p.decls = append(p.decls, fmt.Sprintf("var handle%d = bake.Value(func() []unique.Handle[%s] { return make%[1]d() })\n", i, typ),
			fmt.Sprintf("//go:noinline\nfunc make%d() []unique.Handle[%s] { h := unique.Make[%[2]s](%[3]s); return []unique.Handle[%[2]s]{h, {}, h} }\n", i, typ, value))
		fmt.Fprintf(&p.fresh, "\tif h := make%d(); !slices.Equal(h, handle%[1]d) {\n\t\tpanic(`handle%[1]d`)\n\t}\n", i)
	}
}

// handleValue returns a type of what handles may be of, and an expression of the type.
func (p *randomPackage) handleValue(depth int) (typ, value string) {
	if depth > 0 {
		switch p.IntN(8) {
		case 0, 1, 2:
			var fields, values []string
			for n := range p.IntN(7) {
				t, v := p.handleValue(depth - 1)
				name := fmt.Sprintf("%c%d", "fF"[p.IntN(2)], n)
				if p.IntN(10) == 0 {
					name = "_"
				} else {
					values = append(values, name+": "+v)
				}
				fields = append(fields, name+" "+t)
			}
			typ = "struct { " + strings.Join(fields, "; ") + " }"
			return typ, typ + "{" + strings.Join(values, ", ") + "}"
		case 3:
			t, v := p.handleValue(depth - 1)
			n := p.IntN(4)
			typ = fmt.Sprintf("[%d]%s", n, t)
			return typ, typ + "{" + strings.Join(slices.Repeat([]string{v}, n), ", ") + "}"
		case 4:
			t, v := p.handleValue(depth - 1)
			return "unique.Handle[" + t + "]", "unique.Make[" + t + "](" + v + ")"
		case 5:
			_, v := p.handleValue(depth - 1)
			return "any", "any(" + v + ")"
		}
	}
	switch typ = append(basics, "*int")[p.IntN(len(basics)+1)]; typ {
	case "bool":
		value = []string{"true", "false"}[p.IntN(2)]
	case "string":
		value = []string{`""`, `"text"`, "`one`", `"é\x00"`}[p.IntN(4)]
	case "complex64", "complex128":
		value = fmt.Sprintf("%di+%d", p.IntN(100), p.IntN(100))
	case "float32", "float64":
		value = fmt.Sprintf("%d.%d", p.IntN(100), p.IntN(100))
	case "*int":
		value = []string{"nil", "&anchor", "&buoy"}[p.IntN(3)]
	default:
		value = fmt.Sprint(p.IntN(128))
	}
	return typ, "(" + typ + ")(" + value + ")"
}
