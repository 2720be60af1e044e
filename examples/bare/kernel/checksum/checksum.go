// Package checksum computes CRC-32 sums with the polynomial of IEEE 802.3.
package checksum

import "premain.dev/bake"

// table has the sum of each byte.
var table = bake.Value(func() (t [256]uint32) {
	for i := range t {
		sum := uint32(i)
		for range 8 {
			if sum&1 != 0 {
				sum = sum>>1 ^ 0xedb88320
			} else {
				sum >>= 1
			}
		}
		t[i] = sum
	}
	return t
})

// Sum returns the sum of a text.
func Sum(text string) uint32 {
	sum := ^uint32(0)
	for i := range len(text) {
		sum = table[byte(sum)^text[i]] ^ sum>>8
	}
	return ^sum
}
