package confine

import (
	"encoding/binary"
	"slices"
)

// byteOrder is binary.BigEndian or binary.LittleEndian.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// machine is what a filter has to know of an architecture.
type machine struct {
	goarch string
	column int
	audit  uint32 // the kernel's name for the way in which a system call is made
	order  byteOrder

	// other is the architecture whose programs the kernel can run besides.
	other string
}

var machines = []machine{
	{"amd64", amd64, 0xc000003e, binary.LittleEndian, "386"},
	{"386", i386, 0x40000003, binary.LittleEndian, "amd64"},
	{"arm64", generic, 0xc00000b7, binary.LittleEndian, "arm"},
	{"arm", arm, 0x40000028, binary.LittleEndian, "arm64"},
	{"loong64", generic, 0xc0000102, binary.LittleEndian, ""},
	{"riscv64", generic, 0xc00000f3, binary.LittleEndian, ""},
	{"ppc64le", ppc64, 0xc0000015, binary.LittleEndian, ""},
	{"ppc64", ppc64, 0x80000015, binary.BigEndian, ""},
	{"s390x", s390x, 0x80000016, binary.BigEndian, ""},
}

// machineOf returns the machine that Go calls goarch, or nil.
func machineOf(goarch string) *machine {
	i := slices.IndexFunc(machines, func(m machine) bool { return m.goarch == goarch })
	if i < 0 {
		return nil
	}
	return &machines[i]
}

// number returns the number of a conditional call, or 0.
func (m *machine) number(name string) uint16 {
	for _, c := range conditional {
		if c.name == name {
			return c.numbers[m.column]
		}
	}
	return 0
}

// Prctl returns the number of the system call prctl on a Linux of the given architecture, or 0 if [Filter] does not know
// that. A thread takes a filter on itself by prctl(22, 2, &program): PR_SET_SECCOMP, SECCOMP_MODE_FILTER, and the kernel's
// struct sock_fprog. In a process that nobody has confined, prctl(38, 1, 0, 0, 0) comes first: PR_SET_NO_NEW_PRIVS.
func Prctl(goarch string) uintptr {
	m := machineOf(goarch)
	if m == nil {
		return 0
	}
	return uintptr(m.number("prctl"))
}

// Filter returns the filter that a thread of the program takes on itself while it runs a function whose result must not
// depend on anything outside of the program. It refuses all that the process is refused already, and to open files. The
// refusal is the signal SIGSYS, of which Go programs die with the stack of the goroutine.
//
// The result is an array of Linux's struct sock_filter in the byte order of the architecture, and nil for architectures of
// which the package knows nothing. Its elements have eight bytes.
func Filter(goarch string) []byte {
	m := machineOf(goarch)
	if m == nil {
		return nil
	}
	return encode(assemble(policy{refusal: trap, pure: true}, m), m.order)
}

// policy says what a filter answers.
type policy struct {
	refusal uint32 // the answer to what it refuses

	pure     bool   // the filter is for a thread that must not open files
	emulator bool   // the program is one that runs another
	pid      uint32 // of the process, unless pure
	program  uint32 // the file descriptor of the one program that may be executed, unless pure
}

// The answers of a filter.
const (
	allow  uint32 = 0x7fff0000 // SECCOMP_RET_ALLOW
	trap   uint32 = 0x00030000 // SECCOMP_RET_TRAP: SIGSYS
	denied uint32 = 0x00050001 // SECCOMP_RET_ERRNO: EPERM
	absent uint32 = 0x00050026 // SECCOMP_RET_ERRNO: ENOSYS; C libraries then try an older call
)

// test is a test of an argument of a system call.
type test struct {
	arg   int
	high  bool   // the upper half of the argument, not the lower one
	mask  uint32 // the bits that matter
	value uint32 // what they have to be
	not   bool   // or must not be
}

func is(arg int, value uint32) test { return test{arg: arg, mask: ^uint32(0), value: value} }

// Flags and other arguments of system calls. The architectures of the tables have them in common, unless it says otherwise.
const (
	// O_WRONLY, O_RDWR, O_CREAT, O_TRUNC and the bit of O_TMPFILE that is not O_DIRECTORY, which differs.
	openWriting = 0o1 | 0o2 | 0o100 | 0o1000 | 0o20000000

	cloneThread     = 0x00010000
	cloneNamespaces = 0x7e020000 // CLONE_NEWNS to CLONE_NEWNET; the bit of CLONE_NEWTIME is part of a signal here

	atEmptyPath = 0x1000

	mapShared    = 0x01
	mapAnonymous = 0x20
)

// terms says under which terms a conditional call is allowed: if all tests of an alternative hold. Otherwise the answer is
// refusal, which may be allow, too.
func (p policy) terms(name string, column int) (alternatives [][]test, refusal uint32) {
	values := func(arg int, list ...uint32) (any [][]test) {
		for _, v := range list {
			any = append(any, []test{is(arg, v)})
		}
		return any
	}
	refusal = p.refusal
	switch name {
	case "open", "openat":
		if p.pure {
			return nil, refusal
		}
		flags := 1
		if name == "openat" {
			flags = 2
		}
		return [][]test{{{arg: flags, mask: openWriting}}}, refusal
	case "openat2":
		// Its flags are in memory.
		if p.pure {
			return nil, refusal
		}
		return nil, absent
	case "execveat":
		switch {
		case p.pure:
			return nil, refusal
		case p.emulator:
			return nil, allow
		}
		return [][]test{{is(0, p.program), is(4, atEmptyPath)}}, refusal
	case "clone":
		flags := 0
		if column == s390x {
			flags = 1
		}
		if p.emulator {
			return [][]test{{{arg: flags, mask: cloneNamespaces}}}, refusal
		}
		return [][]test{{{arg: flags, mask: cloneThread | cloneNamespaces, value: cloneThread}}}, refusal
	case "clone3":
		return nil, absent // its flags are in memory
	case "kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo":
		if p.pure {
			// The number of the process is not known when this filter is made. The process's own filter says the same.
			return nil, allow
		}
		return values(0, p.pid), refusal
	case "prlimit64":
		return [][]test{{is(2, 0), {arg: 2, high: true, mask: ^uint32(0)}}}, refusal // asks, and sets nothing
	case "prctl":
		return [][]test{{{arg: 0, mask: ^uint32(0), value: 1, not: true}}}, refusal // PR_SET_PDEATHSIG: to outlive us
	case "ioctl":
		// TCGETS, TIOCGWINSZ, FIONREAD, FIOCLEX, FIONCLEX, FIONBIO: what a file is, and how this process uses it.
		if column == ppc64 {
			return values(1, 0x402c7413, 0x40087468, 0x4004667f, 0x20006601, 0x20006602, 0x8004667e), refusal
		}
		return values(1, 0x5401, 0x5413, 0x541b, 0x5451, 0x5450, 0x5421), refusal
	case "fcntl", "fcntl64":
		// F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL; F_DUPFD_CLOEXEC, F_GETPIPE_SZ. Others can lock files or have signals
		// sent to any process.
		return values(1, 0, 1, 2, 3, 4, 1030, 1032), refusal
	case "mmap", "mmap2":
		// Memory that could be shared does not count as the data of a process.
		return [][]test{{{arg: 3, mask: mapShared | mapAnonymous, value: mapShared | mapAnonymous, not: true}}}, refusal
	case "socketpair":
		return values(0, 1), refusal // AF_UNIX
	case "socketcall":
		// socketpair, getsockname, getpeername, recv, recvfrom, shutdown, setsockopt, getsockopt, recvmsg
		return values(0, 8, 6, 7, 10, 12, 13, 14, 15, 17), refusal
	}
	panic("no terms for " + name)
}

// instruction is one of the kernel's struct sock_filter.
type instruction struct {
	code           uint16
	jumpIf, jumpOr uint8
	k              uint32
}

// The instructions of the kernel's filter machine, which has an accumulator and, here, nothing else.
const (
	load       = 0x20 // from offset k of struct seccomp_data
	and        = 0x54
	jump       = 0x05
	jumpEqual  = 0x15
	jumpBeyond = 0x25 // greater than k
	jumpFrom   = 0x35 // greater than k, or equal
	answer     = 0x06
)

// The offsets in struct seccomp_data.
const (
	offsetNumber    = 0
	offsetMachine   = 4
	offsetArguments = 16
)

func give(k uint32) instruction { return instruction{code: answer, k: k} }

// assemble returns the filter that holds a program to the policy, however it makes its system calls: in the way of any of
// the machines. Other ways lead nowhere.
func assemble(p policy, machines ...*machine) []instruction {
	list := []instruction{{code: load, k: offsetMachine}}
	for _, m := range machines {
		section := p.section(m)
		list = append(list,
			instruction{jumpEqual, 1, 0, m.audit},
			instruction{code: jump, k: uint32(len(section))})
		list = append(list, section...)
	}
	return append(list, give(absent))
}

// section returns the part of the filter for system calls in the way of one machine. It always ends in an answer.
func (p policy) section(m *machine) []instruction {
	list := []instruction{{code: load, k: offsetNumber}}
	if m.column == arm {
		list = append(list, // cacheflush, set_tls and their like
			instruction{jumpFrom, 0, 2, 0xf0001},
			instruction{jumpBeyond, 1, 0, 0xf0006},
			give(allow))
	}
	list = append(list, instruction{jumpBeyond, 0, 1, last}, give(absent))

	var numbers []uint16 // of the calls that are always refused
	for _, c := range refused {
		if n := c.numbers[m.column]; n != 0 && !(p.emulator && slices.Contains(emulator, c.name)) {
			numbers = append(numbers, n)
		}
	}
	for _, c := range conditional {
		n := c.numbers[m.column]
		if n == 0 {
			continue
		}
		alternatives, refusal := p.terms(c.name, m.column)
		switch {
		case len(alternatives) == 0 && refusal == p.refusal:
			numbers = append(numbers, n)
		case len(alternatives) > 0 || refusal != allow:
			var body []instruction
			for _, tests := range alternatives {
				body = append(body, alternative(tests, m.order)...)
			}
			body = append(body, give(refusal))
			list = append(list, instruction{jumpEqual, 0, uint8(len(body)), uint32(n)})
			list = append(list, body...)
		}
	}

	slices.Sort(numbers)
	for i := 0; i < len(numbers); {
		first := numbers[i]
		for i++; i < len(numbers) && numbers[i] <= numbers[i-1]+1; i++ {
		}
		list = append(list,
			instruction{jumpFrom, 0, 2, uint32(first)},
			instruction{jumpBeyond, 1, 0, uint32(numbers[i-1])},
			give(p.refusal))
	}
	return append(list, give(allow))
}

// alternative returns instructions that allow a call if all tests hold, and otherwise end behind themselves.
func alternative(tests []test, order byteOrder) []instruction {
	list := []instruction{give(allow)}
	for _, t := range slices.Backward(tests) {
		offset := uint32(offsetArguments + 8*t.arg)
		if t.high == (order == binary.LittleEndian) {
			offset += 4
		}
		one := []instruction{{code: load, k: offset}}
		if t.mask != ^uint32(0) {
			one = append(one, instruction{code: and, k: t.mask})
		}
		branch := instruction{jumpEqual, 0, uint8(len(list)), t.value}
		if t.not {
			branch.jumpIf, branch.jumpOr = branch.jumpOr, branch.jumpIf
		}
		list = append(append(one, branch), list...)
	}
	return list
}

// encode returns the instructions as the kernel wants them.
func encode(list []instruction, order byteOrder) []byte {
	var b []byte
	for _, i := range list {
		b = append(order.AppendUint16(b, i.code), i.jumpIf, i.jumpOr)
		b = order.AppendUint32(b, i.k)
	}
	return b
}
