// Package virtriscv64 is the board virt-riscv64: QEMU's machine virt with one riscv64 processor, which runs the program in machine mode, with no
// firmware and nothing else below it. Of more processors, all but the first wait for ever.
//
//   - The console is the serial port, an NS16550, which premain boot connects to its own standard input and output.
//   - The status of [premain.dev/bare.Exit] is that of QEMU, by the machine's test device. Its lower 8 bits arrive.
//   - [premain.dev/bare.Halt] waits for ever with interrupts masked, as a machine does: the processor is idle, and premain boot goes on until
//     a signal ends it, like that of Ctrl-C.
//   - [premain.dev/bare.Reset] starts the machine anew by the test device: QEMU loads the image again.
//
// The program uses integer and floating-point registers; vector registers, which GOARCH=riscv64 has with GORISCV64=rva23u64 alone, are not enabled.
//
// # Memory
//
// Addresses are physical ones. Below 0x00100000 is the machine's ROM, which can be read and executed behind the first page, so that a dereference of nil traps.
// From there to 0x80000000 are the devices and flash, and then memory: its size is what the device tree says
// to which the ROM leads, or 128 MiB. The program lies at its beginning. Its code can be executed and read, its constants can be read alone, and nothing
// else of memory can be executed but the page where the machine begins. That is by locked entries of the processor's physical memory protection, which has to have 16. Behind
// the program are a page that cannot be accessed, a stack of 8 MiB, and what the allocator is given, to the end of the memory. All other memory can be read and
// written, so that sections of a program's own memory map can, too; but not the page below the stack's, unless the program's variables or heap are in it, nor the rest of
// the last page of code or constants: a section that follows those begins a page, by ALIGN(4K).
//
// A memory map of the user's may put code and constants into the first flash, at 0x20000000, where the machine begins if it has one: .reset
// comes first there, .data is loaded there by AT>, and the image is one of the format flash, of the flash's 32 MiB. An image of the format binary that begins
// with .reset is started at 0x80000000, by the option -bios of QEMU, for one. All flash can be read.
//
// Nothing relies on memory being zero at first, and traps are reported as soon as the size of the memory is known.
//
// # Traps
//
// Their cause is the register mcause, and their address mtval. A trap while another one is handled ends the program with a message and status 3.
//
// # Interrupts
//
// Lines are the numbers of sources of the machine's interrupt controller, a PLIC: 1 to 8 are virtio devices, 10 is the serial port ([SerialPort]), 11 the
// clock, and 32 to 35 are those of PCI Express; those up to 95 can be enabled. The timer of [premain.dev/bare.Tick] is the processor's own, and has no
// line.
//
//premain:board riscv64
//premain:memory memory.ld
//premain:boot qemu-system-riscv64 -M virt -m 128M -nodefaults -display none -serial stdio -monitor none -bios none -device loader,file={image},cpu-num=0
package virtriscv64
