package bare

// Board is what the package of a board provides, by RegisterBoard. All functions are called without a heap, and Write and Exit in trap
// handlers, too.
//
// Besides, the package has an entry in assembly with the name _rt0_GOARCH_linux, at which the linker lets the program begin. It brings the processor into
// the state that Go code needs: floating point enabled, memory mapped and bss cleared, and on amd64 the FS base set to
// runtime·threadPointer+8. It sets the stack pointer to the end of a stack, aligned to 16, puts the lowest address of the stack into AX (amd64), R0
// (arm64) or A0 (riscv64), and jumps to runtime·start.
//
// A trap handler in assembly lets g be runtime·trapG (on amd64, the word runtime·threadPointer, too), uses the end of
// runtime·trapStack, of 32 KiB, as its stack, and calls a Go function that calls Trapped, which
// package bare has only in programs for boards:
//
//	func Trapped(text string, cause uintptr, access bool, addr uintptr, pc, sp, lr *uintptr)
//
// The text says what the trap is, cause what the processor tells of it, and access that memory was accessed, at addr, that is not there. The
// pointers are to the registers with which the trap returns. If Trapped returns, it has changed them, so that the program goes on with a panic.
//
// The source files of the package have the constraint premain_bare, but for one that describes the board to the tool in directives above its package
// clause:
//
//	//premain:board arm64                           the architectures, as GOARCH has them
//	//premain:place -T=0x40100000 -R=0x1000         flags of the Go linker that place the program
//	//premain:boot qemu-system-aarch64 … {image}    what premain boot runs, with the name of the image; none if the system can run it
type Board struct {
	// Start is called first, before package initialisation. It installs the handler of traps.
	Start func()
	// Write writes to the console. The bytes must not be kept.
	Write func(p []byte)
	// Exit ends the program with a status, of which at least 0 to 127 arrive. It does not return.
	Exit func(status int)
	// Halt stops the machine as it is. It does not return.
	Halt func()
	// Reset starts the machine anew, or ends the program where that is not possible. It does not return.
	Reset func()
	// Memory is called once at most, when the program has an allocator, and returns the memory for it.
	Memory func() []byte
}
