//go:build premain && linux && (amd64 || arm64 || riscv64)

package preinit

import "unsafe"

// A fault of a function that runs before the runtime is a signal: nobody else is there to notice a nil pointer, and what the runtime
// does about an index that is out of range or a full stack begins with a change of a scheduler that is not there (see scheduler).

// faults are the signals.
var faults = [...]uintptr{4, 5, 7, 8, 11} // SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV

// handlers holds what was there before.
type handlers struct {
	actions [len(faults)]action
	stack   alternate
	blocked uintptr // signals that were, as a set
}

// alternate is stack_t of Linux.
type alternate struct {
	pointer *byte
	flags   uint64
	size    uintptr
}

const (
	onStack  = 0x08000000 // SA_ONSTACK
	withInfo = 0x4        // SA_SIGINFO
	maskSize = 8
	block    = 0 // SIG_BLOCK
	unblock  = 1 // SIG_UNBLOCK
	disabled = 2 // SS_DISABLE
)

//go:norace
//go:nocheckptr
func (h *handlers) install() {
	s := alternate{pointer: &handlerStack[0], size: handlerSize}
	Syscall(sysSigaltstack, uintptr(unsafe.Pointer(&s)), uintptr(unsafe.Pointer(&h.stack)), 0)
	a := ourAction()
	set := uintptr(0)
	for i, signal := range faults {
		Syscall6(sysSigaction, signal, uintptr(unsafe.Pointer(&a)), uintptr(unsafe.Pointer(&h.actions[i])), maskSize, 0, 0)
		set |= 1 << (signal - 1)
	}
	Syscall6(sysSigprocmask, unblock, uintptr(unsafe.Pointer(&set)), uintptr(unsafe.Pointer(&h.blocked)), maskSize, 0, 0)
	h.blocked &= set
}

// remove undoes install, but for what a function has changed since.
//
//go:norace
//go:nocheckptr
func (h *handlers) remove() {
	ours := handlerAddress()
	for i, signal := range faults {
		var now action
		Syscall6(sysSigaction, signal, uintptr(unsafe.Pointer(&h.actions[i])), uintptr(unsafe.Pointer(&now)), maskSize, 0, 0)
		if now.handler != ours {
			Syscall6(sysSigaction, signal, uintptr(unsafe.Pointer(&now)), 0, maskSize, 0, 0)
		}
	}
	if h.blocked != 0 {
		Syscall6(sysSigprocmask, block, uintptr(unsafe.Pointer(&h.blocked)), 0, maskSize, 0, 0)
	}
	Syscall(sysSigaltstack, uintptr(unsafe.Pointer(&h.stack)), 0, 0)
}

// fault ends the process with a message. It runs on a stack of its own.
//
//go:norace
//go:nocheckptr
func fault(signal uintptr, info, context unsafe.Pointer) {
	pc, link, sp := registers(context)
	address := *(*uintptr)(unsafe.Add(info, 16))
	code := *(*int32)(unsafe.Add(info, 8))
	var m message
	switch {
	case code <= 0:
		m.nearest(pc, link, sp)
		m.add("a process has sent the signal of a fault")
	case address >= noScheduler && address < noSchedulerEnd:
		if reason := m.ending(link, sp); reason == "" {
			m.nearest(pc, link, sp)
			m.add("the stack is full")
		} else {
			m.add(reason)
		}
	case signal == 8:
		m.nearest(pc, link, sp)
		m.add("integer divide by zero")
	case signal == 4 || signal == 5:
		m.nearest(pc, link, sp)
		m.add("illegal instruction")
	default:
		m.nearest(pc, link, sp)
		m.add("invalid memory address or nil pointer dereference (address 0x")
		var number [20]byte
		m.addBytes(formatUint(number[:], uint64(address), 16))
		m.add(")")
	}
	m.add(", before the Go runtime")
	if m.code != nil {
		m.add(", in ")
		m.add(m.code.name)
	}
	m.add("\n")
	Write(2, m.text[:m.n])
	process.Exit(status)
}

// message is put together before it is written, so that it is one line whatever else writes.
type message struct {
	text [2048]byte
	n    int
	code *code
}

//go:norace
//go:nocheckptr
func (m *message) add(s string) { m.n += copy(m.text[m.n:], s) }

//go:norace
//go:nocheckptr
func (m *message) addBytes(s []byte) { m.n += copy(m.text[m.n:], s) }

// ending begins the message with the place of the call of the runtime that does not return, if there was one, and returns the
// reason, or nothing. The return address of such a call is on the stack, or in the link register, and on the stack only if it has
// been made; what lies above it is older.
//
//go:norace
//go:nocheckptr
func (m *message) ending(link, sp uintptr) string {
	for addr, ok := link, true; ok; addr, ok = pop(&sp) {
		if c := find(addr); c != nil {
			for k := range c.panics {
				if e := &c.panics[k]; addr == c.begin()+uintptr(e.offset) {
					m.blame(c, addr, sp)
					return program.texts[e.reason]
				}
			}
		}
	}
	return ""
}

// nearest begins the message with the place of the innermost function that the table knows.
//
//go:norace
//go:nocheckptr
func (m *message) nearest(pc, link, sp uintptr) {
	if c := find(pc + 1); c != nil { // pc may be that of the first instruction
		m.blame(c, pc+1, sp)
		return
	}
	for addr, ok := link, true; ok; addr, ok = pop(&sp) {
		if c := find(addr); c != nil {
			m.blame(c, addr, sp)
			return
		}
	}
	m.add("premain.dev/preinit: ")
}

// blame begins the message with the place of the instruction before an address, or where that is in this package, with that of the
// function outside of it that has called, as far as the stack from sp on tells.
//
//go:norace
//go:nocheckptr
func (m *message) blame(c *code, behind, sp uintptr) {
	if c.ours() {
		for addr, ok := pop(&sp); ok; addr, ok = pop(&sp) {
			if caller := find(addr); caller != nil && !caller.ours() {
				c, behind = caller, addr
				break
			}
		}
	}
	m.place(c, behind)
}

// place begins the message with the place of the instruction before an address.
//
//go:norace
//go:nocheckptr
func (m *message) place(c *code, behind uintptr) {
	m.code = c
	var at *line
	for i := range c.lines {
		if l := &c.lines[i]; uintptr(l.offset) < behind-c.begin() {
			at = l
		}
	}
	if at == nil {
		return
	}
	var number [20]byte
	m.add(program.texts[at.file])
	m.add(":")
	m.addBytes(FormatInt(number[:], int64(at.line), 10))
	m.add(": ")
}

// find returns the function whose instructions lead to an address, be it behind the last one.
//
//go:norace
//go:nocheckptr
func find(address uintptr) *code {
	for i := range program.code {
		if c := &program.code[i]; address > c.begin() && address <= c.begin()+c.size {
			return c
		}
	}
	return nil
}

//go:norace
//go:nocheckptr
func (c *code) begin() uintptr { return uintptr(unsafe.Pointer(c.entry)) }

// ours reports whether the function is of this package.
//
//go:norace
//go:nocheckptr
func (c *code) ours() bool { return HasPrefix(c.name, "premain.dev/preinit.") }

// pop returns the word of the stack of the functions at an address, if that is one, and moves the address to the next one.
//
//go:norace
//go:nocheckptr
func pop(address *uintptr) (word uintptr, ok bool) {
	low := uintptr(unsafe.Pointer(&stack[0]))
	if *address < low || *address > low+stackSize-wordSize {
		return 0, false
	}
	word = *(*uintptr)(unsafe.Add(unsafe.Pointer(&stack[0]), *address-low))
	*address += wordSize
	return word, true
}
