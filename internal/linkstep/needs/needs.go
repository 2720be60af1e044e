// Package needs finds out what compiled code needs of the Go runtime.
//
// It reads the object files of a program and follows the relocations from given symbols through all code that may run, up to the
// runtime. What the code of the runtime would do is not found out but known: the runtime package has a list.
//
// Code that may run is what reached code calls or takes the address of, what reached data holds the address of, those methods in
// reached tables of methods that reached code calls, and, if reached code compares values in interfaces, the functions that do so for
// the types that it and the data refer to.
// What is called through an address is found, but not which caller calls it: such calls are not part of Stack, and no recursion
// through them is noticed.
package needs

import (
	"fmt"
	"strings"

	"premain.dev/internal/linkstep/goobj"
)

// Package is one package of a program.
type Package struct {
	Path    string          // as the linker knows it, main for the program's own
	Objects []*goobj.Object // that of the compiler, then those of the assembler
}

// Root is a symbol of a package at which to begin: a function, a variable or other data.
type Root struct{ Package, Symbol string }

// Code is what has been found out about all code that may run.
type Code struct {
	Faults    []Fault    // what cannot work without the runtime, in the order in which it was met: the nearest first
	Functions []Function // that may run
	Late      []Late
	Stack     int64  // bytes that the deepest chain of direct calls needs, return addresses included
	Deepest   []Call // that chain
}

// Fault is something that cannot work without the runtime.
type Fault struct {
	Reason string // what the code does, such as "allocates (make)"
	Calls  []Call // from a function at which the roots begin to the culprit

	Function string // of Search: the function of the runtime, as Go writes it
}

// Call is a place in a function, at which it calls the next one of a chain or does what is reported.
type Call struct {
	Function string // as Go writes it: main.(*T).m
	File     string
	Line     int

	Package string // the function's, by its import path
}

// String returns the place and the function.
func (c Call) String() string { return fmt.Sprintf("%s:%d: %s", c.File, c.Line, c.Function) }

// Function is a function that may run.
type Function struct {
	Symbol goobj.Target // the zero Target if no other object can refer to it
	Name   string       // as Go writes it
	Size   int64        // bytes of code
	Lines  []Line
	Panics []Panic
}

// Line is the place in the source from which code comes, from an offset on to the next one.
type Line struct {
	Offset int
	goobj.Position
}

// Panic is a call of a function of the runtime that ends in a panic, or may.
type Panic struct {
	Return int    // offset of the address to which the call returns
	Reason string // in the words of the runtime; for a call of panic its text, if that is constant
}

// Late is a variable to which reached code refers and which very probably has no value yet: its content in the object is nothing, and
// the code that initialises the variables of its package writes to it or takes its address.
type Late struct {
	Symbol   goobj.Target
	Variable string // as Go writes it
	Calls    []Call
}

// Program is a program of which nothing has been linked yet.
type Program struct {
	packages []*pkg
	byPrefix map[string]*pkg
	byPath   map[string]*pkg
	machine  machine
	err      error

	sanitized bool
	hidden    string            // prefix of symbols
	filled    map[string]symbol // see Fill
	postponed map[string]bool   // variables
}

// machine is what the stack of an architecture holds besides what functions say they use.
type machine struct {
	pushed int64 // bytes that a call pushes
	below  int64 // bytes that a function uses below its stack pointer
}

// On arm64 a function keeps its frame pointer below its stack pointer.
var machines = map[string]machine{"amd64": {pushed: 8}, "arm64": {below: 8}, "riscv64": {}}

// New returns the program that consists of the given packages. Only of those that code reaches more is read than the names of symbols.
func New(packages []Package) *Program {
	p := &Program{byPrefix: make(map[string]*pkg), byPath: make(map[string]*pkg)}
	for _, k := range packages {
		if len(k.Objects) == 0 {
			continue
		}
		k := &pkg{path: k.Path, prefix: goobj.Prefix(k.Path), objects: k.Objects}
		p.packages = append(p.packages, k)
		p.byPrefix[k.prefix] = k
		p.byPath[k.path] = k
		m, ok := machines[architecture(k.objects[0])]
		if !ok && p.err == nil {
			p.err = fmt.Errorf("package %s: what code for %s needs of the Go runtime cannot be found out", k.path, architecture(k.objects[0]))
		}
		p.machine = m
	}
	return p
}

// Fill tells of an object that gives variables of other packages content that their own have not.
func (p *Program) Fill(o *goobj.Object) {
	k := &pkg{objects: []*goobj.Object{o}}
	p.filled = make(map[string]symbol)
	for s := range o.Named() {
		p.filled[s.Name] = symbol{k, o, s.Index}
	}
}

// Postpone says that a variable, which is named as in objects, gets a part of its value only when the program is initialised.
func (p *Program) Postpone(variable string) {
	if p.postponed == nil {
		p.postponed = make(map[string]bool)
	}
	p.postponed[variable] = true
}

// Hide says that nobody wants to see places in functions of a package that have been inlined into those of others.
func (p *Program) Hide(path string) { p.hidden = goobj.Prefix(path) }

// Sanitize says that the program is compiled with -race, -msan or -asan and has package sanitizer, with which more of the runtime works.
func (p *Program) Sanitize() { p.sanitized = true }

func architecture(o *goobj.Object) string {
	if f := strings.Fields(o.Header); len(f) > 3 {
		return f[3]
	}
	return "an unknown architecture"
}

// Reach follows everything to which the roots refer.
func (p *Program) Reach(roots ...Root) (*Code, error) {
	if p.err != nil {
		return nil, p.err
	}
	w := newWalk(p)
	for _, r := range roots {
		k := p.byPath[r.Package]
		if k == nil {
			return nil, fmt.Errorf("no package %s in the program", r.Package)
		}
		s, ok := k.named(r.Symbol, abiInternal)
		if !ok {
			return nil, fmt.Errorf("package %s has no symbol %s", r.Package, r.Symbol)
		}
		w.reach(s, nil, 0)
	}
	w.run()
	w.measure()
	for _, k := range p.packages {
		for _, o := range k.objects {
			if err := o.Err(); err != nil {
				return nil, fmt.Errorf("package %s: %w", k.path, err)
			}
		}
	}
	return w.code(), nil
}

// GoName returns the name of a symbol as Go writes that of a function: import paths without escapes, and three dots for what type
// arguments the compiler has chosen.
func GoName(symbol string) string {
	var b strings.Builder
	depth := 0
	for i := 0; i < len(symbol); i++ {
		c := symbol[i]
		switch {
		case c == '[':
			if depth++; depth == 1 {
				b.WriteString("[...")
			}
		case c == ']' && depth > 0:
			depth--
		}
		if depth > 0 {
			continue
		}
		if c == '%' && i+2 < len(symbol) {
			if hi, lo := strings.IndexByte(hexDigits, symbol[i+1]), strings.IndexByte(hexDigits, symbol[i+2]); hi >= 0 && lo >= 0 {
				b.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}

const hexDigits = "0123456789abcdef"
