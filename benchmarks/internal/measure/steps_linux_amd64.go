package measure

import (
	"encoding/binary"
	"fmt"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"
)

// Steps is what a process does until it asks for the time.
type Steps struct{ Instructions, SystemCalls, CPUIDs int }

// CountSteps runs a program, an instruction at a time, until it calls clock_gettime(2). ok is false if that takes more than limit
// instructions, or no process may follow another here.
func CountSteps(exe string, limit int) (s Steps, ok bool, err error) {
	done := make(chan bool)
	go func() {
		runtime.LockOSThread() // the one that may follow; it ends with the goroutine
		useOneProcessor()
		s, ok, err = countSteps(exe, limit)
		close(done)
	}()
	<-done
	return s, ok, err
}

// useOneProcessor confines the thread and what it starts to the first processor that it may use: to wake another one at each step takes most
// of the time otherwise.
func useOneProcessor() {
	var set [128]uint64
	size := unsafe.Sizeof(set)
	syscall.RawSyscall(syscall.SYS_SCHED_GETAFFINITY, 0, size, uintptr(unsafe.Pointer(&set)))
	for i, word := range set {
		if word != 0 {
			clear(set[:])
			set[i] = word & -word
			syscall.RawSyscall(syscall.SYS_SCHED_SETAFFINITY, 0, size, uintptr(unsafe.Pointer(&set)))
			return
		}
	}
}

func countSteps(exe string, limit int) (s Steps, ok bool, err error) {
	cmd := exec.Command(exe)
	cmd.Env = Environment()
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return s, false, nil
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	pid := cmd.Process.Pid
	for s.Instructions < limit {
		var status syscall.WaitStatus
		if _, err := syscall.Wait4(pid, &status, 0, nil); err != nil {
			return s, false, err
		}
		if !status.Stopped() {
			return s, false, fmt.Errorf("%s has not asked for the time", exe)
		}
		var registers syscall.PtraceRegs
		if err := syscall.PtraceGetRegs(pid, &registers); err != nil {
			return s, false, err
		}
		var code [2]byte
		if _, err := syscall.PtracePeekText(pid, uintptr(registers.Rip), code[:]); err != nil {
			return s, false, err
		}
		switch binary.BigEndian.Uint16(code[:]) {
		case 0x0f05: // SYSCALL
			if registers.Rax == syscall.SYS_CLOCK_GETTIME {
				return s, true, nil
			}
			s.SystemCalls++
		case 0x0fa2: // CPUID
			s.CPUIDs++
		}
		s.Instructions++
		if err := syscall.PtraceSingleStep(pid); err != nil {
			return s, false, err
		}
	}
	return s, false, nil
}
