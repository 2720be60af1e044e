// Package pcamd64 is the board pc-amd64: a PC with one amd64 processor, as QEMU's machine q35 is one, which runs the program in 64-bit mode in ring 0 and
// nothing below it. The image is one for PVH, the x86/HVM direct boot ABI of Xen.
//
//   - The console is the first serial port, COM1, which premain boot connects to its own standard input and output: 115200 bits a second, 8 bits without
//     parity.
//   - The status of [premain.dev/bare.Exit] leads to that of QEMU: 0 by powering the machine off, and 1 to 127 by the device isa-debug-exit, of which
//     premain boot takes QEMU's status back to that of the program. All others are 127. On a machine without that device, the program says so and stops, and on one
//     that is powered off by other means than QEMU's, it stops.
//   - [premain.dev/bare.Halt] waits for ever with interrupts masked, as a machine does: the processor is idle, and premain boot goes on until
//     a signal ends it, like that of Ctrl-C.
//   - [premain.dev/bare.Reset] starts the machine anew by its reset register: QEMU loads the image again.
//
// # Memory
//
// Addresses are physical ones. Below 640 KiB nothing is mapped, so that a dereference of nil traps. From there to 1 MiB are the screen's memory and
// the firmware, and then memory, as far as the start info says that there is some without a gap, or 128 MiB if it says nothing. The last 2 GiB below 4 GiB,
// or what memory leaves of them, are for devices, and not cached. Memory beyond 4 GiB is not used.
//
// The program lies at 1 MiB. Its code can be executed and not be written, its constants can be read alone, and nothing else can be executed.
// Behind it are a page that is not mapped, a stack of 8 MiB, and what the allocator is given, to the end of the memory. All other memory can be read and
// written, so that sections of a program's own memory map can, too; but not the page below the stack's, unless the program's variables or heap are in it, nor the rest of
// the last page of code or constants: a section that follows those begins a page, by ALIGN(4K).
//
// SSE is enabled, and AVX where the processor has it, so that programs can be built for GOAMD64=v3. AVX-512 is not.
//
// # Traps
//
// The cause of a trap is the number of its vector, and above its lowest 8 bits the code that the processor stores with some of them: after a
// fault of an access, 1 if the page is mapped, 2 if it was written, and 16 if it was executed. The processor changes to stacks of their own for traps and for interrupts, whatever
// has become of the program's. A trap while another one is handled ends the program with a message and status 3. Before the tables of traps
// are there, which is what the board makes first when the variables are where they belong, a trap resets the machine. A non-maskable interrupt and a machine check are traps, too.
//
// # Interrupts
//
// They come from a pair of 8259 interrupt controllers, whose lines 0, 1 and 3 to 15 are those that the bus ISA calls IRQ; [SerialPort] and others are
// constants. The serial port asks for an interrupt while its line is enabled and a byte has been received. [premain.dev/bare.Tick] is counted by the 8254 timer,
// at 1193182 Hz divided by a whole number: 1000 times a second are 1000.15. Line 0 is the timer's; functions registered for it
// run every time that the timer ticks, which for less than 19 Hz is more often.
//
//premain:board amd64
//premain:memory memory.ld
//premain:image pvh
//premain:boot qemu-system-x86_64 -M q35 -cpu max -m 128M -nodefaults -display none -serial stdio -monitor none -device isa-debug-exit,iobase=0xf4,iosize=1 -kernel {image}
//premain:status 2n+1
package pcamd64
