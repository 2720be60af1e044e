package bare

// Board is what the package of a board provides, by RegisterBoard. All functions are called without a heap, and Write and Exit in trap and interrupt
// handlers, too.
//
// Besides, the package has an entry in assembly, at which the linker lets the program begin: _rt0_GOARCH_linux, or what ENTRY of the memory map
// names. It brings the processor into the state that Go code needs (floating point enabled, on amd64 the FS base set to
// runtime·threadPointer+8), and calls runtime·prepare, which copies the variables from where the image has them to where they belong, and clears those that begin
// as zero. On arm64 and riscv64 that needs no stack, on amd64 any. It sets the stack pointer to runtime·stackHigh, puts
// runtime·stackLow, which prepare has returned, into AX (amd64), R0 (arm64) or A0 (riscv64), and jumps to runtime·start. These words, and others for the
// parts that [Layout] tells of (runtime·textLow, textHigh, rodataLow …, dataLoad), are constants that the link step fills in.
// They are of the memory map's sections .stack and .heap, and of where it has put the rest.
//
// A trap handler in assembly lets g be runtime·trapG (on amd64, the word runtime·threadPointer, too), uses the end of
// runtime·trapStack, of 32 KiB, as its stack, and calls a Go function that calls Trapped. An interrupt handler does the same with runtime·interruptG and
// runtime·interruptStack, of 32 KiB as well, and calls one that finds out the line and calls Interrupted; a trap in it must find the trap's stack
// free, and the registers that the interrupt has saved as they are. Start has called PrepareInterrupts then. Package bare has these functions only in programs for
// boards:
//
//	func Trapped(text string, cause uintptr, access bool, addr uintptr, pc, sp, lr *uintptr)
//	func Interrupted(line int) (handled bool)
//	func PrepareInterrupts()
//
// The text says what the trap is, cause what the processor tells of it, and access that memory was accessed, at addr, that is not there. The
// pointers are to the registers with which the trap returns. If Trapped returns, it has changed them, so that the program goes on with a panic.
// An interrupt that is not handled is handed to Trapped as "unexpected interrupt", with its line as the cause.
//
// The source files of the package have the constraint premain_bare, but for one that describes the board to the tool in directives above its package
// clause:
//
//	//premain:board arm64                           the architectures, as GOARCH has them
//	//premain:memory memory.ld                      the memory map, a file of the package; see docs/memory-map.md
//	//premain:image pvh                             the format of images, if neither -image nor the map chooses: elf, without this line, pvh, binary or flash
//	//premain:boot qemu-system-aarch64 … {image}    what premain boot runs, with the name of the image; none if the system can run it
//	//premain:status 2n+1                           that command ends with status 2n+1 for n of the program, but with 0 for 0; 1 is a failure of its own
type Board struct {
	// Start is called first, before package initialisation. It installs the handler of traps.
	Start func()
	// Write writes to the console. The bytes must not be kept.
	Write func(p []byte)
	// Read reads from the console; see the function Read. It is nil if the board receives nothing.
	Read func(p []byte) int
	// Exit ends the program with a status, of which at least 0 to 127 arrive. It does not return.
	Exit func(status int)
	// Halt stops the machine as it is. It does not return.
	Halt func()
	// Reset starts the machine anew, or ends the program where that is not possible. It does not return.
	Reset func()
}

// InterruptController is what the package of a board with interrupts provides, by RegisterInterrupts. Its functions are what those of the same names in
// this package call. They are apart from [Board] so that programs without interrupts do without them. A board without any does not call RegisterInterrupts:
// then Wait returns at once, Interrupts has no effect and returns false, and Tick and EnableInterrupt panic.
type InterruptController struct {
	// Interrupts is never nil.
	Interrupts func(on bool) (were bool)
	// Tick is called with 1 to 1000 times a second. It is nil if there is no timer.
	Tick func(hz int, f func())
	// Wait is nil if the processor cannot rest.
	Wait func()
	// EnableInterrupt returns which lines there are if there is no such one, and otherwise nothing. It is nil if there are none.
	EnableInterrupt func(line int, on bool) (wrong string)
}
