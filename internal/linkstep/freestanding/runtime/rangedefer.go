//go:build premain_bare

package runtime

import "internal/runtime/atomic"

// newRangeDefers returns the head of a list of what is deferred in a range over a function.
func newRangeDefers() *atomic.Pointer[_defer] {
	convertFunction = deferconvert
	return new(atomic.Pointer[_defer])
}
