//go:build premain_bare

package linux

const (
	sysWrite       = 1
	sysMmap        = 9
	sysSigaction   = 13
	sysSigaltstack = 131
	sysExitGroup   = 231

	// The offsets in the kernel's struct ucontext.
	contextSP = 160
	contextPC = 168
	contextLR = contextPC // there is none
)

func newAction() action {
	const hasRestorer = 0x04000000 // SA_RESTORER
	return action{handler: handlerAddress(), flags: handlerFlags | hasRestorer, restorer: restorerAddress()}
}
