//go:build linux && (amd64 || arm64 || riscv64)

package preinit

// Syscall makes a system call of Linux with up to three arguments and returns its result, or the error. The numbers of the calls are those of
// package syscall or of golang.org/x/sys/unix. It tells nobody: unlike [syscall.Syscall], it works before the Go runtime, and unlike it, it
// should not block after that. A pointer is converted to uintptr in the argument itself, as package unsafe says for syscall.Syscall.
// A path must end with a zero byte, which a string of Go does not have; see [CString].
//
// On other systems it returns ENOSYS.
//
//go:noescape
func Syscall(number, a1, a2, a3 uintptr) (result uintptr, err Errno)

// Syscall6 is [Syscall] for calls of up to six arguments.
//
//go:noescape
func Syscall6(number, a1, a2, a3, a4, a5, a6 uintptr) (result uintptr, err Errno)
