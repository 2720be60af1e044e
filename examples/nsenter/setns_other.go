//go:build linux && (arm64 || riscv64)

package main

import "syscall"

const sysSetns = syscall.SYS_SETNS
