//go:build premain_bare

package mmio

// lastFieldError is shared by all panics, as there may be no heap: what was recovered from one has the text of the next one.
var lastFieldError fieldError

func newFieldError() *fieldError {
	lastFieldError.length = 0
	return &lastFieldError
}
