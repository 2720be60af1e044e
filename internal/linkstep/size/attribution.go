package size

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strings"
)

// kind is what bytes are for.
type kind int

const (
	code kind = iota
	constants
	data
	zero
)

// area is the part of a section that is in memory.
type area struct {
	section    int    // its index
	origin     uint64 // the address of the first byte of text
	kind       kind
	begin, end uint64
	filled     uint64      // the address from which on it begins as zero
	text       io.ReaderAt // what it begins with; may be nil
}

// symbol is a symbol as an executable has it.
type symbol struct {
	name       string
	begin, end uint64
	foreign    bool // not of Go, whatever its name is
}

// owner is a package, or a group of what belongs to none.
type owner struct{ path, group string }

// tally gives each byte of a program to one owner.
type tally struct {
	program  *Program
	packages map[owner]*Package
}

// partition gives each byte of areas to the symbol that begins first, or else to what is between symbols.
func (t *tally) partition(areas []area, symbols []symbol) {
	slices.SortStableFunc(areas, func(a, b area) int { return cmp.Compare(a.begin, b.begin) })
	slices.SortFunc(symbols, func(a, b symbol) int {
		// Of several names of the same bytes, one with a package.
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(b.end, a.end), cmp.Compare(ownerOf(b).path, ownerOf(a).path), cmp.Compare(a.name, b.name))
	})
	next := 0
	var before uint64
	for _, a := range areas {
		a.begin = max(a.begin, before) // damaged files have areas that overlap
		before = max(before, a.end)
		if a.begin >= a.end {
			continue
		}
		for next < len(symbols) && symbols[next].begin < a.begin {
			next++
		}
		at := a.begin
		group, from := "", a.begin // what bytes without a symbol belong to, and the address of the symbol that says so
		for ; next < len(symbols) && symbols[next].begin < a.end; next++ {
			s := symbols[next]
			t.between(a, at, s, group)
			at = max(at, s.begin)
			if s.begin > from {
				group = ""
			}
			if s.end <= s.begin {
				if g := markers[s.name]; g != "" && s.begin == at {
					group, from = g, s.begin
				}
				continue
			}
			end := min(s.end, a.end)
			if at < end {
				t.add(a, at, end, s)
				at, group = end, ""
			}
		}
		t.between(a, at, symbol{begin: a.end}, group)
	}
}

// add gives bytes to the owner of a symbol.
func (t *tally) add(a area, begin, end uint64, s symbol) {
	o := ownerOf(s)
	t.give(a, begin, end, o)
	t.program.Symbols = append(t.program.Symbols, Symbol{Name: s.name, Package: o.path, Group: o.group, Section: t.program.Sections[a.section].Name, Address: begin, Bytes: end - begin})
}

// give gives bytes to an owner.
func (t *tally) give(a area, begin, end uint64, o owner) {
	k := t.packages[o]
	if k == nil {
		k = &Package{Package: o.path, Group: o.group}
		t.packages[o] = k
	}
	filled := min(max(a.filled, begin), end)
	k.add(a.kind, filled-begin)
	k.add(zero, end-filled)
}

// between gives the bytes before a symbol to what they belong to.
func (t *tally) between(a area, begin uint64, next symbol, group string) {
	if begin >= next.begin {
		return
	}
	name := t.program.Sections[a.section].Name
	switch {
	case group != "":
	case t.aligns(a, begin, next):
		group = Alignment
	case sections[name] != "":
		group = sections[name]
	case a.kind == code && ordinary[name]:
		group = Alignment
	case ordinary[name]:
		group = Unnamed
	default:
		group = name
	}
	t.give(a, begin, next.begin, owner{group: group})
}

// aligns reports whether bytes before a symbol are there for its alignment: Go's linker aligns symbols at most at the power of two that is not
// larger than they are, and at 32, unless they ask for more, and leaves zeroes between them.
func (t *tally) aligns(a area, begin uint64, next symbol) bool {
	const most = 32
	n := next.begin - begin
	size := next.end - min(next.begin, next.end)
	if next.name == "" {
		size = 0
	} else if size == 0 {
		size = most // the end or the beginning of what is aligned as a whole
	}
	if multiple := next.begin & -next.begin; a.kind == code || n >= most || n >= size || n >= multiple {
		return false
	}
	if next.begin <= a.filled && a.text != nil {
		bytes := make([]byte, n)
		if _, err := a.text.ReadAt(bytes, int64(begin-a.origin)); err != nil || slices.ContainsFunc(bytes, func(b byte) bool { return b != 0 }) {
			return false
		}
	}
	return true
}

// markers are symbols without a size at which something begins that has no symbols of its own; see (*Link).symtab in Go's cmd/link/internal/ld.
var markers = map[string]string{
	"type:*":           Types,
	"runtime.types":    Types,
	"go:string.*":      Strings,
	"go:funcdesc":      Functions,
	"typerel.*":        Types, // in programs that may be anywhere
	"go:funcdescrel":   Functions,
	"go:func.*":        Functions,
	"runtime.gcbits.*": Pointers,
	"runtime.pclntab":  Functions,
	"runtime.typelink": Types,
	"runtime.itablink": Itabs,
}

// sections are the sections of Go's linker and of ours whose bytes without symbols belong to a group.
var sections = map[string]string{
	".gopclntab": Functions, "__gopclntab": Functions, ".go.func": Functions, "__go_func": Functions,
	".typelink": Types, "__typelink": Types, ".go.type": Types, "__go_type": Types,
	".itablink": Itabs, "__itablink": Itabs,
	".go.buildinfo": Build, "__go_buildinfo": Build, ".go.fipsinfo": Build, "__go_fipsinfo": Build,
	".note.go.buildid": Build, ".note.gnu.build-id": Build,
	".reset": Start, ".pvh": Start, startSection: Start, ".premain.data": Map,
}

// startSection is the name for what an image for a process begins with; see the method Process of image.Image.
const startSection = ".premain.start"

// ordinary are the sections that have functions and variables.
var ordinary = map[string]bool{
	".text": true, "__text": true, ".rodata": true, "__rodata": true, ".rdata": true, ".data.rel.ro": true,
	".noptrdata": true, "__noptrdata": true, ".data": true, "__data": true, ".go.module": true, "__go_module": true,
	".bss": true, "__bss": true, ".noptrbss": true, "__noptrbss": true,
}

// prefixes are beginnings of names that belong to no package.
var prefixes = []struct{ text, group string }{
	{"type:", Types},
	{"typerel.", Types},
	{"go:itab.", Itabs},
	{"go:string.", Strings},
	{"go:func", Functions},
	{"go:buildinfo", Build},
	{"go:fipsinfo", Build},
	{"go:", Linker},
	{"gclocals·", Functions},
	{"$", Unnamed}, // constants of instructions
}

// tables are names that seem to be those of package runtime.
var tables = map[string]string{
	"runtime.pclntab":     Functions,
	"runtime.findfunctab": Functions,
	"runtime.typelink":    Types,
	"runtime.types":       Types,
	"runtime.itablink":    Itabs,
	"runtime.gcdata":      Pointers,
	"runtime.gcbss":       Pointers,
	"runtime.gcbits.*":    Pointers,
}

// ownerOf returns what a symbol belongs to, by its name, as Go's linker has it: the path of the package, of which the last element has dots and
// other characters escaped, a dot, and the name in the package.
func ownerOf(s symbol) owner {
	if s.foreign {
		return owner{group: Foreign}
	}
	if g := tables[s.name]; g != "" {
		return owner{group: g}
	}
	for _, p := range prefixes {
		if strings.HasPrefix(s.name, p.text) {
			return owner{group: p.group}
		}
	}
	name, _, _ := strings.Cut(s.name, "[") // arguments of types have paths of their own
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	switch {
	case strings.ContainsAny(name[:slash+max(dot, 0)], "(){}*,;@ "):
		return owner{group: Linker} // a method of a type without a name
	case dot <= 0:
		return owner{group: Foreign}
	}
	path, err := url.PathUnescape(name[:slash+dot])
	if err != nil {
		path = name[:slash+dot]
	}
	return owner{path: path}
}
