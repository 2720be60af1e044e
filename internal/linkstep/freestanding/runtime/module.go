//go:build premain_bare

package runtime

import (
	"internal/abi"
	"unsafe"
)

// There is one module. So the offsets by which the linker's types refer to each other need no search, and no check that could fail. Types that
// package reflect makes have negative offsets, from -2 on.

var (
	reflected     []unsafe.Pointer
	reflectedData unsafe.Pointer // of the slice, so that resolving needs no check
)

//go:linkname reflect_addReflectOff reflect.addReflectOff
func reflect_addReflectOff(p unsafe.Pointer) int32 {
	for i, q := range reflected {
		if p == q {
			return int32(-2 - i)
		}
	}
	reflected = append(reflected, p)
	reflectedData = unsafe.Pointer(unsafe.SliceData(reflected))
	return int32(-1 - len(reflected))
}

// offset returns what is at an offset from the linker's types.
//
//go:nosplit
func offset(off int32) unsafe.Pointer {
	if off < 0 {
		return *(*unsafe.Pointer)(add(reflectedData, uintptr(-2-off)*unsafe.Sizeof(reflectedData)))
	}
	return unsafe.Pointer(firstmoduledata.types + uintptr(off))
}

func resolveNameOff(ptrInModule unsafe.Pointer, off nameOff) name {
	if off == 0 {
		return name{}
	}
	return name{Bytes: (*byte)(offset(int32(off)))}
}

func resolveTypeOff(ptrInModule unsafe.Pointer, off typeOff) *_type {
	if off == 0 || off == -1 { // -1 is what the linker writes for what nothing can reach
		return nil
	}
	return (*_type)(offset(int32(off)))
}

func (t rtype) nameOff(off nameOff) name   { return resolveNameOff(nil, off) }
func (t rtype) typeOff(off typeOff) *_type { return resolveTypeOff(nil, off) }

func (t rtype) textOff(off textOff) unsafe.Pointer {
	if off == -1 {
		return unsafe.Pointer(abi.FuncPCABIInternal(unreachableMethod))
	}
	if off < 0 {
		return offset(int32(off))
	}
	return unsafe.Pointer(firstmoduledata.textAddr(uint32(off)))
}

func (md *moduledata) textAddr(off uint32) uintptr { return md.text + uintptr(off) }

func (t rtype) string() string {
	s := nameText(t.Str)
	if t.TFlag&abi.TFlagExtraStar != 0 {
		h := (*stringStruct)(unsafe.Pointer(&s))
		h.str, h.len = add(h.str, 1), h.len-1
	}
	return s
}

// nameText returns the text of a name, like its method Name.
//
//go:nosplit
//go:noinline
func nameText(off nameOff) (s string) {
	p := add(offset(int32(off)), 1)
	n, shift := 0, 0
	for {
		b := *(*byte)(p)
		p = add(p, 1)
		n |= int(b&0x7f) << (shift & 63)
		if b < 0x80 {
			break
		}
		shift += 7
	}
	h := (*stringStruct)(unsafe.Pointer(&s))
	h.str, h.len = p, n
	return s
}
