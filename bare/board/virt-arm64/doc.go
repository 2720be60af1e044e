// Package virtarm64 is the board virt-arm64: QEMU's machine virt with one arm64 processor, which runs the program at EL1 and nothing below it.
//
//   - The console is the first serial port, a PL011, which premain boot connects to its own standard input and output.
//   - The status of [premain.dev/bare.Exit] is that of QEMU, by semihosting. On a machine without that, the program says so and stops.
//   - [premain.dev/bare.Halt] waits for ever with interrupts masked, as a machine does: the processor is idle, and premain boot goes on until
//     a signal ends it, like that of Ctrl-C.
//   - [premain.dev/bare.Reset] starts the machine anew by PSCI: QEMU loads the image again.
//
// # Memory
//
// Addresses are physical ones. Below 0x08000000 is flash, which is not mapped unless the program is in it, so that a dereference of nil traps. From there to
// 0x40000000 are the devices, and then memory: its size is what the device tree says that QEMU puts at its beginning, or 128 MiB.
// The program lies at 0x40200000. Its code can be executed and not be written, its constants can be read alone, and nothing else can be executed. Behind it are a
// page that is not mapped, a stack of 8 MiB, and what the allocator is given, to the end of the memory. All other memory can be read and
// written, so that sections of a program's own memory map can, too; but not the page below the stack's, unless the program's variables or heap are in it, nor the rest of
// the last page of code or constants: a section that follows those begins a page, by ALIGN(4K).
//
// A memory map of the user's may put code and constants into the first flash, at 0, where the machine begins if it has one: .reset comes first there, the
// rest begins at 0x1000, and the image is one of the format flash, in a file of the flash's 64 MiB. The page of .reset is not mapped, and all other flash can be read.
// Variables at 0x40000000 overwrite the device tree before it is read.
//
// Nothing relies on memory being zero at first, and traps are reported from the first instruction on. Caches are taken to be
// empty at first, as QEMU's are, which has none.
//
// # Traps
//
// The program runs with the stack pointer SP_EL0, so that traps have a stack, SP_EL1, whatever has become of its own. Their cause is ESR_EL1, and their address
// FAR_EL1. A trap while another one is handled ends the program with a message and status 3. Interrupts are masked, and stay so in the panic handler, whatever
// [premain.dev/bare.Interrupts] is called with.
//
// # Interrupts
//
// Lines are numbers of the interrupt controller, a GICv2, which begins to count with the processor's own: 16 to 31 are those of the processor, of
// which 27 is the timer of [premain.dev/bare.Tick] ([Timer]), and 32 to 287 those of devices: 33 is the serial port ([SerialPort]), 34 the clock, 39 the GPIO
// controller ([GPIOLine]), and from 48 on are the 32 virtio devices. All have the same priority. They are IRQs; FIQs stay masked. Interrupts wait in a handler,
// whatever Interrupts is called with, and [premain.dev/bare.Wait] returns at once in one.
//
// Where the timer is so late that a tick has been missed, that tick is left out.
//
// # Devices
//
// [GPIO] is a PL061.
//
//premain:board arm64
//premain:memory memory.ld
//premain:boot qemu-system-aarch64 -M virt -cpu max -m 128M -nodefaults -display none -serial stdio -monitor none -semihosting-config enable=on,target=native -kernel {image}
package virtarm64
