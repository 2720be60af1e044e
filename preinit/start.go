//go:build premain && linux && (amd64 || arm64 || riscv64)

package preinit

import "unsafe"

// The assembly of this package enters the process at start or, in a program that the C linker has linked, at begin. It
// gives the Go code below a stack and what compiled code wants of the runtime, a g, and lets the process go on as if nothing had
// happened, at the entry that it would have had, with the registers and the stack that the kernel had given it.

const (
	stackSize = 256 << 10
	tlsSize   = 64 << 10 // room for the thread-local variables of most statically linked programs (amd64)
	guard     = 928      // bytes below which functions call the runtime for a larger stack (internal/abi.StackSmall and StackNosplitBase)

	handlerSize = 32 << 10
)

// g is the begin of the runtime's type of the same name, as compiled code knows it: it compares the stack pointer with guard0.
// What wants more of the runtime than that looks at m.
type g struct {
	low, high      uintptr
	guard0, guard1 uintptr
	panics, defers uintptr
	m              uintptr
	rest           [1024]byte
}

var (
	stack     [stackSize + tlsSize]byte
	initialG  g
	next      uintptr // where the process goes on
	loader    uintptr // what the register for the dynamic loader's exit function holds
	threadPtr uintptr // as it was

	handlerStack [handlerSize]byte

	process Process

	noScheduler, noSchedulerEnd uintptr // an address between them is where the runtime has looked for m
)

// run lets the functions run, and returns where the stack of the initial thread begins afterwards.
//
//go:norace
//go:nocheckptr
func run(block *uintptr) *uintptr {
	noScheduler, noSchedulerEnd = seal()
	process.read(block)
	var h handlers
	h.install()
	for _, f := range program.functions {
		f.run(&process)
	}
	h.remove()
	unseal()
	return process.block
}

// relocate does what a statically linked position-independent program does for itself, but only after its entry: it adds the address
// at which the program lies to the pointers in its data. That it does so once more does no harm. It runs before all other Go
// code and must not depend on such pointers.
//
//go:norace
//go:nocheckptr
func relocate(block *uintptr) {
	const (
		programHeaders, headerSize, headers = 3, 4, 5 // in the auxiliary vector

		load, dynamic, self = 1, 2, 6 // kinds of program headers
		fileHeader          = 64      // bytes of the header of the file, behind which they are

		rela, relaSize, relr = 7, 8, 36 // in the dynamic section
	)
	process.read(block)
	first, _ := process.Auxv(programHeaders)
	size, _ := process.Auxv(headerSize)
	n, _ := process.Auxv(headers)
	table := *(*unsafe.Pointer)(unsafe.Pointer(&first))
	type header struct {
		kind, flags                   uint32
		offset, virtual, physical     uintptr
		fileSize, memorySize, aligned uintptr
	}
	var base, dyn uintptr
	for i := range n {
		h := (*header)(unsafe.Add(table, i*size))
		if h.kind == self || h.kind == load && h.offset == 0 && base == 0 {
			base = first - h.virtual
			if h.kind == load {
				base -= fileHeader
			}
		} else if h.kind == dynamic {
			dyn = h.virtual
		}
	}
	at := func(address uintptr) unsafe.Pointer { return unsafe.Add(table, address-first) }
	var list, length uintptr
	type entry struct{ tag, value uintptr }
	for d := (*entry)(at(base + dyn)); dyn != 0 && d.tag != 0; d = (*entry)(unsafe.Add(unsafe.Pointer(d), unsafe.Sizeof(entry{}))) {
		if d.tag == rela {
			list = base + d.value
		} else if d.tag == relaSize {
			length = d.value
		} else if d.tag == relr {
			fail("premain.dev/preinit: the program is position-independent and static with packed relocations; link it without -z pack-relative-relocs\n")
		}
	}
	type relocation struct{ offset, info, addend uintptr }
	for off := uintptr(0); off < length; off += unsafe.Sizeof(relocation{}) {
		r := (*relocation)(at(list + off))
		if r.info == relative {
			*(*uintptr)(at(base + r.offset)) = base + r.addend
		}
	}
}

// fail ends the process with a message.
//
//go:norace
//go:nocheckptr
func fail(message string) {
	process.Write(2, message)
	process.Exit(status)
}
