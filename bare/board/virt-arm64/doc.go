// Package virtarm64 is the board virt-arm64: QEMU's machine virt with one arm64 processor, which runs the program at EL1 and nothing below it.
//
//   - The console is the first serial port, a PL011, which premain boot connects to its own standard output.
//   - The status of [premain.dev/bare.Exit] is that of QEMU, by semihosting. On a machine without that, the program says so and stops.
//   - [premain.dev/bare.Halt] waits for ever with interrupts masked, as a machine does: the processor is idle, and premain boot goes on until
//     a signal ends it, like that of Ctrl-C.
//   - [premain.dev/bare.Reset] starts the machine anew by PSCI: QEMU loads the image again.
//
// # Memory
//
// Addresses are physical ones. Below 0x08000000 nothing is mapped, so that a dereference of nil traps; flash is not either. From there to
// 0x40000000 are the devices, and then memory: its size is what the device tree says that QEMU puts at its beginning, or 128 MiB.
// The program lies at 0x40200000. Its code can be executed and not be written, its constants can be read alone, and nothing else can be executed. Behind it are a
// page that is not mapped, a stack of 8 MiB, and what the allocator is given, to the end of the memory.
//
// Nothing relies on memory being zero at first, and traps are reported from the first instruction on. Caches are taken to be
// empty at first, as QEMU's are, which has none.
//
// # Traps
//
// The program runs with the stack pointer SP_EL0, so that traps have a stack, SP_EL1, whatever has become of its own. Their cause is ESR_EL1, and their address
// FAR_EL1. A trap while another one is handled ends the program with a message and status 3. Interrupts are masked.
//
//premain:board arm64
//premain:place -T=0x40200000 -R=0x1000
//premain:boot qemu-system-aarch64 -M virt -cpu max -m 128M -nodefaults -display none -serial stdio -monitor none -semihosting-config enable=on,target=native -kernel {image}
package virtarm64
