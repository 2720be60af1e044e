//go:build !amd64

package preinit

// Numbers of system calls of Linux, on arm64 and riscv64.
const (
	sysOpenat      = 56
	sysClose       = 57
	sysRead        = 63
	sysWrite       = 64
	sysExitGroup   = 94
	sysSigaltstack = 132
	sysSigaction   = 134
	sysSigprocmask = 135
	sysMprotect    = 226
	sysMmap        = 222
)
