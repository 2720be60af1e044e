// Package board is a board for the first of the four large processors of a SiFive FU540, as QEMU's machine sifive_u has it. It is in a module of its own, as the
// board of anybody is: premain boot -board example.com/sifive-u/board ./hello. The page docs/boards.md of premain.dev walks through it.
//
//   - The console is the first serial port. Read waits by asking it again and again.
//   - The status of [premain.dev/bare.Exit] is that of QEMU, by semihosting.
//   - [premain.dev/bare.Halt] waits for ever. The monitor processor and the other large ones do that from the beginning.
//   - [premain.dev/bare.Reset] pulls the pin that is wired to the machine's reset.
//   - [Software] is the one line of interrupts, and [premain.dev/bare.Tick] uses the timer.
//
// Programs run in machine mode, and addresses are physical ones. There is nothing at those below 0x1000, so that a dereference of nil traps.
//
//premain:board riscv64
//premain:memory memory.ld
//premain:boot qemu-system-riscv64 -M sifive_u -m 128M -display none -serial stdio -monitor none -semihosting-config enable=on,target=native -bios none -kernel {image}
package board
