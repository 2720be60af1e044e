//go:build !plan9

package preinit

import "syscall"

// Errno is the error of a system call of Linux, or 0.
type Errno = syscall.Errno
