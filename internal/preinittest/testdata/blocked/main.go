// Blocked starts a program with signals that are blocked and others that are ignored: blocked PROGRAM [ARGUMENT …].
package main

import (
	"syscall"
	"unsafe"

	"premain.dev/preinit"
)

var _ = preinit.Func(start)

func start(p *preinit.Process) {
	const signalIgnored = 1 // SIG_IGN
	const howBlock = 0      // SIG_BLOCK
	action := [4]uint64{signalIgnored}
	for _, sig := range [...]syscall.Signal{syscall.SIGBUS, syscall.SIGUSR2, syscall.SIGHUP, syscall.SIGFPE} {
		preinit.Syscall6(syscall.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&action)), 0, 8, 0, 0)
	}
	set := uint64(0)
	for _, sig := range [...]syscall.Signal{syscall.SIGSEGV, syscall.SIGUSR1, syscall.SIGILL, syscall.SIGWINCH} {
		set |= 1 << (sig - 1)
	}
	preinit.Syscall6(syscall.SYS_RT_SIGPROCMASK, howBlock, uintptr(unsafe.Pointer(&set)), 0, 8, 0, 0)
	var args, env [256]*byte
	for i := range min(p.Argc()-1, len(args)-1) {
		args[i] = unsafe.StringData(p.Arg(i + 1))
	}
	for i := range min(p.NumEnv(), len(env)-1) {
		env[i] = unsafe.StringData(p.EnvAt(i))
	}
	_, err := preinit.Syscall(syscall.SYS_EXECVE, uintptr(unsafe.Pointer(args[0])), uintptr(unsafe.Pointer(&args)), uintptr(unsafe.Pointer(&env)))
	p.Write(2, "blocked: execve: ")
	p.Write(2, preinit.ErrnoName(err))
	p.Write(2, "\n")
	p.Exit(1)
}

func main() { panic("start does not return") }
