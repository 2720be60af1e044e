package mmio

import "unsafe"

// fieldError is what misuse of a field panics with. It holds its text, so that telling of it needs no heap.
type fieldError struct {
	text   [128]byte
	length int
}

// Error returns the text.
func (e *fieldError) Error() string { return unsafe.String(&e.text[0], e.length) }

func (e *fieldError) add(s string) { e.length += copy(e.text[e.length:], s) }

func (e *fieldError) addNumber(n uint64) {
	var digits [20]byte
	i := len(digits)
	for {
		i--
		digits[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			break
		}
	}
	e.length += copy(e.text[e.length:], digits[i:])
}

func (e *fieldError) addField(bits uint64, low, width uint8) {
	e.add("mmio: Field")
	e.addNumber(bits)
	e.add("{Low: ")
	e.addNumber(uint64(low))
	e.add(", Width: ")
	e.addNumber(uint64(width))
	e.add("}: ")
}

// badField is told that a field is none of a register with so many bits. It is not inlined, for that keeps fields small.
//
//go:noinline
func badField(bits uint64, low, width uint8) *fieldError {
	e := newFieldError()
	e.addField(bits, low, width)
	if width == 0 {
		e.add("the field has no bits; give it a Width of 1 or more")
	} else {
		e.add("the field ends after the register's last bit, which is ")
		e.addNumber(bits - 1)
	}
	return e
}

// badValue is told that a value does not fit into a field.
//
//go:noinline
func badValue(bits uint64, low, width uint8, value uint64) *fieldError {
	e := newFieldError()
	e.addField(bits, low, width)
	e.add("the value ")
	e.addNumber(value)
	e.add(" does not fit; the largest is ")
	e.addNumber(1<<width - 1)
	return e
}
