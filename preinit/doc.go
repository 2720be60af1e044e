// Package preinit runs Go functions before the Go runtime exists: on the initial thread of the process, before the runtime has
// read the environment, made another thread or installed a signal handler.
//
// A function is registered like any item of a section, by the initialiser of a package-level variable in any package:
//
//	var _ = preinit.Func(enterNamespace)
//
//	func enterNamespace(p *preinit.Process) {
//		if _, err := preinit.Syscall(syscall.SYS_UNSHARE, syscall.CLONE_NEWUSER, 0, 0); err != 0 {
//			p.Write(2, "no user namespace\n")
//			p.Exit(1)
//		}
//	}
//
// This needs a linked build (premain build) for Linux on amd64, arm64 or riscv64. Any other linked build is an error of the
// build, and a program that plain Go has built ends at its start with a line that says how to build it. No C compiler takes part;
// where a program uses cgo and the external linker, its entry is the same, ahead of that of the C library.
//
// # What such a function may do
//
// It is Go without a heap: functions, methods, generic functions, closures that do not escape, structs, arrays, slices of
// memory that exists, strings, package-level variables that hold what the compiler lays out, system calls. What it
// writes into package-level variables is there when the program initialises and in main.
//
// It must not need the runtime: no allocation, so neither append (copy fills a buffer that exists) nor string concatenation nor
// conversion to an interface; no map, channel, goroutine, lock, or recursion. The linked build checks the compiled code of
// everything that the function reaches, the standard library and other modules included, and says what needs the runtime,
// where and on which way it is reached. Much of packages bytes, strings, slices, math/bits and unicode/utf8 passes. Of packages
// syscall and golang.org/x/sys/unix, constants, types and RawSyscall do, and the functions for single system calls mostly do not:
// [Syscall] is there for them. Other flags of the compiler make other code: with -N -l, which dlv debug sets, more allocates.
//
// An index that is out of range, a nil pointer, a division by zero, a panic or a full stack ends the process with a message that
// names the place, and with status 101. (There are 240 KiB of stack.) Nothing recovers.
//
// Package initialisation comes later. The build refuses the use of a variable whose initialiser it computes. But for [os.Args], it does not
// see what init functions assign: such a variable still has its zero value, and what is written to it is lost.
//
// A function may make a child by clone(2) or fork(2), as long as the two do not share memory: vfork and threads would share the stack. What
// it executes in place of the program begins with the default actions for SIGILL, SIGTRAP, SIGBUS, SIGFPE and SIGSEGV.
//
// Builds with -race, -msan and -asan check nothing before the runtime, and in packages that register such functions they do not check unsafe
// pointers at all.
//
// # Order
//
// Functions of lower [Priority] run first; those of equal priority in the order of the section: package initialisation order,
// and in a package the order of its variables.
//
// # Tests
//
// The functions of a test binary run before its tests, in the directory of the package, with the environment and the
// arguments that the go command gives it. That takes premain test; under plain go test, the binary ends with status 101. A
// package of its own, which exports the functions for main to register, is tested by plain go test, too. A [Process] is nothing that
// a test can make: what needs none is called by tests, and the rest is seen in a program that they start.
package preinit
