//go:build !premain_bare

package phase

import "sync/atomic"

var sealed, ended atomic.Pointer[string]

// Seal ends registration in all sections. The place, file and line, is where the program asked for it.
// Only the first call counts.
func Seal(place string) { sealed.CompareAndSwap(nil, &place) }

// IsSealed reports whether [Seal] has been called.
func IsSealed() bool { return sealed.Load() != nil }

// Sealed returns the place given to [Seal] and whether it has been called.
func Sealed() (place string, ok bool) {
	if p := sealed.Load(); p != nil {
		return *p, true
	}
	return "", false
}

// EndConstructors notes that the constructors of the program have run. The place is where the program asked for them. Only the first call
// counts.
func EndConstructors(place string) { ended.CompareAndSwap(nil, &place) }

// ConstructorsEnded returns the place given to [EndConstructors] and whether it has been called.
func ConstructorsEnded() (place string, ok bool) {
	if p := ended.Load(); p != nil {
		return *p, true
	}
	return "", false
}
