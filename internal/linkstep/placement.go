package linkstep

import (
	"debug/elf"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/image"
	"premain.dev/internal/linkstep/memorymap"
	"premain.dev/internal/linkstep/size"
)

// linkerPage is the least that the linker begins constants and variables at a multiple of.
const linkerPage = 4 << 10

// The parts of a program that a memory map places, besides .text, .rodata, .data and .bss: instructions of the image's own.
const (
	resetPart = ".reset" // see image.Reset
	pvhPart   = ".pvh"   // see image.PVHStart
)

// placement is the placing of a program by a memory map.
type placement struct {
	*linking
	sections []*contents
	file     string // the name of the memory map
	text     *memorymap.Map
	machine  elf.Machine
	out      string
}

// machines are what boards may be.
var machines = map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64, "riscv64": elf.EM_RISCV}

// architectures are the names that linker scripts have for machines in OUTPUT_ARCH and in OUTPUT_FORMAT.
var architectures = map[elf.Machine][]string{
	elf.EM_X86_64:  {"i386:x86-64", "elf64-x86-64"},
	elf.EM_AARCH64: {"aarch64", "elf64-littleaarch64"},
	elf.EM_RISCV:   {"riscv", "riscv:rv64", "elf64-littleriscv"},
}

// place links a program as its memory map wants it, by a function that lets the linker run with some arguments, and writes the image.
func (l *linking) place(sections []*contents, args []string, link func(args []string) error) error {
	text, err := os.ReadFile(l.options.Memory)
	if err != nil {
		return fmt.Errorf("-memory: %w", err)
	}
	p := &placement{linking: l, sections: sections, file: l.options.Memory}
	if p.text, err = memorymap.Parse(p.file, text); err != nil {
		return err
	}
	_, arch := l.program.target()
	p.machine = machines[arch]
	p.out, _ = flagValue(args, "-o")
	format, err := p.format()
	if err != nil {
		return err
	}
	if name, at := p.text.Entry(); name != "" {
		if !slices.ContainsFunc(l.program.packages, func(k *pkg) bool { return k.names(name) }) {
			return fmt.Errorf("%s: the program has no function %s; a function in assembly is named like example.com/board.start, in quotation marks, and the entry of a board is _rt0_%s_linux", at, name, arch)
		}
		args = append([]string{"-E=" + name}, args...)
	}
	err = p.write(args, format, link)
	if err != nil {
		os.Remove(p.out)
	}
	if err != nil && strings.HasPrefix(err.Error(), p.file+":") {
		return problems{err.Error()}
	}
	return err
}

// mapHasEntry reports whether the program begins where its memory map says.
func (t tool) mapHasEntry() bool {
	text, err := os.ReadFile(t.options.Memory)
	if err != nil {
		return false
	}
	m, err := memorymap.Parse(t.options.Memory, text)
	if err != nil {
		return false // which placing tells
	}
	name, _ := m.Entry()
	return name != ""
}

// format returns the format of the image, and checks what the memory map says of the machine.
func (p *placement) format() (string, error) {
	format := p.options.Image
	known := architectures[p.machine]
	if name, at := p.text.Arch(); name != "" && !slices.Contains(known, name) {
		return "", fmt.Errorf("%s: OUTPUT_ARCH(%s) is not what the board is for, which is %s", at, name, known[0])
	}
	if name, at := p.text.Format(); name == image.FormatBinary {
		if format == "" {
			format = name
		}
	} else if name != "" && !slices.Contains(known, name) {
		return "", fmt.Errorf("%s: OUTPUT_FORMAT(%s) is not one of the board's, which are %s and binary", at, name, known[len(known)-1])
	}
	if format == "" {
		format = image.FormatELF
	}
	if format == image.FormatPVH && p.machine != elf.EM_X86_64 {
		return "", errors.New("-image=pvh: the format is one of amd64 alone")
	}
	return format, nil
}

// write links until everything is where the memory map wants it, and writes the image.
func (p *placement) write(args []string, format string, link func(args []string) error) error {
	// Sizes do not depend on addresses but for jumps over long distances, so that this settles at once.
	const most = 5
	var flags []string
	if layout, err := p.layout(image.Parts{}); err == nil {
		flags = p.flags(layout, image.Parts{})
	}
	for range most {
		if err := link(append(slices.Clone(flags), args...)); err != nil {
			return err
		}
		text, err := os.ReadFile(p.out)
		if err != nil {
			return err
		}
		file, err := image.Open(text)
		if err != nil {
			return fmt.Errorf("%s: what the linker has written: %w", p.out, err)
		}
		parts := file.Parts()
		layout, err := p.layout(parts)
		if err != nil {
			return err
		}
		moved := p.moved(layout, parts)
		if moved == nil {
			return p.image(file, layout, format)
		}
		again := p.flags(layout, parts)
		if slices.Equal(again, flags) {
			return moved
		}
		flags = again
	}
	return fmt.Errorf("%s: the sizes of the program's parts change with every address that they are given", p.file)
}

// layout places parts of the sizes that the linker has found.
func (p *placement) layout(parts image.Parts) (*memorymap.Layout, error) {
	inputs := []memorymap.Input{
		{Name: ".text", Size: upToWord(parts.Text.Size), Align: max(parts.Text.Align, 16)},
		{Name: ".rodata", Size: upToWord(parts.Rodata.Size), Align: linkerPage}, // so that what is loaded behind it begins at a word
		{Name: ".data", Size: upToWord(parts.Data.Size), Align: linkerPage},     // which is how much is held and copied
		{Name: ".bss", Size: upToWord(parts.Bss.Size), Align: max(parts.Bss.Align, 8), Bss: true},
		{Name: resetPart, Size: uint64(len(image.Reset(p.machine, 0))), Align: 8, Optional: true},
	}
	if p.machine == elf.EM_X86_64 {
		inputs = append(inputs, memorymap.Input{Name: pvhPart, Size: image.PVHSize, Align: linkerPage, Optional: true})
	}
	l, err := p.text.Place(inputs)
	if err != nil {
		return nil, err
	}
	data, ok := placed(l, ".data")
	if rodata, has := placed(l, ".rodata"); ok && has && data.Addr < rodata.Addr+parts.Rodata.Size {
		// The linker would take it, and write zeroes.
		return nil, fmt.Errorf("%s: .data cannot be at %#x, below .rodata, which is at %#x: Go's linker puts variables above code and constants", data.Pos, data.Addr, rodata.Addr)
	}
	if text, has := placed(l, ".text"); ok && has && data.Addr+parts.Data.Size-text.Addr > reach[p.machine] {
		return nil, fmt.Errorf("%s: .data, at %#x, is too far from .text, which is at %#x: instructions reach %d GiB; choose regions that are closer to each other",
			data.Pos, data.Addr, text.Addr, reach[p.machine]>>30)
	}
	return l, nil
}

// reach is how far from an instruction the variables may be that it refers to.
var reach = map[elf.Machine]uint64{elf.EM_X86_64: 2 << 30, elf.EM_AARCH64: 4 << 30, elf.EM_RISCV: 2 << 30}

// placed returns where a part is, if the memory map places it.
func placed(l *memorymap.Layout, name string) (memorymap.Placed, bool) {
	for _, in := range l.Inputs {
		if in.Name == name && in.Section != "" {
			return in, true
		}
	}
	return memorymap.Placed{}, false
}

// flags returns what lets the linker put the parts where the layout wants them: the address of the code, that of the variables, and the multiple at
// which constants begin. Without a place for one of the first two, there are none: an error is to follow, when sizes are known.
func (p *placement) flags(l *memorymap.Layout, parts image.Parts) []string {
	text, ok := placed(l, ".text")
	data, has := placed(l, ".data")
	if !ok || !has {
		return nil
	}
	rodata, _ := placed(l, ".rodata")
	round := uint64(linkerPage)
	for end := text.Addr + parts.Text.Size; round < 1<<40 && parts.Rodata.Size > 0 && (end+round-1)&^(round-1) != rodata.Addr && rodata.Addr%(2*round) == 0; {
		round *= 2
	}
	flags := []string{fmt.Sprintf("-T=%#x", text.Addr), fmt.Sprintf("-R=%#x", round)}
	// As long as nothing is known of sizes, variables could be put into the code.
	if parts.Text.Size > 0 && data.Addr%round == 0 {
		flags = append(flags, fmt.Sprintf("-D=%#x", data.Addr))
	}
	return flags
}

// moved returns an error if the linker has not put a part where the layout wants it.
func (p *placement) moved(l *memorymap.Layout, parts image.Parts) error {
	for _, c := range []struct {
		name string
		image.Part
		rule string
	}{
		{".text", parts.Text, "is the linker given another address by -ldflags?"},
		{".rodata", parts.Rodata, fmt.Sprintf("Go's linker puts it behind .text, at the next multiple of %d or a larger power of two; let it follow .text", linkerPage)},
		{".data", parts.Data, fmt.Sprintf("Go's linker puts it at a multiple of %d, or of the power of two at which .rodata begins", linkerPage)},
		{".bss", parts.Bss, "Go's linker puts it right behind .data; let it follow .data, in the same region"},
	} {
		if in, ok := placed(l, c.name); ok && c.Size > 0 && in.Addr != c.Addr {
			return fmt.Errorf("%s: %s cannot be at %#x, and the linker has put it at %#x: %s", in.Pos, c.name, in.Addr, c.Addr, c.rule)
		}
	}
	return nil
}

// section returns an output section of a layout.
func section(l *memorymap.Layout, name string) (memorymap.Section, bool) {
	i := slices.IndexFunc(l.Sections, func(s memorymap.Section) bool { return s.Name == name })
	if i < 0 {
		return memorymap.Section{}, false
	}
	return l.Sections[i], true
}

// image fills in what the program knows of its layout, and writes it.
func (p *placement) image(file *image.File, l *memorymap.Layout, format string) error {
	if err := checkCopied(l); err != nil {
		return err
	}
	if s, ok := section(l, stackSection); ok && s.Size < leastStack {
		return fmt.Errorf("%s: the stack has %d bytes, and no function of Go can run with less than %d; make it larger", s.Pos, s.Size, leastStack)
	}
	if err := p.fill(file, l); err != nil {
		return err
	}
	compact := stripped(p.tool.args)
	m, err := file.Image(compact)
	if err != nil {
		return fmt.Errorf("%s: what the linker has written: %w", p.out, err)
	}
	data, _ := placed(l, ".data")
	for i := range m.Segments {
		if s := &m.Segments[i]; s.Flags&elf.PF_W != 0 {
			s.Load = s.Addr + data.Load - data.Addr
			if s.Load != s.Addr || format == image.FormatBinary || format == image.FormatFlash {
				s.Hold(data.Addr + upToWord(data.Size)) // no loader clears what follows
			}
		}
	}
	var sections []image.Section
	add := func(name string, addr, load, size uint64, content []byte, flags elf.ProgFlag) {
		m.Add(image.Segment{Addr: addr, Load: load, Size: size, Flags: flags, Pieces: []image.Piece{{Addr: addr, Data: content}}})
		kind := elf.SHF_ALLOC
		if flags&elf.PF_X != 0 {
			kind |= elf.SHF_EXECINSTR
		}
		sections = append(sections, image.Section{Name: name, Addr: addr, Size: size, Data: content, Flags: kind})
	}
	var start uint64
	if in, ok := placed(l, resetPart); ok {
		code := image.Reset(p.machine, m.Entry)
		add(resetPart, in.Addr, in.Load, uint64(len(code)), code, elf.PF_R|elf.PF_X)
	}
	if in, ok := placed(l, pvhPart); ok {
		end, err := p.mapped(l)
		if err != nil {
			return err
		}
		start = in.Addr
		code := image.PVHStart(uint32(in.Addr), m.Entry, end)
		add(pvhPart, in.Addr, in.Load, image.PVHSize, code, elf.PF_R|elf.PF_W|elf.PF_X)
	} else if format == image.FormatPVH {
		return fmt.Errorf("%s: -image=pvh: the image has no place for the instructions with which it begins; add %s : { *(%[2]s) } to SECTIONS", p.file, pvhPart)
	}
	room := file.Room() - len(m.Segments)
	if format == image.FormatPVH {
		room-- // for the note
	}
	for i, d := range joined(l) {
		if i >= room && !compact && (format == image.FormatELF || format == image.FormatPVH) {
			return fmt.Errorf("%s: these bytes, in the section %s, take one more program header than the file has room for, which is %d places where the map puts bytes; let bytes that share a header be in one section, with less than %d between them",
				d.Pos, d.Section, i, mostBetween)
		}
		add(".premain.data", d.Addr, d.Load, uint64(len(d.Bytes)), d.Bytes, elf.PF_R)
	}
	for _, name := range []string{stackSection, heapSection} {
		if s, ok := section(l, name); ok {
			sections = append(sections, image.Section{Name: name, Addr: s.Addr, Size: s.Size, Flags: elf.SHF_ALLOC | elf.SHF_WRITE})
		}
	}
	told, err := json.Marshal(l)
	if err != nil {
		return err
	}
	sections = append(sections, image.Section{Name: size.MapSection, Data: told})

	var text []byte
	switch {
	case format == image.FormatBinary:
		from, to := m.Loaded()
		text, err = m.Flat(from, to, 0)
	case format == image.FormatFlash:
		text, err = p.flash(m, l)
	case !compact:
		text, err = file.Placed(m, sections, start, format == image.FormatPVH)
	case format == image.FormatPVH:
		text = m.PVH(start)
	default:
		text = m.Copied()
	}
	if err != nil {
		return fmt.Errorf("%s: -image=%s: %w", p.file, format, err)
	}
	if err := os.WriteFile(p.out, text, 0o777); err != nil || !compact && format != image.FormatBinary && format != image.FormatFlash {
		return err // or the file itself tells where its bytes are
	}
	written := size.Written{File: text, Sections: sections, Layout: l}
	for _, s := range m.Segments {
		written.Pieces = append(written.Pieces, s.Piece())
	}
	return p.tellSizes(file, m, written)
}

// mapped returns the end of what .pvh has to map, so that the start code can copy and clear variables and has a stack.
func (p *placement) mapped(l *memorymap.Layout) (end uint64, err error) {
	for _, in := range l.Inputs {
		if in.Section == "" || in.Size == 0 {
			continue
		}
		addr := max(in.Addr, in.Load)
		if in.Size > image.PVHLimit || addr > image.PVHLimit-in.Size {
			return 0, fmt.Errorf("%s: %s, of %d bytes at %#x, is not below 4 GiB, and %s maps nothing else before the program begins; choose a lower address",
				in.Pos, in.Name, in.Size, addr, pvhPart)
		}
		end = max(end, addr+in.Size)
	}
	if s, ok := section(l, stackSection); ok {
		end = max(end, s.Addr+s.Size)
	}
	return end, nil
}

// mostBetween is more than there may be between bytes of the map that share a program header.
const mostBetween = 4 << 10

// joined returns the bytes that the map puts into the image, joined where they are in one section with nothing of the program and only a little
// between, which is zero, as that of GNU ld is: each place takes a program header, and Go's linker leaves room for few.
func joined(l *memorymap.Layout) (list []memorymap.Data) {
	for _, d := range l.Data {
		if n := len(list); n > 0 {
			last := &list[n-1]
			end := last.Addr + uint64(len(last.Bytes))
			apart := slices.ContainsFunc(l.Inputs, func(in memorymap.Placed) bool {
				return in.Section == d.Section && in.Addr < d.Addr && in.Addr+in.Size > end
			})
			if d.Section == last.Section && !apart && d.Addr-end < mostBetween {
				last.Bytes = append(append(last.Bytes, make([]byte, d.Addr-end)...), d.Bytes...)
				continue
			}
		}
		d.Bytes = slices.Clone(d.Bytes)
		list = append(list, d)
	}
	return list
}

// flash returns the bytes of the region that the image is loaded into. Erased flash has ones.
func (p *placement) flash(m *image.Image, l *memorymap.Layout) ([]byte, error) {
	from, to := m.Loaded()
	for _, r := range l.Regions {
		if r.Origin <= from && to <= r.Origin+r.Length {
			return m.Flat(r.Origin, r.Origin+r.Length, 0xff)
		}
	}
	return nil, fmt.Errorf("no region holds all that is loaded, from %#x to %#x; let .data be loaded into the flash, by AT> and its name", from, to)
}

// The sections of a memory map that a program knows of: where its stack and its heap are.
const (
	stackSection = ".stack"
	heapSection  = ".heap"
)

// leastStack is less than any program can do with: what the runtime keeps for functions that do not look how much there is, and a little more.
const leastStack = 2 << 10

// fill fills in the words of the runtime that tell of the layout, and the symbols of the memory map that the program asks for.
func (p *placement) fill(file *image.File, l *memorymap.Layout) error {
	put := func(addr, value uint64) error {
		word := file.Bytes(addr, 8)
		if word == nil {
			return fmt.Errorf("%s: the linker has not laid out the word at %#x", p.out, addr)
		}
		binary.LittleEndian.PutUint64(word, value)
		return nil
	}
	for _, w := range words(l, file.Parts()) {
		addr, ok := file.Symbol("runtime." + w.name)
		if !ok {
			continue
		}
		if w.section == heapSection && p.tier.name == "core" {
			continue
		}
		if w.section != "" {
			return fmt.Errorf("%s: the program needs a section %s, and the memory map has none; add %[2]s (NOLOAD) : { . += 64K; } > REGION to SECTIONS", p.file, w.section)
		}
		if err := put(addr, w.value); err != nil {
			return err
		}
	}
	var wrong problems
	for _, c := range p.sections {
		if c.name != symbolsSection {
			continue
		}
		for _, it := range c.items {
			addr, ok := file.Symbol(it.symbol)
			if !ok {
				continue // nothing refers to it
			}
			item := file.Bytes(addr, 3*8) // of the type Address of package bare
			if item == nil {
				return fmt.Errorf("%s: the linker has not laid out what bare.Symbol returns", it.Place)
			}
			name := string(file.Bytes(binary.LittleEndian.Uint64(item[8:]), binary.LittleEndian.Uint64(item[16:])))
			i := slices.IndexFunc(l.Symbols, func(s memorymap.Symbol) bool { return s.Name == name })
			if i < 0 {
				wrong = append(wrong, fmt.Sprintf("%s: the memory map %s defines no symbol %s; assign to it there, or use one of its own; another map is given by -memory", it.Place, p.file, name))
				continue
			}
			binary.LittleEndian.PutUint64(item, l.Symbols[i].Value)
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// symbolsSection is the section of what bare.Symbol returns.
const symbolsSection = barePath + ".symbols"

// word is a word of the runtime; see layout.s there.
type word struct {
	name    string
	value   uint64
	section string // that the map does not have, and would have to
}

// upToWord rounds a size up: the runtime copies and clears words.
func upToWord(n uint64) uint64 {
	const size = 8
	return (n + size - 1) &^ (size - 1)
}

// copied returns the range that the start code copies, and from where: all that the map has put into the output section of .data.
func copied(l *memorymap.Layout) (r image.Part, load uint64, apart bool) {
	data, _ := placed(l, ".data")
	r = image.Part{Addr: data.Addr, Size: upToWord(data.Size)}
	if data.Load == data.Addr {
		return r, data.Load, false
	}
	s, _ := section(l, data.Section)
	return image.Part{Addr: s.Addr, Size: s.FileSize}, s.Load, true
}

// checkCopied checks that what the start code copies consists of words.
func checkCopied(l *memorymap.Layout) error {
	r, load, apart := copied(l)
	if !apart {
		return nil
	}
	data, _ := placed(l, ".data")
	if (r.Addr|load)%8 != 0 {
		return fmt.Errorf("%s: the section %s is at %#x and loaded at %#x, and the start code copies words of 8 bytes; let both be multiples of 8, by ALIGN(8) behind the colon", data.Pos, data.Section, r.Addr, load)
	}
	if s, _ := section(l, data.Section); s.FileSize%8 != 0 {
		return fmt.Errorf("%s: the section %s has %d bytes in the image, and the start code copies words of 8 bytes; end it with . = ALIGN(8);", s.Pos, s.Name, s.FileSize)
	}
	return nil
}

func words(l *memorymap.Layout, parts image.Parts) (list []word) {
	span := func(name string, p image.Part) {
		list = append(list, word{name: name + "Low", value: p.Addr}, word{name: name + "High", value: p.Addr + p.Size})
	}
	span("text", parts.Text)
	span("rodata", parts.Rodata)
	data, load, _ := copied(l)
	parts.Bss.Size = upToWord(parts.Bss.Size)
	span("data", data)
	span("bss", parts.Bss)
	list = append(list, word{name: "dataLoad", value: load})
	for _, c := range []struct{ name, section string }{{"stack", stackSection}, {"heap", heapSection}} {
		s, ok := section(l, c.section)
		if ok {
			const align = 16 // of stack pointers
			from, to := (s.Addr+align-1)&^(align-1), (s.Addr+s.Size)&^(align-1)
			span(c.name, image.Part{Addr: from, Size: max(to, from) - from})
		} else {
			list = append(list, word{c.name + "Low", 0, c.section}, word{c.name + "High", 0, c.section})
		}
	}
	return list
}

// checkSymbols refuses symbols of a memory map in a program for a board without one, and names that are not constants. A hosted program finds out
// when it asks for a value.
func (t tool) checkSymbols(sections []*contents) error {
	if t.options.Board == "" {
		return nil
	}
	var wrong problems
	for _, c := range sections {
		if c.name != symbolsSection {
			continue
		}
		for _, it := range c.items {
			switch {
			case t.options.Memory == "":
				wrong = append(wrong, it.Place+": bare.Symbol gives a symbol of a memory map, and the board "+t.options.Board+" has none; build for a board that has one")
			case it.done != "":
				wrong = append(wrong, it.Place+": bare.Symbol takes a constant name")
			}
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}
