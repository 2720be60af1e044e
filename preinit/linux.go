package preinit

// Numbers of Linux, on every architecture on which functions run before the runtime. Package syscall has them on Linux only.
const (
	interrupted Errno = 4  // EINTR
	invalid     Errno = 22 // EINVAL
	fileTooBig  Errno = 27 // EFBIG
	nameTooLong Errno = 36 // ENAMETOOLONG

	readOnly    = 0x0     // O_RDONLY
	writeOnly   = 0x1     // O_WRONLY
	closeOnExec = 0x80000 // O_CLOEXEC
)
