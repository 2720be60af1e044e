// Package linux is the board of programs that run as processes of Linux, on amd64, arm64 and riscv64. They use raw system calls
// (read, write, exit_group, mmap, rt_sigaction, sigaltstack and, for interrupts, setitimer, rt_sigprocmask, rt_sigsuspend), and nothing else of the system.
//
// The console is standard error, where print writes in Go, too; input is standard input. The only interrupt is that of [premain.dev/bare.Tick], the signal SIGALRM.
//
//premain:board amd64 arm64 riscv64
package linux
