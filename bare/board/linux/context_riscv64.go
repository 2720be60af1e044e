//go:build premain_bare

package linux

// The offsets in the kernel's struct ucontext.
const (
	contextPC = 176
	contextLR = 184
	contextSP = 192
)
