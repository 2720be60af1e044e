package goobj

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Builder makes an object file that defines data symbols by name and refers to symbols of other packages by name or by their
// place in the object that defines them. To the linker it is like a part of a package that was written in assembly.
type Builder struct {
	ptrSize int // bytes in an address of the target
	order   binary.AppendByteOrder
	header  string
	shared  bool
	imports []string
	defs    []*Def
	copies  []*Def // of content-addressed symbols
	copied  map[symbolID]*Def
	refs    map[nameRef]int
	names   []nameRef // of refs, by index
	pkgs    []string  // prefixes of packages to whose symbols there are references by index
	pkgAt   map[string]int
	exports [][]string // directives for the linker
}

// NewBuilder returns a builder of objects for the target for which like was compiled.
func NewBuilder(like *Object) *Builder {
	b := &Builder{header: like.Header, shared: like.Shared(), refs: make(map[nameRef]int), copied: make(map[symbolID]*Def), pkgAt: make(map[string]int)}
	b.ptrSize, b.order = like.Machine()
	return b
}

// ByteOrder is one of the two.
type ByteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// Machine returns the size of an address, in bytes, and the byte order of the target for which the object was compiled.
func (o *Object) Machine() (ptrSize int, order ByteOrder) {
	ptrSize, order = 8, binary.LittleEndian
	// go object GOOS GOARCH RELEASE …
	if f := strings.Fields(o.Header); len(f) > 3 {
		if slices.Contains([]string{"386", "arm", "mips", "mipsle"}, f[3]) {
			ptrSize = 4
		}
		if slices.Contains([]string{"mips", "mips64", "ppc64", "s390x"}, f[3]) {
			order = binary.BigEndian
		}
	}
	return ptrSize, order
}

// Import lets the linker load a package, which must be in its importcfg, as if the object's package imported it.
func (b *Builder) Import(path string) { b.imports = append(b.imports, path) }

// Export gives an assembly function of any package a name by which objects of C compilers can refer to it. As long as the C linker
// makes the program, that keeps the function.
//
// Such directives are those of package runtime/cgo and of what cgo generates (cmd/link/internal/ld/go.go, setCgoAttr).
func (b *Builder) Export(function, name string) {
	b.exports = append(b.exports, []string{"cgo_export_static", function, name})
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
	abi    uint16 // see nameRef
	flags  [2]byte
	align  int // 0 for that of an address
	size   int64
	about  Description
	gotype *Def
	data   []byte
	addrs  []addr

	hash []byte // of a content-addressed one
}

type addr struct {
	at   int
	size int // bytes to fill in
	kind uint16
	to   Target
	plus int // bytes behind its begin
}

// Target is a symbol to which an object refers.
type Target struct {
	def    *Def    // of the object itself, or
	ref    nameRef // the name of a symbol of any package, or
	prefix string  // of the package of which the symbol is the one with an index, or
	index  uint32
	from   *Object // the object that has the content-addressed symbol with an index

	builtin bool // the symbol with an index is the runtime's
}

// Named returns the target that is the data symbol of a name in any package.
func Named(name string) Target { return Target{ref: nameRef{name: name}} }

// NamedFunc returns the target that is the code of a function in any package, which is written in Go.
func NamedFunc(name string) Target { return Target{ref: nameRef{name, abiInternal}} }

// Name returns the name by which a target is known, if it is.
func (t Target) Name() (name string, ok bool) {
	return t.ref.name, t.def == nil && t.prefix == "" && !t.builtin
}

// Index returns, for a target that is known by its place in an object, the prefix of the symbols of the object's package and the place.
func (t Target) Index() (prefix string, index int) { return t.prefix, int(t.index) }

// Target returns d as a target for other symbols of the same object.
func (d *Def) Target() Target { return Target{def: d} }

// Target returns how other objects refer to a symbol of the object, whose package's symbols have the given prefix. ok is false if they
// cannot.
func (o *Object) Target(prefix string, s Symbol) (t Target, ok bool) {
	switch i := s.Index; {
	case i < o.n[blkSymdef]:
		return Target{prefix: prefix, index: uint32(i)}, true
	case i < o.n[blkSymdef]+o.n[blkHashed64def]+o.n[blkHasheddef]:
		return Target{prefix: prefix, index: uint32(i), from: o}, true
	default:
		b := o.sym(i)
		abi := binary.LittleEndian.Uint16(b[8:])
		return Target{ref: nameRef{s.Name, abi}}, abi != staticABI && s.Name != ""
	}
}

// symbolID identifies a symbol of an object.
type symbolID struct {
	object *Object
	index  uint32
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

// DefineAs begins a symbol to which other objects refer as to a function, written in Go or in assembly.
func (b *Builder) DefineAs(name Name, kind Kind) *Def {
	d := b.Define(name.Text, kind)
	if name.Go {
		d.abi = abiInternal
	}
	return d
}

// Kind returns the kind of d.
func (d *Def) Kind() Kind { return d.kind }

// Align gives d an alignment, a power of two in bytes.
func (d *Def) Align(n int) { d.align = n }

// PtrMask tells the collector which of d's words, of which there are so many, are pointers: the bits of mask, the lowest first.
// d is of kind Data.
//
// The linker takes the mask from the type that is the variable's. It wants to know of it only its size and the mask, unless it
// is an array or a struct (cmd/link/internal/ld/data.go, GCProg.AddSym); the type does not become part of the program.
func (d *Def) PtrMask(mask []byte, words int) {
	bits := d.b.DefineStatic("premain.mask", ROData)
	bits.align = 1
	bits.data = append(mask, make([]byte, max(0, (words+7)/8-len(mask)))...)
	t := d.b.DefineStatic("type:premain.mask", ROData)
	t.Word(words * d.b.ptrSize) // size
	t.Word(words * d.b.ptrSize) // of what holds pointers
	const unsafePointer = 26    // reflect.UnsafePointer, a kind without details
	t.data = append(t.data, 0, 0, 0, 0, 0, 0, 0, unsafePointer)
	t.Word(0) // equality
	t.Addr(bits)
	t.data = append(t.data, 0, 0, 0, 0, 0, 0, 0, 0)
	d.gotype = t
}

// UseType tells the linker that values of a type, or of that of an interface table, are in an interface, so that it keeps
// their methods.
func (d *Def) UseType(t Target) {
	d.addrs = append(d.addrs, addr{kind: relocUseIface, to: t})
}

// Describe gives d the description of the symbol that it replaces.
func (d *Def) Describe(about Description) { d.about = about }

// Pad makes d at least size bytes long.
func (d *Def) Pad(size int64) { d.size = max(d.size, size) }

// String adds bytes.
func (d *Def) String(s string) { d.data = append(d.data, s...) }

// Raw adds bytes.
func (d *Def) Raw(b []byte) { d.data = append(d.data, b...) }

// Len returns the number of bytes that have been added.
func (d *Def) Len() int { return len(d.data) }

// Word adds an integer of the size of an address.
func (d *Def) Word(n int) {
	if d.b.ptrSize == 4 {
		d.data = d.b.order.AppendUint32(d.data, uint32(n))
	} else {
		d.data = d.b.order.AppendUint64(d.data, uint64(n))
	}
}

// Uint32s adds integers of 32 bits.
func (d *Def) Uint32s(list ...int) {
	for _, n := range list {
		d.data = d.b.order.AppendUint32(d.data, uint32(n))
	}
}

// Uint16s adds integers of 16 bits.
func (d *Def) Uint16s(list ...uint16) {
	for _, n := range list {
		d.data = d.b.order.AppendUint16(d.data, n)
	}
}

// Uint64s adds integers of 64 bits.
func (d *Def) Uint64s(list ...uint64) {
	for _, n := range list {
		d.data = d.b.order.AppendUint64(d.data, n)
	}
}

// Copy adds the content of the i-th symbol of an object, whose package's symbols have the given prefix.
func (d *Def) Copy(o *Object, prefix string, i int) {
	at := len(d.data)
	d.data = append(d.data, o.Content(i)...)
	d.relocate(at, o, prefix, i)
}

// relocate adds the relocations of the i-th symbol of an object, whose content begins at an offset.
func (d *Def) relocate(at int, o *Object, prefix string, i int) {
	from, to := o.span(blkRelocIdx, i)
	for ; from < to && o.err == nil; from++ {
		r := o.bytes(blkReloc, from, relocSize)
		d.addrs = append(d.addrs, addr{
			at: at + int(binary.LittleEndian.Uint32(r)), size: int(r[4]), kind: binary.LittleEndian.Uint16(r[5:]),
			plus: int(binary.LittleEndian.Uint64(r[7:])), to: o.targetOf(prefix, readRef(r[15:])),
		})
	}
}

// Addr adds the address of another symbol of the same object.
func (d *Def) Addr(to *Def) { d.AddrTo(to.Target(), 0) }

// AddrPlus adds the address of a place inside another symbol of the same object.
func (d *Def) AddrPlus(to *Def, plus int) { d.AddrTo(to.Target(), plus) }

// AddrOf adds the address of a symbol of any package.
func (d *Def) AddrOf(name string) { d.AddrTo(Named(name), 0) }

// AddrOfFunc adds the address of the code of a function of any package, which is written in Go.
func (d *Def) AddrOfFunc(name string) { d.AddrTo(NamedFunc(name), 0) }

// AddrTo adds the address of a place in a symbol.
func (d *Def) AddrTo(to Target, plus int) {
	at := len(d.data)
	d.Word(0)
	d.PutAddr(at, to, plus)
}

// WeakAddrTo adds the address of a symbol, which does not make it a part of the program. Where it is none, the address is that of
// runtime.unreachableMethod.
func (d *Def) WeakAddrTo(to Target) {
	d.addrs = append(d.addrs, addr{at: len(d.data), size: d.b.ptrSize, kind: relocWeak | relocAddr, to: to})
	d.Word(0)
}

// PutAddr puts the address of a place in a symbol over the bytes at an offset.
func (d *Def) PutAddr(at int, to Target, plus int) {
	d.addrs = append(d.addrs, addr{at: at, size: d.b.ptrSize, kind: relocAddr, to: to, plus: plus})
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
	i, ok := b.pkgAt[prefix]
	if !ok {
		b.pkgs = append(b.pkgs, prefix)
		i = len(b.pkgs) // the first index stands for no package
		b.pkgAt[prefix] = i
	}
	return i
}

// resolve returns the reference to a target.
func (b *Builder) resolve(t Target) ref {
	switch {
	case t.def != nil && t.def.hash != nil:
		return ref{pkgHashed, uint32(t.def.index)}
	case t.def != nil:
		return ref{pkgNone, uint32(t.def.index)}
	case t.builtin:
		return ref{pkgBuiltin, t.index}
	case t.from != nil:
		return b.resolve(Target{def: b.copy(t)})
	case t.prefix != "":
		return ref{uint32(b.pkg(t.prefix)), t.index}
	}
	return ref{pkgNone, uint32(b.ref(t.ref))}
}

// copy defines a content-addressed symbol once more. The linker takes those with one hash for one.
func (b *Builder) copy(t Target) *Def {
	id := symbolID{t.from, t.index}
	if d := b.copied[id]; d != nil {
		return d
	}
	o, i := t.from, int(t.index)
	if i < o.n[blkSymdef]+o.n[blkHashed64def] { // whose content is its hash
		d := b.DefineStatic(o.symbol(i).Name, ROData)
		d.align = 1
		d.size = o.symbol(i).Size
		d.data = o.Content(i)
		b.copied[id] = d
		return d
	}
	rec := o.sym(i)
	d := &Def{
		b: b, index: len(b.copies), name: o.str(rec), kind: Kind(rec[10]), flags: [2]byte{rec[11], rec[12]},
		align: int(binary.LittleEndian.Uint32(rec[17:])), size: int64(binary.LittleEndian.Uint32(rec[13:])),
		data: o.Content(i), hash: o.hash(i),
	}
	b.copied[id] = d
	b.copies = append(b.copies, d)
	d.relocate(0, o, t.prefix, i)
	return d
}

// def returns a symbol by its place in the object.
func (b *Builder) def(i int) *Def {
	if i < len(b.copies) {
		return b.copies[i]
	}
	return b.defs[i-len(b.copies)]
}

// Bytes returns the object file.
func (b *Builder) Bytes() []byte {
	le := binary.LittleEndian                        // the format's order, whatever the target's
	for i := 0; i < len(b.copies)+len(b.defs); i++ { // what is copied may make more copies
		for _, a := range b.def(i).addrs {
			if a.to.from != nil {
				b.copy(a.to)
			}
		}
	}
	var relocIdx, auxIdx, dataIdx, relocs, aux, data []byte
	for i := range len(b.copies) + len(b.defs) {
		d := b.def(i)
		relocIdx = le.AppendUint32(relocIdx, uint32(len(relocs)/relocSize))
		auxIdx = le.AppendUint32(auxIdx, uint32(len(aux)/auxSize))
		dataIdx = le.AppendUint32(dataIdx, uint32(len(data)))
		for _, a := range d.addrs {
			to := b.resolve(a.to)
			relocs = le.AppendUint32(relocs, uint32(a.at))
			relocs = append(relocs, byte(a.size))
			relocs = le.AppendUint16(relocs, a.kind)
			relocs = le.AppendUint64(relocs, uint64(a.plus))
			relocs = le.AppendUint32(relocs, to.pkg)
			relocs = le.AppendUint32(relocs, to.sym)
		}
		if d.gotype != nil {
			aux = append(aux, auxGotype)
			aux = le.AppendUint32(aux, pkgNone)
			aux = le.AppendUint32(aux, uint32(d.gotype.index))
		}
		for _, a := range d.about.aux {
			to := b.resolve(a.to)
			aux = append(aux, a.kind)
			aux = le.AppendUint32(aux, to.pkg)
			aux = le.AppendUint32(aux, to.sym)
		}
		data = append(data, d.data...)
	}
	relocIdx = le.AppendUint32(relocIdx, uint32(len(relocs)/relocSize))
	auxIdx = le.AppendUint32(auxIdx, uint32(len(aux)/auxSize))
	dataIdx = le.AppendUint32(dataIdx, uint32(len(data)))

	var names, imports, pkgs, hashed, hashes, defs, refs []byte
	str := func(to []byte, s string) []byte {
		to = le.AppendUint32(to, uint32(len(s)))
		to = le.AppendUint32(to, uint32(headerSize+len(names)))
		names = append(names, s...)
		return to
	}
	for _, p := range append([]string{""}, b.pkgs...) {
		pkgs = str(pkgs, p)
	}
	for _, p := range b.imports {
		imports = str(imports, p)
		imports = append(imports, make([]byte, 8)...) // any fingerprint will do
	}
	sym := func(to []byte, name string, abi uint16, kind Kind, flags [2]byte, size int64, align int) []byte {
		to = str(to, name)
		to = le.AppendUint16(to, abi)
		to = append(to, byte(kind), flags[0], flags[1])
		to = le.AppendUint32(to, uint32(size))
		return le.AppendUint32(to, uint32(align))
	}
	for _, d := range b.defs {
		abi := d.abi
		if d.static {
			abi = staticABI
		}
		defs = sym(defs, d.name, abi, d.kind, d.flags, max(d.size, int64(len(d.data))), cmp.Or(d.align, b.ptrSize))
	}
	for _, d := range b.copies {
		hashed = sym(hashed, d.name, 0, d.kind, d.flags, d.size, d.align)
		hashes = append(hashes, d.hash...)
	}
	for _, n := range b.names {
		refs = sym(refs, n.name, n.abi, 0, [2]byte{}, 0, 0)
	}

	blocks := [nBlk][]byte{
		blkAutolib:   imports,
		blkPkgIdx:    pkgs,
		blkHasheddef: hashed,
		blkHash:      hashes,
		blkNonpkgdef: defs,
		blkNonpkgref: refs,
		blkRelocIdx:  relocIdx,
		blkAuxIdx:    auxIdx,
		blkDataIdx:   dataIdx,
		blkReloc:     relocs,
		blkAux:       aux,
		blkData:      data,
	}
	out := []byte(b.header + "\n")
	if len(b.exports) > 0 {
		text, err := json.Marshal(b.exports)
		if err != nil {
			panic(err) // strings
		}
		out = fmt.Appendf(out, "\n$$\n\n$$\n\n\n$$  // cgo\n%s\n$$\n\n\n", text)
	}
	out = append(out, "!\n"...)
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
	return append(out, 0) // where the relocations of a symbol begin that has none, the linker looks at a byte
}
