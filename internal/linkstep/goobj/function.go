package goobj

import (
	"encoding/binary"
	"iter"
	"strings"
)

// What else an object says about a function (cmd/internal/goobj/objfile.go, Aux Type).
const (
	auxFuncInfo = 1
	auxPcsp     = 7
	auxPcfile   = 8
	auxPcline   = 9
	auxPcinline = 10
	auxPcdata   = 11
)

const (
	fileSize   = 8
	inlineSize = 24

	pkgHashed64 = pkgNone - 1 // a content-addressed symbol of the object, of at most eight bytes
)

// Flags of symbols.
const (
	flagGoType = 1 << 6 // of the first byte
	flagItab   = 1 << 1 // of the second
)

// Reference is a symbol to which an object refers.
type Reference struct {
	Name string // of a symbol that some object defines, or
	ABI  uint16 // besides the name of a function: its calling convention
	Own  bool   // it is the symbol of this object with an index, or
	// the symbol with an index in the object that was compiled from the package whose symbols have a prefix, or
	Prefix  string
	Builtin bool // it is the symbol that Builtin names
	Index   int
}

// reference returns what r refers to. ok is false if it refers to nothing.
func (o *Object) reference(r ref) (to Reference, ok bool) {
	at := int(r.sym)
	switch hashed := o.n[blkSymdef] + o.n[blkHashed64def]; {
	case r == ref{}:
		return Reference{}, false
	case r.pkg == pkgSelf:
		return Reference{Own: true, Index: at}, true
	case r.pkg == pkgHashed64:
		return Reference{Own: true, Index: o.n[blkSymdef] + at}, true
	case r.pkg == pkgHashed:
		return Reference{Own: true, Index: hashed + at}, true
	case r.pkg == pkgNone && at < o.n[blkNonpkgdef]:
		return Reference{Own: true, Index: hashed + o.n[blkHasheddef] + at}, true
	case r.pkg == pkgNone:
		b := o.sym(hashed + o.n[blkHasheddef] + at)
		return Reference{Name: o.str(b), ABI: binary.LittleEndian.Uint16(b[8:])}, true
	case r.pkg == pkgBuiltin:
		return Reference{Builtin: true, Index: at}, true
	}
	if r.pkg > pkgSelf {
		o.err = errDamaged
		return Reference{}, false
	}
	return Reference{Prefix: o.str(o.bytes(blkPkgIdx, int(r.pkg), pkgNameSize)), Index: at}, true
}

// RelocKind is the kind of a relocation (objabi.RelocType).
type RelocKind uint16

// Kinds of relocations that the link step tells apart. Those of loong64, which differ between releases, have higher numbers.
const (
	RelocUseIfaceMethod RelocKind = 24 // a method of an interface is called: the symbol is its type, Add the offset of the method in it
	RelocUseNamedMethod RelocKind = 25 // a method of an interface that has type parameters is called: the symbol holds its name

	relocCall      = 7
	relocCallARM64 = 9
	relocPCRel     = 14
	relocUseField  = 21
	relocUseType   = 22
	relocMethodOff = 26
	relocKeep      = 27
	relocLDST8     = 37 // R_ARM64_PCREL_LDST8
	relocLDST64    = 40
	relocJAL       = 59 // R_RISCV_JAL
	relocJALFar    = 60 // R_RISCV_JAL_TRAMP
	relocCallRISCV = 61
	relocLoadRISCV = 62 // R_RISCV_PCREL_ITYPE
)

// Call reports whether the relocation is that of a direct call or jump on amd64, arm64 or riscv64.
func (k RelocKind) Call() bool {
	switch k {
	case relocCall, relocCallARM64, relocJAL, relocJALFar, relocCallRISCV:
		return true
	}
	return false
}

// Direct reports whether the instruction at the relocation, on amd64, arm64 or riscv64, itself uses the place in memory at which the
// symbol is, or computes its address.
func (k RelocKind) Direct() bool {
	return k == relocPCRel || k >= relocLDST8 && k <= relocLDST64 || k == relocLoadRISCV
}

// Marks reports whether the relocation only tells the linker something: it fills nothing in and no code uses its symbol through it, or,
// for the method of a type, only code that finds it by reflection.
func (k RelocKind) Marks() bool {
	switch k {
	case relocUseField, relocUseType, relocUseIface, relocMethodOff, relocKeep:
		return true
	}
	return false
}

// Weak reports whether the relocation does not make its symbol part of the program.
func (k RelocKind) Weak() bool { return k&relocWeak != 0 }

// Reloc is a relocation of a symbol.
type Reloc struct {
	Offset int // in the symbol's content
	Size   int // of what is filled in, in bytes
	Kind   RelocKind
	Add    int64
	To     Reference
}

// Relocs yields those relocations of the i-th symbol that refer to a symbol.
func (o *Object) Relocs(i int) iter.Seq[Reloc] {
	return func(yield func(Reloc) bool) {
		from, to := o.span(blkRelocIdx, i)
		for ; from < to && o.err == nil; from++ {
			b := o.bytes(blkReloc, from, relocSize)
			to, ok := o.reference(readRef(b[15:]))
			if !ok {
				continue
			}
			r := Reloc{
				Offset: int(int32(binary.LittleEndian.Uint32(b))), Size: int(b[4]), Kind: RelocKind(binary.LittleEndian.Uint16(b[5:])),
				Add: int64(binary.LittleEndian.Uint64(b[7:])), To: to,
			}
			if !yield(r) {
				return
			}
		}
	}
}

// Defines reports whether i is the index of a symbol that the object defines.
func (o *Object) Defines(i int) bool { return i >= 0 && i < o.defined() }

// ABI returns the calling convention that the i-th symbol, a function, has. ok is false if no other object can refer to it by name.
func (o *Object) ABI(i int) (abi uint16, ok bool) {
	abi = binary.LittleEndian.Uint16(o.sym(i)[8:])
	return abi, abi != staticABI
}

// Named yields the symbols that the object defines for references by name from any object.
func (o *Object) Named() iter.Seq[Symbol] {
	return func(yield func(Symbol) bool) {
		first := o.n[blkSymdef] + o.n[blkHashed64def] + o.n[blkHasheddef]
		for i := range o.n[blkNonpkgdef] {
			if !yield(o.symbol(first + i)) {
				return
			}
		}
	}
}

// Wanted yields the names by which the object refers to symbols that it does not define.
func (o *Object) Wanted() iter.Seq[Name] {
	return func(yield func(Name) bool) {
		for i := range o.n[blkNonpkgref] {
			b := o.sym(o.defined() + i)
			if !yield(Name{o.str(b), binary.LittleEndian.Uint16(b[8:]) == abiInternal}) {
				return
			}
		}
	}
}

// IsType reports whether the i-th symbol is a type descriptor.
func (o *Object) IsType(i int) bool { return o.sym(i)[11]&flagGoType != 0 }

// IsItab reports whether the i-th symbol is the table of the methods that a type has for an interface.
func (o *Object) IsItab(i int) bool { return o.sym(i)[12]&flagItab != 0 }

// Function is what an object says about the code of a function.
type Function struct {
	object *Object
	step   int // bytes that a unit of the tables stands for
	info   []byte
	sp     []byte
	file   []byte
	line   []byte
	inline []byte
	data   [][]byte
}

// Function returns what the object says about the i-th symbol, which is a function.
func (o *Object) Function(i int) Function {
	f := Function{object: o, step: 4}
	if h := strings.Fields(o.Header); len(h) > 3 {
		switch h[3] {
		case "386", "amd64", "wasm":
			f.step = 1
		case "riscv64", "s390x":
			f.step = 2
		}
	}
	from, to := o.span(blkAuxIdx, i)
	for ; from < to && o.err == nil; from++ {
		b := o.bytes(blkAux, from, auxSize)
		if b[0] != auxFuncInfo && (b[0] < auxPcsp || b[0] > auxPcdata) {
			continue
		}
		var content []byte
		if to, ok := o.reference(readRef(b[1:])); ok {
			if !to.Own {
				o.err = errDamaged
				break
			}
			content = o.Content(to.Index)
		}
		switch b[0] {
		case auxFuncInfo:
			f.info = content
		case auxPcsp:
			f.sp = content
		case auxPcfile:
			f.file = content
		case auxPcline:
			f.line = content
		case auxPcinline:
			f.inline = content
		case auxPcdata:
			f.data = append(f.data, content)
		}
	}
	return f
}

// stretch is a stretch of code in which a table has one value.
type stretch struct {
	from, to int
	value    int
}

// stretches yields what a table says, from the function's begin to its end: pairs of a change of the value and a length, after
// -1 and 0, up to a value that does not change.
func (f Function) stretches(table []byte) iter.Seq[stretch] {
	return func(yield func(stretch) bool) {
		s := stretch{value: -1}
		for first := true; len(table) > 0; first = false {
			change, n := binary.Varint(table)
			if n <= 0 {
				f.object.err = errDamaged
				return
			}
			if change == 0 && !first {
				return
			}
			length, m := binary.Uvarint(table[n:])
			if m <= 0 || length > 1<<30 {
				f.object.err = errDamaged
				return
			}
			table = table[n+m:]
			s = stretch{s.to, s.to + int(length)*f.step, int(int32(int64(s.value) + change))}
			if !yield(s) {
				return
			}
		}
	}
}

// at returns the value that a table has at an offset, -1 if it has none.
func (f Function) at(table []byte, offset int) int {
	for s := range f.stretches(table) {
		if offset < s.to {
			return s.value
		}
	}
	return -1
}

// Stack returns how many bytes of the stack the function holds at an offset, without its return address where the call pushes one.
func (f Function) Stack(offset int) int64 { return int64(max(0, f.at(f.sp, offset))) }

// MaxStack returns the largest number of bytes of the stack that the function holds.
func (f Function) MaxStack() int64 {
	most := 0
	for s := range f.stretches(f.sp) {
		most = max(most, s.value)
	}
	return int64(most)
}

// PCData returns the value of the i-th table of a function's own kind of data at an offset, -1 if there is none.
func (f Function) PCData(i, offset int) int {
	if i >= len(f.data) {
		return -1
	}
	return f.at(f.data[i], offset)
}

// Position is a place in the source.
type Position struct {
	File string
	Line int
}

// Positions yields the places of the source from which the code comes, each with the offset at which its code begins.
func (f Function) Positions() iter.Seq2[int, Position] {
	return func(yield func(int, Position) bool) {
		next, stop := iter.Pull(f.stretches(f.file))
		defer stop()
		file, ok := next()
		name := f.fileName(file.value)
		for line := range f.stretches(f.line) {
			for from := line.from; from < line.to; from = min(file.to, line.to) {
				for ok && from >= file.to {
					if file, ok = next(); ok {
						name = f.fileName(file.value)
					}
				}
				if !yield(from, Position{name, line.value}) || !ok {
					return
				}
			}
		}
	}
}

// Frame is a function that runs at a place of the code, with the place in its source.
type Frame struct {
	Function Reference // the function itself if !Inlined
	Inlined  bool
	Position
}

// Frames returns what runs at an offset: the function, then those whose bodies the compiler has put in its place.
func (f Function) Frames(offset int) []Frame {
	innermost := Frame{Position: Position{f.fileName(f.at(f.file, offset)), f.at(f.line, offset)}}
	frames := []Frame{innermost}
	tree := f.tree()
	for node := f.at(f.inline, offset); node >= 0; {
		if (node+1)*inlineSize > len(tree) || len(frames) > len(tree)/inlineSize {
			f.object.err = errDamaged
			return frames
		}
		b := tree[node*inlineSize:]
		node = int(int32(binary.LittleEndian.Uint32(b)))
		frames[0].Function, frames[0].Inlined = f.function(b[12:])
		caller := Position{f.fileName(int(binary.LittleEndian.Uint32(b[4:]))), int(binary.LittleEndian.Uint32(b[8:]))}
		frames = append([]Frame{{Position: caller}}, frames...)
	}
	return frames
}

func (f Function) function(b []byte) (Reference, bool) { return f.object.reference(readRef(b)) }

// tree returns the records of the calls in whose place there are the bodies of the functions. Before them the information about
// the function has four words, a list of files, and their number.
func (f Function) tree() []byte {
	b := f.info
	for _, skip := range []int{16, 0} {
		if len(b) < skip+4 {
			return nil
		}
		n := int(binary.LittleEndian.Uint32(b[skip:]))
		b = b[skip+4:]
		if skip == 0 {
			return b[:min(len(b), n*inlineSize)]
		}
		b = b[min(len(b), 4*n):]
	}
	return nil
}

// Files returns the source files from which there is code in the object: the package's own, and others whose functions have been inlined.
func (o *Object) Files() (names []string) {
	for i := range int(o.off[blkFile+1]-o.off[blkFile]) / fileSize {
		names = append(names, strings.TrimPrefix(o.str(o.bytes(blkFile, i, fileSize)), "gofile.."))
	}
	return names
}

// fileName returns the i-th file of the object as the compiler was given it.
func (f Function) fileName(i int) string {
	if i < 0 {
		return ""
	}
	return strings.TrimPrefix(f.object.str(f.object.bytes(blkFile, i, fileSize)), "gofile..")
}
