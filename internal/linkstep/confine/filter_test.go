package confine

import (
	"encoding/binary"
	"fmt"
	"testing"
)

// systemCall is a system call as a filter sees it.
type systemCall struct {
	audit     uint32
	number    uint32
	arguments [6]uint64
}

// ask runs an encoded filter as the kernel does and returns the answer.
func ask(filter []byte, order binary.ByteOrder, c systemCall) (uint32, error) {
	data := make([]byte, 64) // struct seccomp_data
	order.PutUint32(data, c.number)
	order.PutUint32(data[4:], c.audit)
	for i, a := range c.arguments {
		order.PutUint64(data[16+8*i:], a)
	}
	var accumulator uint32
	for at := 0; 0 <= at && at+8 <= len(filter); at += 8 {
		code, k := order.Uint16(filter[at:]), order.Uint32(filter[at+4:])
		var holds bool
		switch code {
		case load:
			if k%4 != 0 || k >= 64 {
				return 0, fmt.Errorf("load from %d", k)
			}
			accumulator = order.Uint32(data[k:])
			continue
		case and:
			accumulator &= k
			continue
		case jump:
			at += 8 * int(k)
			continue
		case answer:
			return k, nil
		case jumpEqual:
			holds = accumulator == k
		case jumpBeyond:
			holds = accumulator > k
		case jumpFrom:
			holds = accumulator >= k
		default:
			return 0, fmt.Errorf("instruction %#x", code)
		}
		if holds {
			at += 8 * int(filter[at+2])
		} else {
			at += 8 * int(filter[at+3])
		}
	}
	return 0, fmt.Errorf("no answer")
}

// question is a system call and the answers to it.
type question struct {
	name      string
	arguments [6]uint64
	process   uint32 // of the filter of a process
	emulator  uint32 // of that of an emulator
	pure      uint32 // of that of a thread
}

const (
	testPID     = 4711
	testProgram = 6
)

var questions = []question{
	{"unlinkat", [6]uint64{}, denied, denied, trap},
	{"fchmod", [6]uint64{}, denied, denied, trap},
	{"socket", [6]uint64{}, denied, denied, trap},
	{"execve", [6]uint64{}, denied, allow, trap},
	{"setns", [6]uint64{}, denied, denied, trap},
	{"memfd_create", [6]uint64{}, denied, allow, trap},
	{"io_uring_setup", [6]uint64{}, denied, denied, trap},

	{"openat", [6]uint64{1: 1 << 40, 2: 0o100000}, allow, allow, trap}, // O_RDONLY, and something for large files
	{"openat", [6]uint64{2: 0o1}, denied, denied, trap},
	{"openat", [6]uint64{2: 0o2}, denied, denied, trap},
	{"openat", [6]uint64{2: 0o100}, denied, denied, trap},
	{"openat", [6]uint64{2: 0o1000}, denied, denied, trap},
	{"openat", [6]uint64{2: 0o20200000}, denied, denied, trap},
	{"open", [6]uint64{1: 0o100000, 2: 0o777}, allow, allow, trap},
	{"open", [6]uint64{1: 0o1101, 2: 0o777}, denied, denied, trap},
	{"openat2", [6]uint64{}, absent, absent, trap},
	{"clone3", [6]uint64{}, absent, absent, absent},
	{"execveat", [6]uint64{0: testProgram, 4: 0x1000}, allow, allow, trap},
	{"execveat", [6]uint64{0: testProgram}, denied, allow, trap},
	{"execveat", [6]uint64{0: testProgram + 1, 4: 0x1000}, denied, allow, trap},
	{"kill", [6]uint64{testPID, 9}, allow, allow, allow},
	{"kill", [6]uint64{0, 9}, denied, denied, allow},
	{"kill", [6]uint64{1<<64 - 1, 9}, denied, denied, allow},
	{"tgkill", [6]uint64{testPID, 4712, 23}, allow, allow, allow},
	{"tgkill", [6]uint64{testPID + 1, 4712, 23}, denied, denied, allow},
	{"prlimit64", [6]uint64{0, 7, 0, 1 << 33}, allow, allow, allow},
	{"prlimit64", [6]uint64{0, 7, 1 << 33, 0}, denied, denied, trap},
	{"prlimit64", [6]uint64{0, 7, 1 << 3, 0}, denied, denied, trap},
	{"prctl", [6]uint64{22, 2}, allow, allow, allow},
	{"prctl", [6]uint64{1, 0}, denied, denied, trap},
	{"ioctl", [6]uint64{1, 0x5412}, denied, denied, trap}, // TIOCSTI
	{"fcntl", [6]uint64{1, 3}, allow, allow, allow},
	{"fcntl", [6]uint64{1, 8, 1}, denied, denied, trap}, // F_SETOWN
	{"socketpair", [6]uint64{1, 1}, allow, allow, allow},
	{"socketpair", [6]uint64{2, 1}, denied, denied, trap},
	{"socketcall", [6]uint64{1}, denied, denied, trap},
	{"socketcall", [6]uint64{8}, allow, allow, allow},
	{"mmap2", [6]uint64{3: 0x22}, allow, allow, allow},
	{"mmap2", [6]uint64{3: 0x21}, denied, denied, trap},
}

func TestFilter(t *testing.T) {
	for _, m := range machines {
		p := policy{refusal: denied, pid: testPID, program: testProgram}
		filters := map[string][]byte{"process": encode(assemble(p, &m, machineOf("386")), m.order)}
		p.emulator = true
		filters["emulator"] = encode(assemble(p, &m, machineOf("386")), m.order)
		filters["pure"] = Filter(m.goarch)

		clone := question{"clone", [6]uint64{}, denied, allow, trap}
		thread := question{"clone", [6]uint64{}, allow, allow, allow}
		space := question{"clone", [6]uint64{}, denied, denied, trap}
		flags := 0
		if m.goarch == "s390x" {
			flags = 1
		}
		clone.arguments[flags] = 0x4111 // vfork
		thread.arguments[flags] = 0x50f00
		space.arguments[flags] = 0x10000 | 0x40000000
		list := append(questions[:len(questions):len(questions)], clone, thread, space)

		for kind, filter := range filters {
			if len(filter) == 0 || len(filter)%8 != 0 || len(filter)/8 > 4096 {
				t.Fatalf("%s, %s: a filter of %d bytes", m.goarch, kind, len(filter))
			}
			asked := 0
			check := func(what string, c systemCall, want uint32) {
				t.Helper()
				asked++
				if got, err := ask(filter, m.order, c); got != want || err != nil {
					t.Errorf("%s, %s: %s: got %#x %v, want %#x", m.goarch, kind, what, got, err, want)
				}
			}
			for _, q := range list {
				n := numberOf(q.name, m.column)
				if n == 0 {
					continue
				}
				want := map[string]uint32{"process": q.process, "emulator": q.emulator, "pure": q.pure}[kind]
				check(fmt.Sprintf("%s%x", q.name, q.arguments), systemCall{m.audit, n, q.arguments}, want)
			}
			if asked < 30 {
				t.Errorf("%s, %s: only %d questions", m.goarch, kind, asked)
			}

			refusal := denied
			if kind == "pure" {
				refusal = trap
			}
			for _, c := range refused {
				want := refusal
				if kind == "emulator" && (c.name == "fork" || c.name == "vfork" || c.name == "execve" || c.name == "memfd_create") {
					want = allow
				}
				if n := c.numbers[m.column]; n != 0 {
					check(c.name, systemCall{m.audit, uint32(n), [6]uint64{}}, want)
				}
			}
			read := [columns]uint32{amd64: 0, i386: 3, arm: 3, generic: 63, ppc64: 3, s390x: 3}[m.column]
			exitGroup := [columns]uint32{amd64: 231, i386: 252, arm: 248, generic: 94, ppc64: 234, s390x: 248}[m.column]
			check("read", systemCall{m.audit, read, [6]uint64{0, 1, 2}}, allow)
			check("exit_group", systemCall{m.audit, exitGroup, [6]uint64{}}, allow)
			check("a call of the future", systemCall{m.audit, last + 1, [6]uint64{}}, absent)
			check("x32", systemCall{m.audit, 0x40000000, [6]uint64{}}, absent)
			check("-1", systemCall{m.audit, 1<<32 - 1, [6]uint64{}}, absent)
			check("another machine", systemCall{0xc0000032, read, [6]uint64{}}, absent)
			if m.goarch == "arm" {
				check("set_tls", systemCall{m.audit, 0xf0005, [6]uint64{}}, allow)
				check("beyond", systemCall{m.audit, 0xf0007, [6]uint64{}}, absent)
			}
			if kind == "process" {
				i := machineOf("386")
				check("unlink as a 386", systemCall{i.audit, 10, [6]uint64{}}, denied)
				check("read as a 386", systemCall{i.audit, 3, [6]uint64{}}, allow)
			}
		}
	}
	if Filter("wasm") != nil || Prctl("wasm") != 0 {
		t.Error("a filter for wasm")
	}
}

// numberOf returns the number of a system call in a column, or 0.
func numberOf(name string, column int) uint32 {
	for _, list := range [][]call{refused, conditional} {
		for _, c := range list {
			if c.name == name {
				return uint32(c.numbers[column])
			}
		}
	}
	return 0
}

// TestTables finds calls that stand in the tables twice, or with a number that cannot be.
func TestTables(t *testing.T) {
	for column := range columns {
		seen := make(map[uint16]string)
		for _, list := range [][]call{refused, conditional} {
			for _, c := range list {
				n := c.numbers[column]
				if n == 0 {
					continue
				}
				if other := seen[n]; other != "" || n > last {
					t.Errorf("column %d: %s is %d, as is %q", column, c.name, n, other)
				}
				seen[n] = c.name
			}
		}
	}
}
