//go:build !linux && !darwin && !freebsd && !netbsd && !dragonfly && !windows && !premain_bare

package premain

import "unsafe"

// readOnly does nothing: there is no memory protection, or package syscall does not offer it.
func readOnly(unsafe.Pointer, uintptr) error { return nil }
