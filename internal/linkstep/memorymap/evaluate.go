package memorymap

import (
	"math/bits"
	"strings"
)

// base is what a value is relative to: the beginning of the output section of that index, or one of the following.
//
// In a section, numbers are neither: they are absolute beside absolute values and relative beside relative ones, and what is assigned
// is taken for relative. Outside sections, they are absolute.
type base int

const (
	absolute base = -1
	number   base = -2
)

// value is the value of an expression. It is not known as long as what it refers to has not been placed.
type value struct {
	n     uint64
	base  base
	known bool
}

// address returns the value as an address.
func (p *placer) address(v value) uint64 {
	if v.base >= 0 {
		return v.n + p.sections[v.base].addr
	}
	return v.n
}

// absolute makes a value absolute.
func (p *placer) absolute(v value) value {
	v.n = p.address(v)
	v.base = absolute
	return v
}

// here returns an address as a value relative to the current section.
func (p *placer) here(address uint64) value {
	if p.current >= 0 {
		return value{address - p.sections[p.current].addr, base(p.current), true}
	}
	return value{address, absolute, true}
}

// plain returns a number as it is where it is not written, but the value of a function.
func plain(n uint64) value { return value{n, number, true} }

func truth(b bool) value {
	if b {
		return plain(1)
	}
	return plain(0)
}

// align rounds an address up to a multiple of n. It reports whether that is less than 2⁶⁴.
func align(address, n uint64) (uint64, bool) {
	if n <= 1 || address%n == 0 {
		return address, true
	}
	up := address + (n - address%n)
	return up, up > address
}

// evaluate computes an expression at the place that p has come to.
func (p *placer) evaluate(e *expression) value {
	unknown := value{base: number}
	switch e.op {
	case opNumber:
		if p.current < 0 {
			return value{e.number, absolute, true}
		}
		return plain(e.number)
	case opDot:
		return p.here(p.dot)
	case opSymbol:
		return p.symbol(e)
	case "DEFINED":
		return truth(p.defined[e.name])
	case "ORIGIN", "LENGTH":
		r := p.regions[1+p.m.aliases[e.name]]
		if !r.known {
			return unknown
		}
		if e.op == "ORIGIN" {
			return value{r.origin, absolute, true}
		}
		return plain(r.length)
	case "ADDR", "LOADADDR", "SIZEOF", "ALIGNOF":
		return p.ofSection(e)
	case "?:":
		condition := p.evaluate(e.args[0])
		switch {
		case !condition.known:
			return unknown
		case condition.n != 0:
			return p.evaluate(e.args[1])
		}
		return p.evaluate(e.args[2])
	}

	left := p.evaluate(e.args[0])
	if !left.known {
		return unknown
	}
	if len(e.args) == 1 {
		return p.unary(e, left)
	}
	switch {
	case e.op == "&&" && left.n == 0:
		return truth(false)
	case e.op == "||" && left.n != 0:
		return truth(true)
	}
	right := p.evaluate(e.args[1])
	if !right.known {
		return unknown
	}
	return p.binary(e, left, right)
}

func (p *placer) ofSection(e *expression) value {
	i := p.m.names[e.name]
	s := &p.sections[i]
	if !s.known {
		return value{base: number}
	}
	switch e.op {
	case "ADDR":
		return value{0, base(i), true}
	case "LOADADDR":
		return value{s.load, absolute, true}
	case "SIZEOF":
		return plain(s.size)
	}
	return plain(s.align)
}

// symbol returns the value that a symbol was given last: above, or if it has none yet, in the pass before.
func (p *placer) symbol(e *expression) value {
	if p.defined[e.name] || e.name != p.assigning {
		if s, ok := p.symbols[e.name]; ok && s.value.known {
			v := s.value
			if v.base == absolute && p.current >= 0 {
				v.base = number
			}
			return v
		}
	}
	_, assigned := p.m.assigned[e.name]
	switch {
	case e.name == p.assigning && !p.defined[e.name]:
		p.wrong(e.position, "the symbol %s has no value before this assignment: give it one above", e.name)
	case assigned:
		p.circular = append(p.circular, fault{e.position, "the symbol " + e.name + " depends on itself: give it a value that does not"})
	case strings.Contains(e.name, "/"):
		p.wrong(e.position, "the symbol %s is not defined: if a division is meant, write blanks around the /", e.name)
	default:
		p.wrong(e.position, "the symbol %s is not defined: assign to it in the memory map, from where symbols of Go can't be seen", e.name)
	}
	return value{base: number}
}

func (p *placer) unary(e *expression, v value) value {
	switch e.op {
	case "ALIGN":
		up, ok := align(p.dot, v.n)
		if !ok {
			p.wrong(e.position, "ALIGN(%#x) of %#x is more than 64 bits can hold", v.n, p.dot)
			return value{base: number}
		}
		return p.here(up)
	case "ABSOLUTE":
		return p.absolute(v)
	case "LOG2CEIL":
		if v.n <= 1 {
			v.n = 0
		} else {
			v.n = uint64(bits.Len64(v.n - 1))
		}
	case "~":
		v.n = ^v.n
	case "-":
		v.n = -v.n
	case "!":
		v.n = truth(v.n == 0).n
	}
	return v
}

// binary computes an operator or a function of two values. Values that are relative to different sections are made absolute before,
// and what is computed of two that are relative to the same is a number, as a distance is.
func (p *placer) binary(e *expression, l, r value) value {
	result := number
	if p.current < 0 {
		result = absolute
	}
	kept := l.base // of functions that return one of the two, more or less
	switch {
	case l.base == r.base:
	case l.base == number:
		result, kept = r.base, r.base
	case r.base == number:
		result = l.base
	default:
		l, r = p.absolute(l), p.absolute(r)
		kept = absolute
	}
	n := uint64(0)
	switch e.op {
	case "+":
		n = l.n + r.n
	case "-":
		n = l.n - r.n
	case "*":
		n = l.n * r.n
	case "/", "%":
		if r.n == 0 {
			p.wrong(e.position, "division by zero")
			return value{base: number}
		}
		// As in GNU ld, these two take their operands for signed.
		if e.op == "/" {
			n = uint64(int64(l.n) / int64(r.n))
		} else {
			n = uint64(int64(l.n) % int64(r.n))
		}
	case "<<", ">>":
		if r.n > 63 {
			p.wrong(e.position, "a shift by %d bits: 63 is the most", r.n)
			return value{base: number}
		}
		if e.op == "<<" {
			n = l.n << r.n
		} else {
			n = l.n >> r.n
		}
	case "&":
		n = l.n & r.n
	case "|":
		n = l.n | r.n
	case "^":
		n = l.n ^ r.n
	case "==":
		return truth(l.n == r.n)
	case "!=":
		return truth(l.n != r.n)
	case "<":
		return truth(l.n < r.n)
	case ">":
		return truth(l.n > r.n)
	case "<=":
		return truth(l.n <= r.n)
	case ">=":
		return truth(l.n >= r.n)
	case "&&":
		return truth(l.n != 0 && r.n != 0)
	case "||":
		return truth(l.n != 0 || r.n != 0)
	case "MAX", "MIN":
		result, n = kept, max(l.n, r.n)
		if e.op == "MIN" {
			n = min(l.n, r.n)
		}
	case "ALIGN":
		up, ok := align(l.n, r.n)
		if !ok {
			p.wrong(e.position, "ALIGN(%#x, %#x) is more than 64 bits can hold", l.n, r.n)
			return value{base: number}
		}
		result, n = kept, up
	}
	return value{n, result, true}
}
