package main

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// machines are the boards that are measured.
var machines = []string{
	"virt-arm64",
	"virt-riscv64",
	"pc-amd64",
}

// kernel is a program for a board of which the way to the user's first instruction is counted.
type kernel struct {
	name, main string
	first      string // function of the user's
}

var kernels = []kernel{
	{"core", program.Freestanding{}.Text(), "main.main"},
	{"alloc, heap", program.Freestanding{Imports: []string{"alloc/heap"}, Alloc: true}.Text(), "main.main"},
	{"core, 10 constructors", tenConstructors(), "main.run"},
}

func tenConstructors() string {
	return "package main\n\nimport \"premain.dev\"\n\nvar constructed int\n\nfunc construct() { constructed++ }\n\nvar (\n" +
		strings.Repeat("\t_ = premain.Constructor(construct)\n", 10) +
		")\n\nfunc main() { premain.Main(run) }\n\nfunc run() { println(\"hello\") }\n"
}

// kernelC is what the others are compared with.
func kernelC(zero uint64) string {
	text := "int main(void)\n{\n\treturn 0;\n}\n"
	if zero > 0 {
		text = fmt.Sprintf("__attribute__((used)) static char zero[%d];\n\n", zero) + text
	}
	return text
}

// boards counts what programs without an operating system execute until main, and for an access of a register.
func boards(b *program.Builder, s scale, p *page) error {
	if runtime.GOOS != "linux" {
		p.paragraph("Skipped: what QEMU executes is counted on Linux.")
		return nil
	}
	p.paragraph("Instructions that the machines of the boards execute: QEMU emulates them and logs each instruction. Nothing is timed. " +
		"A repetition of a string instruction of amd64 counts as one.")
	p.paragraph("To main: from the first instruction of the image, which for PVH is a 32-bit one, to the user's first one. That is main's, or, with constructors, that of the function " +
		"that premain.Main calls after them. An allocator is given its memory when it is first asked for some, which is later. " +
		"The C program sets the stack pointer, clears its `.bss` and calls main (`gcc -O2 -ffreestanding -nostdlib`, at the same addresses); on amd64, it enters 64-bit mode before, with tables of addresses that its image has. " +
		"It needs no `.bss`; one column compares with one that has as many bytes as ours. It protects no memory and cannot tell of a trap; ours can before main. " +
		"Where the instructions go: \"clearing\" is that of `.bss`; \"board\" is tables of addresses or ranges with their rights, what traps enter, finding out how much memory there is, and the serial port; " +
		"\"runtime\" is the tier's; \"packages\" is their initialisation; and \"constructors\" is premain.Main.")
	p.paragraph(fmt.Sprintf("An access: what a round of a loop with it takes more than a round of an empty one, by the difference between %d rounds and %d. The register is a word of ordinary memory, given as a parameter. "+
		"The field has 8 bits from bit 4 on, in a package-level variable. In C, it is an access of a `volatile uint32_t`, and of a port an instruction of assembly.", rounds, 2*rounds))
	for _, name := range machines {
		board, err := b.FindBoard(name)
		if err != nil {
			return err
		}
		p.subtitle(name)
		if emulator, found := board.Emulator(); !found {
			p.paragraph("Skipped: " + emulator + " is not here.")
			continue
		}
		compiler, found := board.CompilerC()
		if !found {
			p.paragraph("Without C: there is no " + compiler + " here.")
		}
		if err := starts(b, board, found, s, p); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := accesses(b, board, found, p); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// way is what a program has executed until the user's first instruction.
type way struct {
	zero                                            uint64 // bytes cleared
	clearing, board, runtime, packages, constructor int
}

func (w way) total() int { return w.clearing + w.board + w.runtime + w.packages + w.constructor }

// times is a ratio, without decimals where they say nothing.
func times(w, to way) string {
	if n := w.total() / to.total(); n >= 100 {
		return whole(n)
	}
	return ratio(float64(w.total()), float64(to.total()))
}

// starts writes the table of ways to main.
func starts(b *program.Builder, board program.Board, withC bool, s scale, p *page) error {
	var reference way
	inC := func(zero uint64) (way, error) {
		image, err := b.BoardC(board, kernelC(zero))
		if err != nil {
			return way{}, err
		}
		return wayC(board, image)
	}
	if withC {
		var err error
		if reference, err = inC(0); err != nil {
			return err
		}
	}
	var rows [][]string
	row := func(name string, w way, to, toAsMuch string) {
		rows = append(rows, []string{name, whole(int64(w.zero)), whole(w.total()), to, toAsMuch,
			whole(w.clearing), whole(w.board), whole(w.runtime), whole(w.packages), whole(w.constructor)})
	}
	for _, k := range kernels[:s.kernels] {
		image, err := b.BoardGo(board, k.main)
		if err != nil {
			return err
		}
		w, err := wayGo(board, image, k.first)
		if err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
		if !withC {
			row(k.name, w, "", "")
			continue
		}
		asMuch, err := inC(w.zero)
		if err != nil {
			return err
		}
		row(k.name, w, times(w, reference), times(w, asMuch))
	}
	if withC {
		row("C", reference, "1.00", "")
	}
	p.table([]string{"to main", "`.bss`, bytes", "instructions", "to C", "to C with that `.bss`", "clearing", "board", "runtime", "packages", "constructors"}, rows)
	return nil
}

// wayGo runs a program of ours.
func wayGo(board program.Board, image, first string) (way, error) {
	l, err := program.ReadLoaded(image)
	if err != nil {
		return way{}, err
	}
	w := way{zero: l.Zero}
	// The board runs until start, and what follows until initialise is the runtime and what it calls of the board.
	var start, initialise, main uint64
	for name, at := range map[string]*uint64{"runtime.start": &start, "runtime.initialise": &initialise, "main.main": &main} {
		if *at, err = l.Function(name); err != nil {
			return way{}, err
		}
	}
	part := &w.board
	return w, until(board, image, l, first, func(pc uint64) {
		switch pc {
		case start:
			part = &w.runtime
		case initialise:
			part = &w.packages
		case main:
			part = &w.constructor
		}
		counted := part
		switch name := l.FunctionAt(pc); {
		case name == "runtime.prepare":
			counted = &w.clearing
		case part == &w.runtime && strings.HasPrefix(name, "premain.dev/bare/board/"):
			counted = &w.board
		}
		*counted++
	})
}

// wayC runs one in C.
func wayC(board program.Board, image string) (way, error) {
	l, err := program.ReadLoaded(image)
	if err != nil {
		return way{}, err
	}
	w := way{zero: l.Zero}
	return w, until(board, image, l, "main", func(pc uint64) {
		if l.FunctionAt(pc) == "clear" {
			w.clearing++
		} else {
			w.board++
		}
	})
}

// until starts a machine with an image and yields the addresses of the instructions from the entry to the first one of a function.
func until(board program.Board, image string, l program.Loaded, function string, executed func(pc uint64)) error {
	last, err := l.Function(function)
	if err != nil {
		return err
	}
	entered := false
	return measure.GuestInstructions(board.Boot(image), l.From, l.To, func(pc uint64) bool {
		entered = entered || pc == l.Entry
		if pc == last {
			return false
		}
		if entered {
			executed(pc)
		}
		return true
	})
}

// access is something that is done to a register r, in Go and in C.
type access struct {
	name, goText, cText string
	goarch              string // if there is no other that has it
}

// The first one is the empty loop.
var registerAccesses = []access{
	{"", "", `__asm__ volatile("")`, ""},
	{"`Reg32.Load`", "r.Load()", "(void)*r", ""},
	{"`Reg32.Store`", "r.Store(1)", "*r = 1", ""},
	{"`Reg32.SetBits`", "r.SetBits(1 << 4)", "*r |= 1 << 4", ""},
	{"`Reg32.Set` of a field", "r.Set(mode, 2)", "*r = (*r & ~(0xffu << 4)) | 2u << 4", ""},
	{"`Port8.Load`", "mmio.Port8(0x80).Load()", `uint8_t value; __asm__ volatile("inb $0x80, %0" : "=a"(value))`, "amd64"},
	{"`Port8.Store`", "mmio.Port8(0x80).Store(1)", `__asm__ volatile("outb %0, $0x80" : : "a"((uint8_t)1))`, "amd64"},
}

const rounds = 100

// accesses writes the table of accesses.
func accesses(b *program.Builder, board program.Board, withC bool, p *page) error {
	var these []access
	for _, a := range registerAccesses {
		if a.goarch == "" || board.Has(a.goarch) {
			these = append(these, a)
		}
	}
	image, err := b.BoardGo(board, accessesGo(these))
	if err != nil {
		return err
	}
	ours, err := countAccesses(board, image, "main.", len(these))
	if err != nil {
		return err
	}
	var theirs []float64
	if withC {
		if image, err = b.BoardC(board, accessesC(these)); err != nil {
			return err
		}
		if theirs, err = countAccesses(board, image, "", len(these)); err != nil {
			return err
		}
	}
	var rows [][]string
	for i, a := range these {
		if i == 0 {
			continue
		}
		row := []string{a.name, count(ours[i]), "", ""}
		if withC {
			row[2], row[3] = count(theirs[i]), ratio(ours[i], theirs[i])
		}
		rows = append(rows, row)
	}
	p.table([]string{"an access", "instructions", "C", "to C"}, rows)
	return nil
}

// count writes a number that is a whole one if loops are what they seem.
func count(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// Both programs call functions loop0, loop1, … twice each, with so many rounds and twice as many, and mark after each. They do so at one place: the compiler
// puts instructions that do nothing between calls.

func accessesGo(these []access) string {
	var loops, calls strings.Builder
	for i, a := range these {
		fmt.Fprintf(&loops, "\n//go:noinline\nfunc loop%d(r mmio.Reg32, n int) {\n\tfor range n {\n\t\t%s\n\t}\n}\n", i, a.goText)
		fmt.Fprintf(&calls, "\tfor n := %[1]d; n <= 2*%[1]d; n += %[1]d {\n\t\tloop%[2]d(r, n)\n\t\tmark()\n\t}\n", rounds, i)
	}
	return "package main\n\nimport (\n\t\"unsafe\"\n\n\t\"premain.dev/bare/mmio\"\n)\n\n" +
		"var word uint32\n\nvar mode = mmio.Field32{Low: 4, Width: 8}\n\n//go:noinline\nfunc mark() {}\n" + loops.String() +
		"\nfunc main() {\n\tr := mmio.Reg32(uintptr(unsafe.Pointer(&word)))\n" + calls.String() + "}\n"
}

func accessesC(these []access) string {
	var loops, calls strings.Builder
	for i, a := range these {
		fmt.Fprintf(&loops, "__attribute__((noipa)) void loop%d(volatile uint32_t *r, long n)\n{\n\tfor (long i = 0; i < n; i++) {\n\t\t%s;\n\t}\n}\n\n", i, a.cText)
		fmt.Fprintf(&calls, "\tfor (long n = %[1]d; n <= 2*%[1]d; n += %[1]d) {\n\t\tloop%[2]d(&word, n);\n\t\tmark();\n\t}\n", rounds, i)
	}
	return "#include <stdint.h>\n\nstatic uint32_t word;\n\n__attribute__((noipa)) void mark(void) {}\n\n" + loops.String() +
		"int main(void)\n{\n" + calls.String() + "\treturn 0;\n}\n"
}

// countAccesses runs either and returns the instructions of a round of each loop, those of the first loop taken away from those of the others.
func countAccesses(board program.Board, image, prefix string, loops int) ([]float64, error) {
	l, err := program.ReadLoaded(image)
	if err != nil {
		return nil, err
	}
	mark, err := l.Function(prefix + "mark")
	if err != nil {
		return nil, err
	}
	entries := make([]uint64, loops)
	for i := range entries {
		if entries[i], err = l.Function(fmt.Sprintf("%sloop%d", prefix, i)); err != nil {
			return nil, err
		}
	}
	var calls []int // what each has executed until mark
	running, n := false, 0
	err = measure.GuestInstructions(board.Boot(image), l.From, l.To, func(pc uint64) bool {
		switch {
		case running && pc == mark:
			calls = append(calls, n)
			running = false
		case !running && len(calls) < 2*loops && pc == entries[len(calls)/2]:
			running, n = true, 0
		}
		n++
		return len(calls) < 2*loops
	})
	if err != nil {
		return nil, err
	}
	perRound := make([]float64, loops)
	for i := range perRound {
		perRound[i] = float64(calls[2*i+1]-calls[2*i]) / rounds
		if i > 0 {
			perRound[i] -= perRound[0]
		}
	}
	return perRound, nil
}
