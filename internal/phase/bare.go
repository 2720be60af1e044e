//go:build premain_bare

package phase

// Without goroutines and perhaps without a heap.
var (
	sealed   bool
	sealedAt string
)

// Seal ends registration in all sections. The place is where the program asked for it. Only the first call counts.
func Seal(place string) {
	if !sealed {
		sealed, sealedAt = true, place
	}
}

// IsSealed reports whether [Seal] has been called.
func IsSealed() bool { return sealed }

// Sealed returns the place given to [Seal] and whether it has been called.
func Sealed() (place string, ok bool) { return sealedAt, sealed }
