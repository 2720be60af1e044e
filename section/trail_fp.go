//go:build (amd64 || arm64) && gc && !tinygo

package section

// trail holds the innermost return addresses of a call of Add, its caller's first. The rest is zero.
// Addresses in this package may come before the caller's.
type trail [3]uintptr

// capture fills t. It must be called by Add itself.
//
// runtime.Callers would make Add three times as slow as an append; see RATIONALE.md.
func (t *trail) capture() { captureTrail(t) }

// captureTrail follows the frame pointers, which Go maintains on these architectures, from the frame of its caller.
//
//go:noescape
func captureTrail(t *trail)
