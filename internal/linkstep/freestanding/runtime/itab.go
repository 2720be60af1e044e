//go:build premain_bare

package runtime

import (
	"internal/abi"
	"internal/goarch"
	"unsafe"
)

// madeItab is an interface table that this program has made while running.
type madeItab struct {
	next *madeItab
	itab itab // more functions follow
}

var madeItabs *madeItab

// getitab returns the table of an interface and a type. Of tables that the linker has laid out, it must be that one: compiled code
// compares addresses.
func getitab(inter *interfacetype, typ *_type, canfail bool) *itab {
	if typ.TFlag&abi.TFlagUncommon == 0 {
		if canfail {
			return nil
		}
		panic(&TypeAssertionError{concrete: typ, asserted: &inter.Type, missingMethod: toRType(&inter.Type).nameOff(inter.Methods[0].Name).Name()})
	}
	m := laidOut(inter, typ)
	for made := madeItabs; m == nil && made != nil; made = made.next {
		if made.itab.Inter == inter && made.itab.Type == typ {
			m = &made.itab
		}
	}
	if m == nil {
		made := (*madeItab)(mallocgc(unsafe.Sizeof(madeItab{})+uintptr(len(inter.Methods)-1)*goarch.PtrSize, nil, true))
		made.next = madeItabs
		m = &made.itab
		m.Inter, m.Type, m.Hash = inter, typ, 0
		itabInit(m, true)
		madeItabs = made
	}
	if m.Fun[0] != 0 {
		return m
	}
	if canfail {
		return nil
	}
	panic(&TypeAssertionError{concrete: typ, asserted: &inter.Type, missingMethod: itabInit(m, false)})
}
