package preinit

import "unsafe"

// Text is a string or bytes.
type Text interface{ ~string | ~[]byte }

// Equal reports whether two texts have the same bytes.
//
//go:norace
//go:nocheckptr
func Equal[A, B Text](a A, b B) bool { return len(a) == len(b) && HasPrefix(a, b) }

// HasPrefix reports whether a text begins with another one.
//
//go:norace
//go:nocheckptr
func HasPrefix[A, B Text](s A, prefix B) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if s[i] != prefix[i] {
			return false
		}
	}
	return true
}

// Cut returns what stands before and behind the first separator, and whether there is one. Without one, before is the whole
// text.
//
//go:norace
//go:nocheckptr
func Cut[T Text](s T, separator byte) (before, after T, found bool) {
	if i := indexByte(s, separator); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, s[len(s):], false
}

// String returns bytes as a string, not a copy of them: it is for what is put together where there is no heap, and changes with the bytes.
//
//go:norace
//go:nocheckptr
func String(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

//go:norace
//go:nocheckptr
func indexByte[T Text](s T, c byte) int {
	for i := range len(s) {
		if s[i] == c {
			return i
		}
	}
	return -1
}

// FormatInt writes an integer in a base from 2 to 36 to the end of a buffer, and returns the part of the buffer that it fills.
// 65 bytes are enough for every integer, 20 for decimal ones. It ends the process if the buffer is too small or the base is no such one.
//
//go:norace
//go:nocheckptr
func FormatInt(buffer []byte, n int64, base int) []byte {
	negative, u := n < 0, uint64(n)
	if negative {
		u = -u
	}
	digits := formatUint(buffer, u, base)
	if negative {
		i := len(buffer) - len(digits) - 1
		buffer[i] = '-'
		return buffer[i:]
	}
	return digits
}

// formatUint is FormatInt of what has no sign.
//
//go:norace
//go:nocheckptr
func formatUint(buffer []byte, u uint64, base int) []byte {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	checkIndex(base-2, len(digits)-1)
	i := len(buffer)
	for {
		i--
		buffer[i] = digits[u%uint64(base)]
		u /= uint64(base)
		if u == 0 {
			return buffer[i:]
		}
	}
}

// ParseInt reads a decimal integer, with a sign or without. ok is false if the text is none or the integer does not fit.
//
//go:norace
//go:nocheckptr
func ParseInt[T Text](s T) (n int64, ok bool) {
	i, negative := 0, false
	if len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		i, negative = 1, s[0] == '-'
	}
	if i == len(s) {
		return 0, false
	}
	limit := uint64(1<<63 - 1)
	if negative {
		limit++
	}
	u := uint64(0)
	for ; i < len(s); i++ {
		d := uint64(s[i]) - '0'
		if d > 9 || u > (limit-d)/10 {
			return 0, false
		}
		u = u*10 + d
	}
	if negative {
		return int64(-u), true
	}
	return int64(u), true
}

// CString writes a text and a zero byte into a buffer, as system calls want paths, and returns the address of its first byte. It
// returns nil if the text does not fit or contains a zero byte.
//
//go:norace
//go:nocheckptr
func CString[T Text](buffer []byte, s T) *byte {
	if len(s) >= len(buffer) || indexByte(s, 0) >= 0 {
		return nil
	}
	for i := range len(s) {
		buffer[i] = s[i]
	}
	buffer[len(s)] = 0
	return unsafe.SliceData(buffer)
}

// checkIndex ends the process if i is not the index of one of n things.
//
//go:norace
//go:nocheckptr
func checkIndex(i, n int) {
	if uint(i) >= uint(n) {
		panic("index out of range")
	}
}
