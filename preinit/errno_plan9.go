package preinit

// Errno is the error of a system call of Linux, or 0.
type Errno uintptr
