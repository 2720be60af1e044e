//go:build !unix && !windows && !premain_bare

package premain

import "unsafe"

// readOnly does nothing: there is no way to protect memory.
func readOnly(unsafe.Pointer, uintptr) error { return nil }
