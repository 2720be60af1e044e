//go:build premain_bare

package linux

// The offsets in the kernel's struct ucontext.
const (
	contextLR = 424
	contextSP = 432
	contextPC = 440
)
