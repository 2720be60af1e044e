package needs

import (
	"encoding/binary"
	"slices"

	"premain.dev/internal/linkstep/goobj"
)

// use is a reference of code to a variable without content.
type use struct {
	variable symbol
	by       *node
	at       int
}

// zero reports whether the symbol is a variable without content.
func (s symbol) zero() bool {
	k := s.object.Symbol(s.index).Kind
	return k == goobj.BSS || k == goobj.NoPtrBSS
}

// late sorts out the variables that have no value yet.
func (w *walk) late() (list []Late) {
	var seen []symbol
	for _, u := range w.zeroes {
		if !slices.Contains(seen, u.variable) && u.variable.object == u.variable.pkg.objects[0] && u.variable.pkg.initialised()[u.variable.index] {
			seen = append(seen, u.variable)
			s := u.variable.object.Symbol(u.variable.index)
			to, _ := u.variable.object.Target(u.variable.pkg.prefix, s)
			list = append(list, Late{to, GoName(s.Name), w.chain(u.by, u.at)})
		}
	}
	return list
}

// initialised returns the variables without content that the code may fill that initialises the package's variables.
//
// The compiler gathers that code in a function of its own; an init function of the source is another one. It fills what it writes to.
// What it only takes the address of, it may fill through that, or hand on.
func (k *pkg) initialised() map[int]bool {
	if k.init != nil {
		return k.init
	}
	k.init = make(map[int]bool)
	o, name := k.objects[0], k.prefix+".init"
	if f, ok := o.Lookup(name)[name]; ok {
		code := o.Content(f.Index)
		for r := range o.Relocs(f.Index) {
			if s := (symbol{k, o, r.To.Index}); r.To.Own && o.Defines(r.To.Index) && s.zero() && !loads(architecture(o), code, r) {
				k.init[r.To.Index] = true
			}
		}
	}
	return k.init
}

// loads reports whether the instruction at a relocation only reads what the symbol holds. false says nothing.
func loads(arch string, code []byte, r goobj.Reloc) bool {
	switch {
	case !r.Kind.Direct(): // the instruction loads an address
		return false
	case arch == "amd64" && r.Offset >= 3 && r.Offset <= len(code):
		// An opcode, and a byte for the operands, stand before the address.
		return loadsAMD64(code[r.Offset-3], code[r.Offset-2], code[r.Offset-1])
	case r.Offset < 0 || r.Offset+8 > len(code):
		return false
	}
	// An instruction for the upper bits of the address, and one for the lower bits.
	second := binary.LittleEndian.Uint32(code[r.Offset+4:])
	switch arch {
	case "arm64":
		const loadStore, mask = 0x39000000, 0x3b000000 // with an unsigned offset
		vector, opc := second>>26&1 == 1, second>>22&3
		return second&mask == loadStore && (opc == 1 || opc == 3 || opc == 2 && !vector)
	case "riscv64":
		const load, loadFP = 0x03, 0x07
		return second&0x7f == load || second&0x7f == loadFP
	}
	return false
}

func loadsAMD64(before, opcode, operands byte) bool {
	switch opcode {
	case 0x03, 0x0b, 0x23, 0x2b, 0x33, // arithmetic with a register, into that
		0x38, 0x39, 0x3a, 0x3b, 0x84, 0x85, // comparisons
		0x63, 0x8a, 0x8b: // MOV into a register
		return before != 0x0f
	case 0x80, 0x81, 0x83: // arithmetic with a number: only the comparison does not write
		return before != 0x0f && operands>>3&7 == 7
	case 0x10, 0x28, 0x6f, 0xb6, 0xb7, 0xbe, 0xbf: // MOV into a vector register, or of something short
		return before == 0x0f
	}
	return false
}
