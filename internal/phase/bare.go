//go:build premain_bare

package phase

// Without goroutines and perhaps without a heap.
var (
	sealed, ended     bool
	sealedAt, endedAt string
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

// EndConstructors notes that the constructors of the program have run. The place is where the program asked for them. Only the first call
// counts.
func EndConstructors(place string) {
	if !ended {
		ended, endedAt = true, place
	}
}

// ConstructorsEnded returns the place given to [EndConstructors] and whether it has been called.
func ConstructorsEnded() (place string, ok bool) { return endedAt, ended }
