package preinit

// Numbers of system calls of Linux.
const (
	sysRead        = 0
	sysWrite       = 1
	sysClose       = 3
	sysMprotect    = 10
	sysMmap        = 9
	sysSigaction   = 13
	sysSigprocmask = 14
	sysSigaltstack = 131
	sysExitGroup   = 231
	sysOpenat      = 257
)
