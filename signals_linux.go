//go:build !premain_bare

package premain

import (
	"runtime"
	"strings"
	"syscall"
	"unsafe"
)

// setDefault gives a signal back to the kernel. The Go runtime's own handler would turn it into another end where
// the kernel ignores it, in process 1 of a container.
func setDefault(s syscall.Signal) {
	var action [128]byte // zeroes: SIG_DFL, no flags, empty mask
	size := uintptr(8)   // bytes of a mask of signals
	if strings.HasPrefix(runtime.GOARCH, "mips") {
		size = 16
	}
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(s), uintptr(unsafe.Pointer(&action)), 0, size, 0, 0)
}

// outputBroken reports whether nobody reads what the program writes to standard output.
func outputBroken() bool {
	const pollErr, pollHup = 0x8, 0x10
	fd := struct {
		fd              int32
		events, revents int16
	}{fd: 1}
	var now syscall.Timespec
	n, _, _ := syscall.RawSyscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&fd)), 1, uintptr(unsafe.Pointer(&now)), 0, 0, 0)
	return n == 1 && fd.revents&(pollErr|pollHup) != 0
}
