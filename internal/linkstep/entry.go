package linkstep

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/needs"
)

// entry is what a program gets that has functions to run before the Go runtime: a section with a record.Entry holds them.
type entry struct {
	*contents
	arch   string
	prefix string          // of the symbols of the package that declares the section
	order  []earlyFunction // in the order in which they run
	code   *needs.Code

	initialised []*pkg // all packages, in the order of their initialisation
}

type earlyFunction struct {
	item
	priority int
}

// external are what the C linker knows of entries: it begins at entryName, in assembly of ours, which puts the address of its own entry
// where BEGIN looks for it and goes there under the name beginName.
//
// This text only it reads. To the Go linker, which may decide late that it makes the program itself, _start would be undefined.
const (
	entryName = "premain_entry"
	beginName = "premain_begin"
)

var external = map[string]string{
	"amd64":   "lea _start(%rip), %r11\n\tjmp " + beginName,
	"arm64":   "adrp x16, _start\n\tadd x16, x16, :lo12:_start\n\tb " + beginName,
	"riscv64": "lla t0, _start\n\tla t1, " + beginName + "\n\tjr t1",
}

const (
	lowestPriority  = 101 // those below are reserved
	defaultPriority = 500
)

// entry returns what is to run before the Go runtime, or nil if nothing is, and refuses what cannot.
func (l *linking) entry(sections []*contents) (*entry, error) {
	i := slices.IndexFunc(sections, func(c *contents) bool { return c.entry != nil })
	if i < 0 {
		return nil, nil
	}
	c := sections[i]
	place := c.items[0].Place
	goos, goarch := l.program.target()
	if external[goarch] == "" || goos != "linux" {
		return nil, problems{fmt.Sprintf("%s: functions run before the Go runtime on linux/amd64, linux/arm64 and linux/riscv64, not on %s/%s; leave the file out there by a build constraint", place, goos, goarch)}
	}
	if mode, _ := flagValue(l.args, "-buildmode"); strings.HasPrefix(mode, "c-") {
		return nil, problems{fmt.Sprintf("%s: a library has no entry of its own, and no function can run before its Go runtime (-buildmode=%s); leave this package out of it", place, mode)}
	}
	if symbol, at := flagValue(l.args, "-E"); at >= 0 {
		return nil, problems{fmt.Sprintf("%s: the program would start at %s (-ldflags=-E) and not at what runs this function; leave that flag out", place, symbol)}
	}
	e := &entry{contents: c, arch: goarch, prefix: goobj.Prefix(c.pkg.path) + ".", initialised: initOrder(l.program.packages)}
	var list problems
	for _, it := range c.items {
		f, mistake := readEarly(it)
		if mistake != "" {
			list = append(list, it.Place+": "+mistake)
		}
		e.order = append(e.order, f)
	}
	if len(list) > 0 {
		return nil, list
	}
	slices.SortStableFunc(e.order, func(a, b earlyFunction) int { return cmp.Compare(a.priority, b.priority) })
	return e, e.check(l)
}

// readEarly reads a compiled item, a preinit.Function: a function and a slice of priorities, 16 bits each.
func readEarly(it item) (f earlyFunction, mistake string) {
	f = earlyFunction{it, defaultPriority}
	if it.done != "" {
		return f, "what runs before the Go runtime must be known when the program is linked; give a function by its name, or a literal that uses no variable of another function, and a constant priority"
	}
	object, prefix := it.owner.object, goobj.Prefix(it.owner.record.Path)
	s, ok := object.Lookup(it.symbol)[it.symbol]
	if !ok {
		return f, "the package has no symbol " + it.symbol + " any more; run go clean -cache and build again"
	}
	ptrSize, order := object.Machine()
	if _, ok := object.Pointer(prefix, s.Index, 0); !ok {
		return f, "the function is nil; give one"
	}
	to, ok := object.Pointer(prefix, s.Index, ptrSize)
	if !ok {
		return f, ""
	}
	// Content ends before zeroes at its end.
	content := append(slices.Clone(object.Content(s.Index)), make([]byte, 4*ptrSize)...)
	if n := order.Uint64(content[2*ptrSize:]); n > 1 {
		return f, "more than one priority; give one at most"
	}
	p, i := to.Index()
	if p != prefix {
		return f, "the priority is not where it is expected; please report it"
	}
	f.priority = int(order.Uint16(append(slices.Clone(object.Content(i)), 0, 0)))
	if f.priority < lowestPriority {
		return f, fmt.Sprintf("priority %d is reserved; use one from %d to 65535", f.priority, lowestPriority)
	}
	return f, ""
}

// enter returns the arguments of the linker for a program that starts at the entry, whichever linker makes it. The file that it writes has
// the given name, but for its suffix.
func (e *entry) enter(args []string, name string) ([]string, error) {
	name += "_entry.s"
	// With a .file directive the assembler leaves the debug information to the text, even under -g. Its own would name the file, and the
	// directory of each build is another one.
	text := "\t.file 1 \"" + entryName + ".s\"\n\t.text\n\t.globl " + entryName + "\n" + entryName + ":\n\t" + external[e.arch] + "\n\t.section .note.GNU-stack,\"\",%progbits\n"
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		return nil, err
	}
	quote := "'"
	if strings.Contains(name, quote) {
		quote = `"`
	}
	flags := quote + name + quote + " -Wl,-e," + entryName
	if given, at := flagValue(args, "-extldflags"); at >= 0 {
		setFlag(args, "-extldflags", given+" "+flags, at)
	} else {
		args = slices.Insert(args, len(args)-1, "-extldflags="+flags)
	}
	return slices.Insert(args, len(args)-1, "-E="+e.prefix+e.contents.entry.Start), nil
}
