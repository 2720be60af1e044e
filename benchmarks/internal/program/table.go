package program

import (
	"fmt"
	"strings"
)

// Way is how the items of a program come into its table.
type Way string

const (
	Nothing  Way = "nothing"  // there are no items and there is no table
	Section  Way = "section"  // section.Of and Add
	Append   Way = "append"   // init functions append to a slice of items
	Call     Way = "call"     // the same, through a function that is not inlined
	Pointers Way = "pointers" // init functions append to a slice of pointers to items
	Map      Way = "map"      // init functions fill a map behind a mutex, as database/sql does
)

// Table describes a program with a table of items: packages with items, and a main package that imports them all.
type Table struct {
	Way          Way
	Packages     int
	Items        int  // of all packages together; a multiple of Packages
	OwnFunctions bool // every item has a function of its own instead of its package's
	Unread       bool // main does not look at the table
	Clock        bool // main prints how long registration and first read took, in nanoseconds
}

func (s Table) files(root string) (map[string]string, error) {
	files := map[string]string{
		"go.mod":               goMod(root),
		"registry/registry.go": s.registry(),
		"main.go":              s.main(),
	}
	for i := range s.Packages {
		files[fmt.Sprintf("p%03d/items.go", i)] = s.items(i)
	}
	return files, nil
}

// items returns the source of the item package number i.
func (s Table) items(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package p%03d\n", i)
	if s.Items == 0 {
		b.WriteString(importDecl("_ bench/registry") + oneFunction)
		return b.String()
	}
	b.WriteString(importDecl("bench/registry"))
	first := i * s.Items / s.Packages
	end := (i + 1) * s.Items / s.Packages
	function := func(int) string { return "run" }
	if s.OwnFunctions {
		function = func(n int) string { return fmt.Sprintf("run%05d", n) }
		for n := first; n < end; n++ {
			fmt.Fprintf(&b, "\nfunc %s() error { return nil }\n", function(n))
		}
	} else {
		b.WriteString(oneFunction)
	}
	open, statement, closing := "\nfunc init() {\n", "\tregistry.Register(registry.Item{%q, %q, %s})\n", "}\n"
	switch s.Way {
	case Section:
		open, statement, closing = "\nvar (\n", "\t_ = registry.Items.Add(registry.Item{%q, %q, %s})\n", ")\n"
	case Pointers:
		statement = "\tregistry.Register(&registry.Item{%q, %q, %s})\n"
	}
	b.WriteString(open)
	for n := first; n < end; n++ {
		fmt.Fprintf(&b, statement, fmt.Sprintf("item-%05d", n), fmt.Sprintf("help of item %05d", n), function(n))
	}
	b.WriteString(closing)
	return b.String()
}

const oneFunction = "\nfunc run() error { return nil }\n"

// main returns the source of the main package. How much it reads does not depend on the number of items.
func (s Table) main() string {
	var b strings.Builder
	b.WriteString("package main\n")
	var imports []string
	read := s.Way != Nothing && !s.Unread
	if s.Clock {
		imports = append(imports, "time")
	}
	if read || s.Clock {
		imports = append(imports, "bench/registry")
	}
	for i := range s.Packages {
		imports = append(imports, fmt.Sprintf("_ bench/p%03d", i))
	}
	b.WriteString(importDecl(imports...))
	if s.Clock {
		b.WriteString("\n// initialised is taken when all imported packages have initialised.\n" +
			"var initialised = time.Since(registry.Begin)\n")
	}
	b.WriteString("\nfunc main() {\n")
	if s.Clock {
		b.WriteString("\tbegin := time.Now()\n")
	}
	if read {
		first := ""
		if s.Items > 0 {
			first = ` || registry.First().Name != "item-00000"`
		}
		fmt.Fprintf(&b, "\tif registry.Len() != %d%s {\n\t\tpanic(\"the items are not what was registered\")\n\t}\n", s.Items, first)
	}
	if s.Clock {
		b.WriteString("\tread := time.Since(begin)\n\tprintln(initialised.Nanoseconds(), read.Nanoseconds())\n")
	}
	b.WriteString("}\n")
	return b.String()
}
