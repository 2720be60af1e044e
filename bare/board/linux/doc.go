// Package linux is the board of programs that run as processes of Linux, on amd64, arm64 and riscv64. They use raw system calls
// (write, exit_group, mmap, rt_sigaction, sigaltstack), and nothing else of the system.
//
//premain:board amd64 arm64 riscv64
package linux
