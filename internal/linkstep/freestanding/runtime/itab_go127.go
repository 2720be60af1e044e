//go:build premain_bare && go1.27

package runtime

import "unsafe"

// laidOut returns the table that the linker has laid out, if it has.
func laidOut(inter *interfacetype, typ *_type) *itab {
	md := &firstmoduledata
	p := md.types + md.itaboffset
	for end := p + md.itabsize; p < end; {
		m := (*itab)(unsafe.Pointer(p))
		if m.Inter == inter && m.Type == typ {
			return m
		}
		p += uintptr(m.Size())
	}
	return nil
}
