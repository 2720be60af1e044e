//go:build race || msan || asan

package perfect

// Short returns the bytes of a string of up to eight bytes as a word, the last byte highest. With the length, it is the string.
func Short(s string) uint64 {
	w := uint64(0)
	for i := range len(s) {
		w = w>>8 | uint64(s[i])<<56
	}
	return w
}
