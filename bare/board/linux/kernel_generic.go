//go:build premain_bare && (arm64 || riscv64)

package linux

const (
	sysRead        = 63
	sysWrite       = 64
	sysExitGroup   = 94
	sysSetitimer   = 103
	sysSigaltstack = 132
	sysSigsuspend  = 133
	sysSigaction   = 134
	sysSigprocmask = 135
	sysMmap        = 222
)

// The kernel lets handlers return by itself, and its struct has the mask where others have the address of a function for that.
func newAction(handler uintptr, flags uint64) action { return action{handler: handler, flags: flags} }
