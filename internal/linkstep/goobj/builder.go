package goobj

import (
	"encoding/binary"
	"slices"
	"strings"
)

// Builder makes an object file that defines data symbols by name and refers to symbols of other packages by name.
// To the linker it is like a part of a package that was written in assembly.
type Builder struct {
	ptrSize int // bytes in an address of the target
	order   binary.AppendByteOrder
	header  string
	shared  bool
	defs    []*Def
	refs    map[nameRef]int
	names   []nameRef // of refs, by index
	pkgs    []string  // prefixes of packages to whose symbols descriptions refer by index
}

// NewBuilder returns a builder of objects for the target for which like was compiled.
func NewBuilder(like *Object) *Builder {
	b := &Builder{ptrSize: 8, order: binary.LittleEndian, header: like.Header, shared: like.Shared(), refs: make(map[nameRef]int)}
	// go object GOOS GOARCH RELEASE …
	if f := strings.Fields(like.Header); len(f) > 3 {
		if slices.Contains([]string{"386", "arm", "mips", "mipsle"}, f[3]) {
			b.ptrSize = 4
		}
		if slices.Contains([]string{"mips", "mips64", "ppc64", "s390x"}, f[3]) {
			b.order = binary.BigEndian
		}
	}
	return b
}

// Empty reports whether nothing has been defined.
func (b *Builder) Empty() bool { return len(b.defs) == 0 }

// Def is a symbol that is being defined.
type Def struct {
	b      *Builder
	index  int
	name   string
	kind   Kind
	static bool
	size   int64
	about  Description
	data   []byte
	addrs  []addr
}

type addr struct {
	at   int
	def  *Def    // the target, or
	ref  nameRef // its name
	plus int     // bytes behind its begin
}

// nameRef names a symbol of any package.
type nameRef struct {
	name string
	abi  uint16 // 0 for data
}

// abiInternal is the calling convention of functions that are written in Go (obj.ABIInternal).
const abiInternal = 1

// Define begins a symbol that other objects can refer to by name.
func (b *Builder) Define(name string, kind Kind) *Def {
	d := &Def{b: b, index: len(b.defs), name: name, kind: kind}
	b.defs = append(b.defs, d)
	return d
}

// DefineStatic begins a symbol that is known to this object only. The name is for people.
func (b *Builder) DefineStatic(name string, kind Kind) *Def {
	d := b.Define(name, kind)
	d.static = true
	return d
}

// Describe gives d the description of the symbol that it replaces.
func (d *Def) Describe(about Description) { d.about = about }

// Pad makes d at least size bytes long.
func (d *Def) Pad(size int64) { d.size = max(d.size, size) }

// String adds bytes.
func (d *Def) String(s string) { d.data = append(d.data, s...) }

// Word adds an integer of the size of an address.
func (d *Def) Word(n int) {
	if d.b.ptrSize == 4 {
		d.data = d.b.order.AppendUint32(d.data, uint32(n))
	} else {
		d.data = d.b.order.AppendUint64(d.data, uint64(n))
	}
}

// Addr adds the address of another symbol of the same object.
func (d *Def) Addr(to *Def) { d.addr(addr{def: to}) }

// AddrPlus adds the address of a place inside another symbol of the same object.
func (d *Def) AddrPlus(to *Def, plus int) { d.addr(addr{def: to, plus: plus}) }

// AddrOf adds the address of a symbol of any package.
func (d *Def) AddrOf(name string) { d.addr(addr{ref: nameRef{name: name}}) }

// AddrOfFunc adds the address of the code of a function of any package, which is written in Go.
func (d *Def) AddrOfFunc(name string) { d.addr(addr{ref: nameRef{name, abiInternal}}) }

func (d *Def) addr(a addr) {
	a.at = len(d.data)
	d.addrs = append(d.addrs, a)
	d.Word(0)
}

// ref returns the index of a symbol that is referred to by name.
func (b *Builder) ref(to nameRef) int {
	i, ok := b.refs[to]
	if !ok {
		i = len(b.names)
		b.refs[to] = i
		b.names = append(b.names, to)
	}
	return len(b.defs) + i
}

// pkg returns the index of a package.
func (b *Builder) pkg(prefix string) int {
	i := slices.Index(b.pkgs, prefix)
	if i < 0 {
		i = len(b.pkgs)
		b.pkgs = append(b.pkgs, prefix)
	}
	return i + 1 // the first index stands for no package
}

// Bytes returns the object file.
func (b *Builder) Bytes() []byte {
	le := binary.LittleEndian // the format's order, whatever the target's
	var relocIdx, auxIdx, dataIdx, relocs, aux, data []byte
	for _, d := range b.defs {
		relocIdx = le.AppendUint32(relocIdx, uint32(len(relocs)/relocSize))
		auxIdx = le.AppendUint32(auxIdx, uint32(len(aux)/auxSize))
		dataIdx = le.AppendUint32(dataIdx, uint32(len(data)))
		for _, a := range d.addrs {
			var to int
			if a.def != nil {
				to = a.def.index
			} else {
				to = b.ref(a.ref)
			}
			relocs = le.AppendUint32(relocs, uint32(a.at))
			relocs = append(relocs, byte(b.ptrSize))
			relocs = le.AppendUint16(relocs, relocAddr)
			relocs = le.AppendUint64(relocs, uint64(a.plus))
			relocs = le.AppendUint32(relocs, pkgNone)
			relocs = le.AppendUint32(relocs, uint32(to))
		}
		for _, a := range d.about.aux {
			var to ref
			if a.name != "" {
				to = ref{pkgNone, uint32(b.ref(nameRef{name: a.name}))}
			} else {
				to = ref{uint32(b.pkg(d.about.prefix)), a.ref.sym}
			}
			aux = append(aux, a.kind)
			aux = le.AppendUint32(aux, to.pkg)
			aux = le.AppendUint32(aux, to.sym)
		}
		data = append(data, d.data...)
	}
	relocIdx = le.AppendUint32(relocIdx, uint32(len(relocs)/relocSize))
	auxIdx = le.AppendUint32(auxIdx, uint32(len(aux)/auxSize))
	dataIdx = le.AppendUint32(dataIdx, uint32(len(data)))

	var names, pkgs, defs, refs []byte
	str := func(to []byte, s string) []byte {
		to = le.AppendUint32(to, uint32(len(s)))
		to = le.AppendUint32(to, uint32(headerSize+len(names)))
		names = append(names, s...)
		return to
	}
	for _, p := range append([]string{""}, b.pkgs...) {
		pkgs = str(pkgs, p)
	}
	sym := func(to []byte, name string, abi uint16, kind Kind, size int64, align int) []byte {
		to = str(to, name)
		to = le.AppendUint16(to, abi)
		to = append(to, byte(kind), 0, 0)
		to = le.AppendUint32(to, uint32(size))
		return le.AppendUint32(to, uint32(align))
	}
	for _, d := range b.defs {
		abi := uint16(0)
		if d.static {
			abi = staticABI
		}
		defs = sym(defs, d.name, abi, d.kind, max(d.size, int64(len(d.data))), b.ptrSize)
	}
	for _, n := range b.names {
		refs = sym(refs, n.name, n.abi, 0, 0, 0)
	}

	blocks := [nBlk][]byte{
		blkPkgIdx:    pkgs,
		blkNonpkgdef: defs,
		blkNonpkgref: refs,
		blkRelocIdx:  relocIdx,
		blkAuxIdx:    auxIdx,
		blkDataIdx:   dataIdx,
		blkReloc:     relocs,
		blkAux:       aux,
		blkData:      data,
	}
	out := []byte(b.header + "\n!\n")
	out = append(out, magic...)
	out = append(out, make([]byte, 8)...) // no fingerprint, as in assembly: it has no view of other packages' symbol indices
	flags := uint32(0)
	if b.shared {
		flags = flagShared
	}
	out = le.AppendUint32(out, flags)
	off := headerSize + len(names)
	for _, blk := range blocks {
		out = le.AppendUint32(out, uint32(off))
		off += len(blk)
	}
	out = append(out, names...)
	for _, blk := range blocks {
		out = append(out, blk...)
	}
	return out
}
