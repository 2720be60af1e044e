//go:build !(linux && (amd64 || arm64 || riscv64))

package preinit

const noSyscall Errno = 38 // ENOSYS of Linux, which Syscall is about

// Syscall makes a system call of Linux; see there.
func Syscall(number, a1, a2, a3 uintptr) (result uintptr, err Errno) { return 0, noSyscall }

// Syscall6 is [Syscall] for calls of up to six arguments.
func Syscall6(number, a1, a2, a3, a4, a5, a6 uintptr) (result uintptr, err Errno) {
	return 0, noSyscall
}
