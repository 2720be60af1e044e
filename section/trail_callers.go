//go:build !((amd64 || arm64) && gc && !tinygo)

package section

import "runtime"

// trail holds the innermost return addresses of a call of Add, its caller's first. The rest is zero.
// Addresses in this package may come before the caller's.
type trail [3]uintptr

// capture fills t. It must be called by Add itself.
func (t *trail) capture() { runtime.Callers(3, t[:]) }
