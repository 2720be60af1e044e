//go:build linux && (amd64 || arm64 || riscv64)

package main

import (
	"syscall"
	"unsafe"

	"premain.dev/preinit"
)

// signalSet is the kernel's set of signals.
type signalSet uint64

func setOf(signals ...syscall.Signal) (s signalSet) {
	for _, n := range signals {
		s |= 1 << (n - 1)
	}
	return s
}

// forkAndWait returns in a child, which goes on into the Go runtime. The parent never gets there: it waits here, hands signals on
// and ends as the child does.
func forkAndWait(p *preinit.Process) {
	// Were SIGCHLD ignored, the kernel would forget how the child has ended.
	setDefault(syscall.SIGCHLD)
	awaited := setOf(syscall.SIGCHLD, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGUSR1, syscall.SIGUSR2)
	before := changeMask(block, awaited)
	child := fork(p)
	if child == 0 {
		changeMask(setMask, before)
		return
	}
	for {
		switch s, sender := awaitSignal(&awaited); {
		case s == syscall.SIGCHLD:
			follow(p, child)
		case s != 0 && sender <= 0: // of a process; what the kernel sends, for a key of the terminal, the child has got, too
			kill(child, s)
		}
	}
}

// follow ends or stops the process if the child has.
func follow(p *preinit.Process, child int) {
	var s int32
	n, err := preinit.Syscall6(syscall.SYS_WAIT4, uintptr(child), uintptr(unsafe.Pointer(&s)), syscall.WNOHANG|syscall.WUNTRACED, 0, 0, 0)
	if err == syscall.EINTR || err == 0 && n == 0 {
		return
	}
	must(p, err, "waitpid failed")
	status := syscall.WaitStatus(s)
	self := id(syscall.SYS_GETPID)
	switch {
	case status.Stopped():
		kill(self, syscall.SIGSTOP)
		kill(child, syscall.SIGCONT) // when somebody has let us go on
	case status.Signaled():
		setDefault(status.Signal())
		changeMask(unblock, setOf(status.Signal()))
		kill(self, status.Signal())
		fail(p, 0, "child exit failed")
	default:
		p.Exit(status.ExitStatus())
	}
}

// fork returns the child's ID, or 0 in the child. Before the runtime, where there is one thread, it is as simple as in C.
func fork(p *preinit.Process) int {
	child, err := preinit.Syscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
	must(p, err, "fork failed")
	return int(child)
}

// wait returns the status with which a child has ended.
func wait(p *preinit.Process, child int) int32 {
	for {
		var status int32
		_, err := preinit.Syscall6(syscall.SYS_WAIT4, uintptr(child), uintptr(unsafe.Pointer(&status)), 0, 0, 0, 0)
		if err != syscall.EINTR {
			must(p, err, "waitpid failed")
			return status
		}
	}
}

const setSize = unsafe.Sizeof(signalSet(0))

// How changeMask changes it.
const (
	block   = 0
	unblock = 1
	setMask = 2
)

func changeMask(how uintptr, set signalSet) (before signalSet) {
	preinit.Syscall6(syscall.SYS_RT_SIGPROCMASK, how, uintptr(unsafe.Pointer(&set)), uintptr(unsafe.Pointer(&before)), setSize, 0, 0)
	return before
}

// setDefault makes a signal do what it does by default.
func setDefault(s syscall.Signal) {
	var action [4]uint64 // no handler and no flags, whatever their order
	preinit.Syscall6(syscall.SYS_RT_SIGACTION, uintptr(s), uintptr(unsafe.Pointer(&action)), 0, setSize, 0, 0)
}

// awaitSignal returns one of the signals, which must be blocked, and whether a process has sent it (0 or less) or the kernel. It may return
// 0 for the signal.
func awaitSignal(set *signalSet) (s syscall.Signal, sender int32) {
	var info [32]int32 // the signal, an error, who has sent it, …
	n, err := preinit.Syscall6(syscall.SYS_RT_SIGTIMEDWAIT, uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(&info)), 0, setSize, 0, 0)
	if err != 0 {
		return 0, 0
	}
	return syscall.Signal(n), info[2]
}

func kill(process int, s syscall.Signal) {
	preinit.Syscall(syscall.SYS_KILL, uintptr(process), uintptr(s), 0)
}
