// Package goobj reads and writes the object files of the Go toolchain, as far as the link step needs them.
//
// The format is internal to the toolchain. It is described in cmd/internal/goobj/objfile.go of the Go tree;
// the layout has not changed since its magic, go120ld, was introduced. Anything with another magic is refused.
package goobj

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

const magic = "\x00go120ld"

// Sizes of what the blocks of an object hold, in bytes.
const (
	importSize  = 16
	pkgNameSize = 8
	symSize     = 21
	relocSize   = 23
	auxSize     = 9
)

// The blocks of an object, in file order. Behind each block the next one begins.
const (
	blkAutolib = iota
	blkPkgIdx
	blkFile
	blkSymdef
	blkHashed64def
	blkHasheddef
	blkNonpkgdef
	blkNonpkgref
	blkRefFlags
	blkHash64
	blkHash
	blkRelocIdx
	blkAuxIdx
	blkDataIdx
	blkReloc
	blkAux
	blkData
	blkRefName
	blkEnd
	nBlk
)

const headerSize = len(magic) + 8 + 4 + 4*nBlk

// Package indices of symbol references with a special meaning.
const (
	pkgNone    = 1<<31 - 1   // a symbol known by name only
	pkgHashed  = pkgNone - 2 // another content-addressed symbol of the object
	pkgBuiltin = pkgNone - 3 // a symbol of the runtime that compiler and linker know by a number
	pkgSelf    = pkgNone - 4 // a symbol of the object's own package; smaller ones index other packages
)

// Kind is the kind of a symbol (objabi.SymKind).
type Kind uint8

// The kinds that the link step deals with.
const (
	Text      Kind = 1
	TextFIPS  Kind = 2
	ROData    Kind = 3
	NoPtrData Kind = 5
	Data      Kind = 7
	BSS       Kind = 9
	NoPtrBSS  Kind = 10
)

// Writable reports whether symbols of the kind are variables of Go programs.
func (k Kind) Writable() bool { return k == NoPtrData || k == Data || k == BSS || k == NoPtrBSS }

const (
	auxGotype     = 0
	auxDwarfInfo  = 3
	relocAddr     = 1       // R_ADDR: an address of the target machine's size
	relocUseIface = 23      // R_USEIFACE: a type is in an interface; fills nothing in
	relocWeak     = 1 << 15 // R_WEAK: added to another kind, it does not keep the target
	flagShared    = 1
	staticABI     = 1<<16 - 1
	hashSize      = 16
)

// Object is an object file that has been read.
type Object struct {
	Header string // the line before the object: system, architecture, release, experiments

	data []byte
	off  [nBlk]uint32
	n    [blkNonpkgref + 1]int // number of symbols per block of symbols
	err  error
}

var errDamaged = errors.New("damaged object file")

// Parse reads an object file as the compiler packs it into an archive: a header line, the export data of an
// assembly or C part if any, a line with an exclamation mark, and the object.
func Parse(file []byte) (*Object, error) {
	line, _, _ := bytes.Cut(file, []byte("\n"))
	if !bytes.HasPrefix(line, []byte("go object ")) {
		return nil, errors.New("not a Go object file")
	}
	i := bytes.Index(file, []byte("\n!\n"+magic))
	if i < 0 {
		return nil, errors.New("a Go object file in a format other than go120ld; this release of Go is not supported")
	}
	o := &Object{Header: string(line), data: file[i+3:]}
	if len(o.data) < headerSize {
		return nil, errDamaged
	}
	for b := range o.off {
		o.off[b] = binary.LittleEndian.Uint32(o.data[len(magic)+12+4*b:])
		if int64(o.off[b]) > int64(len(o.data)) || b > 0 && o.off[b] < o.off[b-1] {
			return nil, errDamaged
		}
	}
	for b := blkSymdef; b <= blkNonpkgref; b++ {
		o.n[b] = int(o.off[b+1]-o.off[b]) / symSize
	}
	return o, nil
}

// Err reports damage that was met since Parse. The methods return zero values for what cannot be read.
func (o *Object) Err() error { return o.err }

// Shared reports whether the object was compiled for a position-independent binary or a library.
func (o *Object) Shared() bool {
	return binary.LittleEndian.Uint32(o.data[len(magic)+8:])&flagShared != 0
}

// bytes returns the i-th record of a block, which has records of the given size.
func (o *Object) bytes(block, i, size int) []byte {
	from := int64(o.off[block]) + int64(i)*int64(size)
	if i < 0 || from+int64(size) > int64(o.off[block+1]) {
		o.err = errDamaged
		return make([]byte, size)
	}
	return o.data[from : from+int64(size)]
}

func (o *Object) uint32(block, i int) uint32 {
	return binary.LittleEndian.Uint32(o.bytes(block, i, 4))
}

// str returns the string to which the first eight bytes of b refer.
func (o *Object) str(b []byte) string {
	n, off := int64(binary.LittleEndian.Uint32(b)), int64(binary.LittleEndian.Uint32(b[4:]))
	if off+n > int64(len(o.data)) {
		o.err = errDamaged
		return ""
	}
	return string(o.data[off : off+n])
}

// Symbol is a symbol that an object defines.
type Symbol struct {
	Index int // among all symbols that the object defines
	Name  string
	Kind  Kind
	Size  int64 // bytes
}

// defined returns the number of symbols that have content.
func (o *Object) defined() int {
	return o.n[blkSymdef] + o.n[blkHashed64def] + o.n[blkHasheddef] + o.n[blkNonpkgdef]
}

// sym returns the record of the i-th symbol: all definitions, then the references by name.
// The blocks of symbols lie one behind the other.
func (o *Object) sym(i int) []byte {
	from := int64(o.off[blkSymdef]) + int64(i)*symSize
	if i < 0 || from+symSize > int64(o.off[blkNonpkgref+1]) {
		o.err = errDamaged
		return make([]byte, symSize)
	}
	return o.data[from : from+symSize]
}

func (o *Object) symbol(i int) Symbol {
	b := o.sym(i)
	return Symbol{
		Index: i,
		Name:  o.str(b),
		Kind:  Kind(b[10]),
		Size:  int64(binary.LittleEndian.Uint32(b[13:])),
	}
}

// Lookup finds symbols of the object's package by name. Names that do not exist are missing in the result.
func (o *Object) Lookup(names ...string) map[string]Symbol {
	want := make(map[string]bool, len(names))
	lengths := make(map[uint32]bool)
	for _, n := range names {
		want[n] = true
		lengths[uint32(len(n))] = true
	}
	found := make(map[string]Symbol, len(names))
	for i := range o.n[blkSymdef] {
		b := o.sym(i)
		if !lengths[binary.LittleEndian.Uint32(b)] {
			continue // most names need not be looked at
		}
		if name := o.str(b); want[name] {
			found[name] = o.symbol(i)
		}
	}
	return found
}

// Symbol returns the i-th symbol that the object defines.
func (o *Object) Symbol(i int) Symbol { return o.symbol(i) }

// All yields every symbol that the object defines.
func (o *Object) All() iter.Seq[Symbol] {
	return func(yield func(Symbol) bool) {
		for i := range o.defined() {
			if !yield(o.symbol(i)) {
				return
			}
		}
	}
}

// InPackage reports whether a symbol belongs to the object's package, so that it is the only one with its name.
func (o *Object) InPackage(s Symbol) bool { return s.Index < o.n[blkSymdef] }

// ContentAddressed reports whether a symbol has no identity but its content.
func (o *Object) ContentAddressed(s Symbol) bool {
	return s.Index >= o.n[blkSymdef] && s.Index < o.n[blkSymdef]+o.n[blkHashed64def]+o.n[blkHasheddef]
}

// Content returns the content of the i-th symbol, without zeroes at its end, before relocation.
func (o *Object) Content(i int) []byte {
	from, to := int64(o.uint32(blkDataIdx, i)), int64(o.uint32(blkDataIdx, i+1))
	base := int64(o.off[blkData])
	if to < from || base+to > int64(o.off[blkData+1]) {
		o.err = errDamaged
		return nil
	}
	return o.data[base+from : base+to]
}

// hash returns the hash of a content-addressed symbol of more than 8 bytes.
func (o *Object) hash(i int) []byte {
	return o.bytes(blkHash, i-o.n[blkSymdef]-o.n[blkHashed64def], hashSize)
}

// targetOf returns what a reference of the object, of the package with the given prefix, refers to, for other objects.
func (o *Object) targetOf(prefix string, r ref) Target {
	switch {
	case r.pkg == pkgNone:
		i := o.n[blkSymdef] + o.n[blkHashed64def] + o.n[blkHasheddef] + int(r.sym)
		return Target{ref: nameRef{o.str(o.sym(i)), binary.LittleEndian.Uint16(o.sym(i)[8:])}}
	case r.pkg == pkgHashed64:
		return Target{prefix: prefix, index: r.sym + uint32(o.n[blkSymdef]), from: o}
	case r.pkg == pkgHashed:
		return Target{prefix: prefix, index: r.sym + uint32(o.n[blkSymdef]+o.n[blkHashed64def]), from: o}
	case r.pkg == pkgSelf:
		return Target{prefix: prefix, index: r.sym}
	case r.pkg == pkgBuiltin:
		return Target{builtin: true, index: r.sym}
	case r.pkg > pkgSelf: // what a symbol that the link step copies has no use for
		o.err = errDamaged
		return Target{}
	}
	return Target{prefix: o.str(o.bytes(blkPkgIdx, int(r.pkg), pkgNameSize)), index: r.sym}
}

// ref is a reference to a symbol: a package index and an index in that package.
type ref struct{ pkg, sym uint32 }

func readRef(b []byte) ref {
	return ref{binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])}
}

// span returns the range that an index block gives to symbol i.
func (o *Object) span(block, i int) (from, to int) {
	return int(o.uint32(block, i)), int(o.uint32(block, i+1))
}

// relocs yields the targets of a symbol's relocations.
func (o *Object) relocs(i int, yield func(ref) bool) {
	from, to := o.span(blkRelocIdx, i)
	for ; from < to && o.err == nil; from++ {
		if !yield(readRef(o.bytes(blkReloc, from, relocSize)[15:])) {
			return
		}
	}
}

// Pointer returns the symbol whose address stands at an offset in the i-th symbol of the object, of the package with the given prefix.
func (o *Object) Pointer(prefix string, i, offset int) (to Target, ok bool) {
	from, end := o.span(blkRelocIdx, i)
	for ; from < end && o.err == nil; from++ {
		r := o.bytes(blkReloc, from, relocSize)
		if int(binary.LittleEndian.Uint32(r)) == offset && binary.LittleEndian.Uint16(r[5:]) == relocAddr {
			return o.targetOf(prefix, readRef(r[15:])), true
		}
	}
	return Target{}, false
}

// Description is what an object says about a symbol besides its content: its type, for the collector, and what
// debuggers are told.
type Description struct{ aux []aux }

type aux struct {
	kind byte
	to   Target
}

// Describe returns what the object, of the package whose symbols have the given prefix, says about a symbol.
func (o *Object) Describe(prefix string, s Symbol) Description {
	var d Description
	from, to := o.span(blkAuxIdx, s.Index)
	for ; from < to && o.err == nil; from++ {
		if b := o.bytes(blkAux, from, auxSize); b[0] == auxGotype || b[0] == auxDwarfInfo {
			d.aux = append(d.aux, aux{b[0], o.targetOf(prefix, readRef(b[1:]))})
		}
	}
	return d
}

// Type returns the type descriptor of a variable.
func (d Description) Type() (t Target, ok bool) {
	for _, a := range d.aux {
		if a.kind == auxGotype {
			return a.to, true
		}
	}
	return Target{}, false
}

// Written returns which of the given variables of the package are filled by code, wholly or in part.
//
// Only an initialiser refers to a variable that the link step has declared: no user knows its name. What a variable
// points to, the compiler may have laid out beside it, in symbols of its own that have no names in Go and that an
// initialiser may fill just as well.
func (o *Object) Written(variables map[int]bool) map[int]bool {
	owners := make(map[int][]int) // the variables of which a symbol is a part
	for v := range variables {
		parts := []int{v}
		for len(parts) > 0 {
			part := parts[len(parts)-1]
			parts = parts[:len(parts)-1]
			if slices.Contains(owners[part], v) {
				continue
			}
			owners[part] = append(owners[part], v)
			o.relocs(part, func(r ref) bool {
				if i := int(r.sym); r.pkg == pkgSelf && i < o.n[blkSymdef] && strings.Contains(o.str(o.sym(i)), Temporary) {
					parts = append(parts, i)
				}
				return true
			})
		}
	}
	described := -1 // the table by which -asan describes variables
	for i := range o.n[blkSymdef] {
		if strings.HasSuffix(o.str(o.sym(i)), "..asanglobals") {
			described = i
		}
	}
	found := make(map[int]bool)
	for i := range o.defined() {
		if k := Kind(o.sym(i)[10]); k != Text && k != TextFIPS {
			continue
		}
		if described >= 0 && o.refers(i, ref{pkgSelf, uint32(described)}) {
			continue // this fills only the table
		}
		o.relocs(i, func(r ref) bool {
			if r.pkg == pkgSelf {
				for _, v := range owners[int(r.sym)] {
					found[v] = true
				}
			}
			return true
		})
	}
	return found
}

// refers reports whether the i-th symbol has a relocation to another one.
func (o *Object) refers(i int, to ref) (found bool) {
	o.relocs(i, func(r ref) bool {
		found = r == to
		return !found
	})
	return found
}

// Owner returns the variable of the package that leads to one that the compiler has made.
func (o *Object) Owner(temporary Symbol) (Symbol, bool) {
	for i := range o.n[blkSymdef] {
		s := o.symbol(i)
		if !s.Kind.Writable() || strings.Contains(s.Name, Temporary) {
			continue
		}
		seen := map[int]bool{i: true}
		for parts := []int{i}; len(parts) > 0; parts = parts[1:] {
			o.relocs(parts[0], func(r ref) bool {
				if k := int(r.sym); r.pkg == pkgSelf && k < o.n[blkSymdef] && !seen[k] && strings.Contains(o.str(o.sym(k)), Temporary) {
					seen[k] = true
					parts = append(parts, k)
				}
				return true
			})
		}
		if seen[temporary.Index] {
			return s, true
		}
	}
	return Symbol{}, false
}

// Temporary is in the names of variables that the compiler makes (cmd/compile/internal/staticinit).
const Temporary = "..stmp_"

// InitTask returns the name of the symbol that holds the initialisation work of a package whose symbols have the
// given prefix, and the names of those symbols of imported packages that come first. The name is empty if there
// is no work in the package or below it.
//
// Such a symbol refers to the package's init functions and, for the order, to the same symbols of the imports
// (cmd/compile/internal/pkginit).
func (o *Object) InitTask(prefix string) (name string, after []string) {
	const suffix = "..inittask"
	s, ok := o.Lookup(prefix + suffix)[prefix+suffix]
	if !ok {
		return "", nil
	}
	o.relocs(s.Index, func(r ref) bool {
		switch {
		case r.pkg == pkgNone:
			if n := o.named(r); strings.HasSuffix(n, suffix) {
				after = append(after, n)
			}
		case r.pkg < pkgSelf:
			after = append(after, o.str(o.bytes(blkPkgIdx, int(r.pkg), pkgNameSize))+suffix)
		}
		return true
	})
	return prefix + suffix, after
}

// References returns the names of the symbols to which a symbol refers by name.
func (o *Object) References(s Symbol) (names []string) {
	o.relocs(s.Index, func(r ref) bool {
		if r.pkg == pkgNone {
			names = append(names, o.named(r))
		}
		return true
	})
	return names
}

// named returns the name of a symbol that is referred to by name.
func (o *Object) named(r ref) string {
	return o.str(o.sym(o.n[blkSymdef] + o.n[blkHashed64def] + o.n[blkHasheddef] + int(r.sym)))
}

// Imports lists the packages that the object's package imports directly.
func (o *Object) Imports() []string {
	var list []string
	for i := range int(o.off[blkAutolib+1]-o.off[blkAutolib]) / importSize {
		list = append(list, o.str(o.bytes(blkAutolib, i, importSize)))
	}
	return list
}

// Name is that of a symbol. What is written in Go and what is written in assembly may have one of the same text each.
type Name struct {
	Text string
	Go   bool // of a function: called as Go functions call each other
}

// Rename returns a copy of an object file in which the symbols that it defines, and those to which it refers by name, have the
// names that rename gives them. Symbols that no other object knows keep theirs.
func Rename(file []byte, rename func(Name) Name) ([]byte, error) {
	o, err := Parse(file)
	if err != nil {
		return nil, err
	}
	object := len(file) - len(o.data) // where it begins
	file = slices.Clone(file)
	for i := range o.defined() + o.n[blkNonpkgref] {
		rec := o.sym(i)
		abi := binary.LittleEndian.Uint16(rec[8:])
		if abi != 0 && abi != abiInternal || o.ContentAddressed(Symbol{Index: i}) {
			continue
		}
		old := Name{o.str(rec), abi == abiInternal}
		if o.err != nil {
			return nil, o.err
		}
		name := rename(old)
		if name == old {
			continue
		}
		abi = 0
		if name.Go {
			abi = abiInternal
		}
		changed := file[object+int(o.off[blkSymdef])+i*symSize:]
		binary.LittleEndian.PutUint32(changed, uint32(len(name.Text)))
		binary.LittleEndian.PutUint32(changed[4:], uint32(len(file)-object)) // strings may be anywhere
		binary.LittleEndian.PutUint16(changed[8:], abi)
		file = append(file, name.Text...)
	}
	return file, nil
}

// Prefix returns the form in which an import path begins the names of a package's symbols: everything
// unprintable, quotes, percent signs and the dots of the last element are escaped (objabi.PathToPrefix).
func Prefix(path string) string {
	slash := strings.LastIndex(path, "/")
	var b strings.Builder
	for i := range len(path) {
		if c := path[i]; c <= ' ' || c == '.' && i > slash || c == '%' || c == '"' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
