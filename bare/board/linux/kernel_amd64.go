//go:build premain_bare

package linux

const (
	sysRead        = 0
	sysWrite       = 1
	sysMmap        = 9
	sysSigaction   = 13
	sysSigprocmask = 14
	sysSetitimer   = 38
	sysSigsuspend  = 130
	sysSigaltstack = 131
	sysExitGroup   = 231

	// The offsets in the kernel's struct ucontext.
	contextSP = 160
	contextPC = 168
	contextLR = contextPC // there is none
)

func newAction(handler uintptr, flags uint64) action {
	const hasRestorer = 0x04000000 // SA_RESTORER
	return action{handler: handler, flags: flags | hasRestorer, restorer: restorerAddress()}
}
