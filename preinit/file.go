package preinit

import "unsafe"

// Open opens a file as open(2) does and returns its descriptor. The flags are those of package syscall, such as O_RDONLY, and
// O_CLOEXEC is not among them by itself. It returns EINVAL if the path contains a zero byte and ENAMETOOLONG if it has more than
// 4,095 bytes.
//
//go:norace
//go:nocheckptr
func Open(path string, flags int, mode uint32) (fd int, err Errno) {
	if indexByte(path, 0) >= 0 {
		return -1, invalid
	}
	var space [4096]byte
	name := CString(space[:], path)
	if name == nil {
		return -1, nameTooLong
	}
	const here = -100 // AT_FDCWD
	dir := here
	for {
		r, err := Syscall6(sysOpenat, uintptr(dir), uintptr(unsafe.Pointer(name)), uintptr(flags), uintptr(mode), 0, 0)
		if err != interrupted {
			return int(r), err
		}
	}
}

// Read reads at most as many bytes as fit into a buffer. It returns 0 and no error at the end of a file.
//
//go:norace
//go:nocheckptr
func Read(fd int, buffer []byte) (n int, err Errno) {
	for {
		r, err := Syscall(sysRead, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(buffer))), uintptr(len(buffer)))
		if err != interrupted {
			return int(max(0, int(r))), err
		}
	}
}

// Write writes data, all of it unless that fails, and returns how many bytes it has written.
//
//go:norace
//go:nocheckptr
func Write(fd int, data []byte) (n int, err Errno) {
	for n < len(data) {
		r, err := Syscall(sysWrite, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(data[n:]))), uintptr(len(data)-n))
		switch err {
		case 0:
			n += int(r)
		case interrupted:
		default:
			return n, err
		}
	}
	return n, 0
}

// Close closes a descriptor.
//
//go:norace
//go:nocheckptr
func Close(fd int) Errno {
	_, err := Syscall(sysClose, uintptr(fd), 0, 0)
	return err
}

// ReadFile reads a whole file into a buffer and returns the part of the buffer that it fills. If the file does not fit, it returns the
// full buffer and EFBIG.
//
//go:norace
//go:nocheckptr
func ReadFile(path string, buffer []byte) ([]byte, Errno) {
	fd, err := Open(path, readOnly|closeOnExec, 0)
	if err != 0 {
		return nil, err
	}
	defer Close(fd)
	n := 0
	for {
		rest := buffer[n:]
		var more [1]byte // tells whether there is anything behind a full buffer
		if len(rest) == 0 {
			rest = more[:]
		}
		k, err := Read(fd, rest)
		switch {
		case err != 0 || k == 0:
			return buffer[:n], err
		case n == len(buffer):
			return buffer, fileTooBig
		}
		n += k
	}
}

// WriteFile writes data into a file that exists, from its begin, by one call of write(2) if the system takes all of it at once, as files of
// /proc such as uid_map want it. It neither creates nor truncates the file.
//
//go:norace
//go:nocheckptr
func WriteFile(path string, data []byte) Errno {
	fd, err := Open(path, writeOnly|closeOnExec, 0)
	if err != 0 {
		return err
	}
	_, err = Write(fd, data)
	Close(fd)
	return err
}
