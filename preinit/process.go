package preinit

import "unsafe"

// Process is the process as the kernel has laid it out for a new program: the arguments, the environment and the
// auxiliary vector. A function that runs before the Go runtime gets it, and may change the first two. [os.Args],
// [os.Getenv] and the runtime's own settings (GODEBUG, GOMAXPROCS, GOMEMLIMIT, GOTRACEBACK …) then see the change; what the
// kernel shows in /proc does not change, nor does what C code of a dynamically linked program has read before.
//
// Strings that its methods return are those of the process, not copies. They may be kept: the memory is never given back.
// Of strings that its methods are given, it keeps copies.
//
// A Process is for the initial thread, and for the time before the runtime. The zero value is none, and must not be used.
type Process struct {
	block *uintptr // argc, pointers to the arguments, nil, pointers to the environment, nil, pairs of the auxiliary vector
	argc  int
	envc  int
	aux   int  // words, with the last pair, of zeroes
	owned bool // the block is ours
	slack int  // words behind the block that are ours

	arena []byte // memory for strings
}

const wordSize = unsafe.Sizeof(uintptr(0))

// read reads the block that the kernel has put where the stack of the initial thread begins.
//
//go:norace
//go:nocheckptr
func (p *Process) read(block *uintptr) {
	p.block, p.argc, p.envc, p.aux = block, int(*block), 0, 0
	for *p.word(p.env(p.envc)) != 0 {
		p.envc++
	}
	for *p.word(p.auxiliary() + p.aux) != 0 {
		p.aux += 2
	}
	p.aux += 2
}

// The places of the parts in the block, in words.

//go:norace
//go:nocheckptr
func (p *Process) arg(i int) int { return 1 + i }

//go:norace
//go:nocheckptr
func (p *Process) env(i int) int { return 1 + p.argc + 1 + i }

//go:norace
//go:nocheckptr
func (p *Process) auxiliary() int { return p.env(p.envc) + 1 }

//go:norace
//go:nocheckptr
func (p *Process) word(i int) *uintptr {
	return (*uintptr)(unsafe.Add(unsafe.Pointer(p.block), uintptr(i)*wordSize))
}

//go:norace
//go:nocheckptr
func (p *Process) text(i int) string {
	s := *(**byte)(unsafe.Pointer(p.word(i)))
	n := 0
	for *(*byte)(unsafe.Add(unsafe.Pointer(s), n)) != 0 {
		n++
	}
	return unsafe.String(s, n)
}

// Argc returns the number of arguments, with the name of the program.
//
//go:norace
//go:nocheckptr
func (p *Process) Argc() int { return p.argc }

// Arg returns the i-th argument, of which 0 is the name of the program. It ends the process if there is none.
//
//go:norace
//go:nocheckptr
func (p *Process) Arg(i int) string {
	checkIndex(i, p.argc)
	return p.text(p.arg(i))
}

// SetArg replaces the i-th argument, or adds one if i is Argc(). It ends the process if i is neither.
// It returns EINVAL if the value contains a zero byte, and ENOMEM if there is no memory.
//
//go:norace
//go:nocheckptr
func (p *Process) SetArg(i int, value string) Errno {
	checkIndex(i, p.argc+1)
	s, err := p.keep(value, "", "")
	if err != 0 {
		return err
	}
	if i == p.argc {
		p.insert(p.arg(i))
		p.setArgc(i + 1)
	}
	*p.word(p.arg(i)) = s
	return 0
}

// RemoveArg removes the i-th argument. It ends the process if there is none.
//
//go:norace
//go:nocheckptr
func (p *Process) RemoveArg(i int) {
	checkIndex(i, p.argc)
	p.remove(p.arg(i))
	p.setArgc(p.argc - 1)
}

//go:norace
//go:nocheckptr
func (p *Process) setArgc(n int) {
	p.argc = n
	*p.block = uintptr(n)
}

// NumEnv returns the number of variables of the environment.
//
//go:norace
//go:nocheckptr
func (p *Process) NumEnv() int { return p.envc }

// EnvAt returns the i-th variable of the environment, as in NAME=value. It ends the process if there is none.
//
//go:norace
//go:nocheckptr
func (p *Process) EnvAt(i int) string {
	checkIndex(i, p.envc)
	return p.text(p.env(i))
}

// LookupEnv returns the value of a variable of the environment, and whether there is one. Of several of one name the first
// counts, as for Go and C.
//
//go:norace
//go:nocheckptr
func (p *Process) LookupEnv(name string) (value string, ok bool) {
	i := p.findEnv(name, 0)
	if i < 0 {
		return "", false
	}
	return p.EnvAt(i)[len(name)+1:], true
}

// Setenv sets a variable of the environment. It returns EINVAL if the name is empty or contains an equals sign or
// a zero byte, or the value a zero byte, and ENOMEM if there is no memory.
//
//go:norace
//go:nocheckptr
func (p *Process) Setenv(name, value string) Errno {
	if !isName(name) {
		return invalid
	}
	s, err := p.keep(name, "=", value)
	if err != 0 {
		return err
	}
	i := p.findEnv(name, 0)
	if i < 0 {
		i = p.envc
		p.insert(p.env(i))
		p.envc++
	}
	*p.word(p.env(i)) = s
	return 0
}

// Unsetenv removes every variable of the name from the environment.
//
//go:norace
//go:nocheckptr
func (p *Process) Unsetenv(name string) {
	for i := p.findEnv(name, 0); i >= 0; i = p.findEnv(name, i) {
		p.remove(p.env(i))
		p.envc--
	}
}

// findEnv returns the index of the first variable of the name from index i on, or -1. What is no name names no variable, though the
// environment may hold an entry that begins with it.
//
//go:norace
//go:nocheckptr
func (p *Process) findEnv(name string, i int) int {
	if !isName(name) {
		return -1
	}
	for ; i < p.envc; i++ {
		if s := p.text(p.env(i)); len(s) > len(name) && s[len(name)] == '=' && HasPrefix(s, name) {
			return i
		}
	}
	return -1
}

//go:norace
//go:nocheckptr
func isName(name string) bool { return name != "" && indexByte(name, '=') < 0 }

// Auxv returns an entry of the auxiliary vector, as getauxval(3) does: AT_SECURE (23), AT_HWCAP (16), AT_EXECFN (31) ….
//
//go:norace
//go:nocheckptr
func (p *Process) Auxv(tag uintptr) (value uintptr, ok bool) {
	for i := p.auxiliary(); *p.word(i) != 0; i += 2 {
		if *p.word(i) == tag {
			return *p.word(i + 1), true
		}
	}
	return 0, false
}

// Write writes a text to a descriptor, all of it unless that fails.
//
//go:norace
//go:nocheckptr
func (p *Process) Write(fd int, text string) Errno {
	_, err := Write(fd, unsafe.Slice(unsafe.StringData(text), len(text)))
	return err
}

// Exit ends the process. Nothing else runs: neither other functions nor the runtime.
//
//go:norace
//go:nocheckptr
func (p *Process) Exit(status int) {
	for {
		Syscall(sysExitGroup, uintptr(status), 0, 0)
	}
}

// keep returns the address of the parts as one string that ends with a zero byte, for as long as the process lives.
//
//go:norace
//go:nocheckptr
func (p *Process) keep(a, b, c string) (uintptr, Errno) {
	if indexByte(a, 0) >= 0 || indexByte(c, 0) >= 0 {
		return 0, invalid
	}
	n := len(a) + len(b) + len(c) + 1
	if n > len(p.arena) {
		const chunk = 1 << 16
		size := max(chunk, n)
		const readWrite, privateAnonymous = 3, 0x22
		m, err := Syscall6(sysMmap, 0, uintptr(size), readWrite, privateAnonymous, ^uintptr(0), 0)
		if err != 0 {
			return 0, err
		}
		p.arena = unsafe.Slice(*(**byte)(unsafe.Pointer(&m)), size)
	}
	s := p.arena[:n]
	p.arena = p.arena[n:]
	copy(s[copy(s, a):], b)
	copy(s[len(a)+len(b):], c)
	return uintptr(unsafe.Pointer(unsafe.SliceData(s))), 0
}

// insert makes room for a word of the block at index i.
//
//go:norace
//go:nocheckptr
func (p *Process) insert(i int) {
	p.own()
	if p.slack == 0 {
		low := p.word(-2)
		n := p.words() - i
		move(low, p.block, i)
		p.block, p.slack = low, 2
		move(p.word(i+1), p.word(i+2), n)
	} else {
		move(p.word(i+1), p.word(i), p.words()-i)
	}
	p.slack--
}

// remove takes the word at index i out of the block.
//
//go:norace
//go:nocheckptr
func (p *Process) remove(i int) {
	p.own()
	move(p.word(i), p.word(i+1), p.words()-i-1)
	p.slack++
}

// words returns the number of words in the block.
//
//go:norace
//go:nocheckptr
func (p *Process) words() int { return p.auxiliary() + p.aux }

// own replaces the kernel's block by a copy, below it: that of a dynamically linked program has been read by the loader, which
// goes on looking at its auxiliary vector. Nothing but the block is on the stack on which it lies, and nothing lies
// below it, so that it can grow downwards. Its begin has the alignment that the architectures want of a stack.
//
//go:norace
//go:nocheckptr
func (p *Process) own() {
	if p.owned {
		return
	}
	n := p.words()
	low := p.word(-(n + n%2))
	move(low, p.block, n)
	p.block, p.owned, p.slack = low, true, n%2
}

// move copies n words, which may overlap.
//
//go:norace
//go:nocheckptr
func move(to, from *uintptr, n int) {
	copy(unsafe.Slice(to, n), unsafe.Slice(from, n))
}
