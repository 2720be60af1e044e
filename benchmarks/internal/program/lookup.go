package program

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Lookup describes a program that has the same keys in several kinds of table and looks them up. It is called with the file that
// Builder.KeyFile writes and with how often to look up all that is in it, and prints picoseconds a look-up: the lowest of that many for
// hits, for misses, and for hits each of which waits for the one before. The numbers are those of a loop that looks nothing up, and of
// each of LookupTables.
type Lookup struct {
	Keys     KeyKind
	N        int
	Packages int  // that add to the section
	Switch   bool // there is one, too
}

// LookupTables are the tables of a Lookup, in the order of its numbers. If it has no switch, that is missing at the end.
var LookupTables = []string{"section.Map", "map", "binary search in a slice", "switch"}

var (
	//go:embed lookup/main.go.txt
	lookupMain string
	//go:embed lookup/contender.go.txt
	lookupContender string
	//go:embed lookup/main.rs
	lookupRust string
)

// lookupContenders are the loop that looks nothing up and LookupTables, with the condition and the number of each one's loops.
var lookupContenders = []struct{ name, condition, number string }{
	{"Loop", "k != unlikely", "first(k)"},
	{"Section", "v, ok := keys.Map.Get(k); ok", "v.Number"},
	{"Map", "v, ok := table[k]; ok", "v.Number"},
	{"Sorted", "i, ok := slices.BinarySearch(sorted, k); ok", "sortedValues[i].Number"},
	{"Switch", "i := find(k); i >= 0", "switchValues[i].Number"},
}

func (s Lookup) files(root string) (map[string]string, error) {
	keys := newKeySet(s.Keys, s.N).keys
	files := map[string]string{
		"go.mod":       goMod(root),
		"main.go":      lookupMain,
		"loops.go":     s.loops(),
		"keys/keys.go": keysPackage(s.Keys),
		"table.go":     "package main\n\nimport \"bench/keys\"\n" + mapLiteral(s.Keys, keys),
		"sorted.go":    sortedTable(s.Keys, keys),
	}
	if s.Switch {
		files["switch.go"] = switchTable(s.Keys, keys)
	}
	addKeys(files, s.Keys, keys, s.Packages)
	return files, nil
}

// loops returns the source of all loops and of what depends on the type of the keys.
func (s Lookup) loops() string {
	imports, support := []string{"slices", "bench/keys"}, stringSupport
	if s.Keys == WordKeys {
		imports, support = append(imports, "strconv"), wordSupport
	}
	list := lookupContenders
	if !s.Switch {
		list = list[:len(list)-1]
	}
	var b strings.Builder
	b.WriteString("package main\n" + importDecl(imports...) + support)
	b.WriteString("\nvar contenders = []contender{\n")
	for _, c := range list {
		fmt.Fprintf(&b, "\t{apart%[1]s, chain%[1]s},\n", c.name)
	}
	b.WriteString("}\n")
	for _, c := range list {
		b.WriteString(strings.NewReplacer("NAME", c.name, "CONDITION", c.condition, "NUMBER", c.number).Replace(lookupContender))
	}
	return b.String()
}

// The loop that looks nothing up reads the keys, as all do.

const stringSupport = `
type key = string

const unlikely = ""

func first(k key) uint64 { return uint64(k[0]) }

func parse(lines []string) []key { return lines }
`

const wordSupport = `
type key = uint64

const unlikely = 0

func first(k key) uint64 { return k }

func parse(lines []string) (list []key) {
	for _, l := range lines {
		k, err := strconv.ParseUint(l, 10, 64)
		if err != nil {
			panic(err)
		}
		list = append(list, k)
	}
	return list
}
`

// keysPackage returns the source of the package with the section.
func keysPackage(kind KeyKind) string {
	return "package keys\n" + importDecl("premain.dev/section") +
		"\ntype Value struct{ Number uint64 }\n\nvar Map section.Map[" + kind.goType() + ", Value]\n"
}

// addKeys adds packages that add keys to the section, and the file by which main imports them.
func addKeys(files map[string]string, kind KeyKind, keys []string, packages int) {
	var imports []string
	for p := range packages {
		var b strings.Builder
		name := fmt.Sprintf("p%03d", p)
		fmt.Fprintf(&b, "package %s\n", name)
		if first, end := p*len(keys)/packages, (p+1)*len(keys)/packages; first < end {
			b.WriteString(importDecl("bench/keys") + "\nvar (\n")
			for i := first; i < end; i++ {
				fmt.Fprintf(&b, "\t_ = keys.Map.Add(%s, keys.Value{%d})\n", kind.literal(keys[i]), numberOf(i))
			}
			b.WriteString(")\n")
		}
		files[name+"/items.go"] = b.String()
		imports = append(imports, "_ bench/"+name)
	}
	files["imports.go"] = "package main\n" + importDecl(imports...)
}

func mapLiteral(kind KeyKind, keys []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nvar table = map[%s]keys.Value{\n", kind.goType())
	for i, key := range keys {
		fmt.Fprintf(&b, "\t%s: {%d},\n", kind.literal(key), numberOf(i))
	}
	b.WriteString("}\n")
	return b.String()
}

// sortedTable returns the source of two slices, so that the search has the keys next to each other.
func sortedTable(kind KeyKind, keys []string) string {
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := keys[i], keys[j]
		if kind == WordKeys && len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport \"bench/keys\"\n\nvar sorted = []%s{\n", kind.goType())
	for _, i := range order {
		fmt.Fprintf(&b, "\t%s,\n", kind.literal(keys[i]))
	}
	b.WriteString("}\n\nvar sortedValues = []keys.Value{\n")
	for _, i := range order {
		fmt.Fprintf(&b, "\t{%d},\n", numberOf(i))
	}
	b.WriteString("}\n")
	return b.String()
}

func switchTable(kind KeyKind, keys []string) string {
	var b strings.Builder
	b.WriteString("package main\n\nimport \"bench/keys\"\n\nfunc find(k key) int {\n\tswitch k {\n")
	for i, key := range keys {
		fmt.Fprintf(&b, "\tcase %s:\n\t\treturn %d\n", kind.literal(key), i)
	}
	b.WriteString("\t}\n\treturn -1\n}\n\nvar switchValues = []keys.Value{\n")
	for i := range keys {
		fmt.Fprintf(&b, "\t{%d},\n", numberOf(i))
	}
	b.WriteString("}\n")
	return b.String()
}

// RustLookup returns the path of a program that does the same with a HashMap of Rust's library. Called with the kind of keys before what
// a Lookup is called with, it prints what such a program prints for one table, and then how many nanoseconds it has taken to make the
// HashMap and how many bytes it has allocated for that. There is no such program without the compiler.
func (b *Builder) RustLookup() (exe string, err error) {
	return b.rust(filepath.Join(b.dir, "rust-lookup"), lookupRust)
}
