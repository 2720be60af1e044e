//go:build premain_bare

package runtime

import "unsafe"

// What prints integers is in nearly every program. Go's own checks indexes, which needs the tables of an index out of range.

//go:nosplit
func printuint(v uint64) { printDecimal(v, false) }

//go:nosplit
func printint(v int64) {
	if v < 0 {
		printDecimal(-uint64(v), true)
		return
	}
	printDecimal(uint64(v), false)
}

//go:nosplit
func printDecimal(v uint64, negative bool) {
	n := &numberText
	n.digits = 0
	for {
		n.digit(byte('0' + v%10))
		v /= 10
		if v == 0 {
			break
		}
	}
	if negative {
		n.digit('-')
	}
	n.print()
}

var minhexdigits = 0

//go:nosplit
func printhex(v uint64) { printhexopts(true, minhexdigits, v) }

//go:nosplit
func printhexopts(include0x bool, mindigits int, v uint64) {
	n := &numberText
	n.digits = 0
	for {
		n.digit("0123456789abcdef"[v%16])
		v /= 16
		if v == 0 && n.digits >= uint(mindigits) {
			break
		}
	}
	if include0x {
		n.digit('x')
		n.digit('0')
	}
	n.print()
}

var numberText number

// number is text that is made from its end.
type number struct {
	text   [128]byte
	digits uint
}

func (n *number) digit(b byte) {
	n.digits++
	n.text[-n.digits%128] = b
}

//go:nosplit
func (n *number) print() {
	b := slice{add(unsafe.Pointer(&n.text), uintptr(-n.digits%128)), int(n.digits), int(n.digits)}
	gwrite(*(*[]byte)(unsafe.Pointer(&b)))
}
