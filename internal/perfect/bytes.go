package perfect

import "unsafe"

// load returns the eight bytes at p, the first one lowest. It is one instruction where words need not be aligned.
func load(p unsafe.Pointer) uint64 {
	b := (*[8]byte)(p)
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// equal reports whether two strings are, of which b has more than eight bytes.
//
// Up to 64 bytes, it does not branch by the length, which predictors of branches could not know, as the runtime's comparison does.
func equal(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	if len(b) > 64 {
		return a == b
	}
	p, q, n := unsafe.Pointer(unsafe.StringData(a)), unsafe.Pointer(unsafe.StringData(b)), len(b)
	if n <= 16 {
		return differ(p, q, 0)|differ(p, q, n-8) == 0
	}
	i, j, k := min(16, n-16), max(n-32, 0), n-16
	return differ(p, q, 0)|differ(p, q, 8)|differ(p, q, i)|differ(p, q, i+8)|
		differ(p, q, j)|differ(p, q, j+8)|differ(p, q, k)|differ(p, q, k+8) == 0
}

// differ returns 0 if eight bytes at the same offset are equal.
func differ(p, q unsafe.Pointer, offset int) uint64 {
	return load(unsafe.Add(p, offset)) ^ load(unsafe.Add(q, offset))
}
