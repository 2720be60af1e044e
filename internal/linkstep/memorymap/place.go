package memorymap

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

const (
	maxPasses = 50
	longGap   = 1 << 20  // is no part of the image
	maxFill   = 16 << 20 // bytes of all gaps that are filled
)

// partOf says which part of the program has the sections that Go's linker has besides.
var partOf = map[string]string{
	".noptrdata": ".data", ".go.buildinfo": ".data", ".go.module": ".data", ".go.fipsinfo": ".data",
	".noptrbss": ".bss",
	".typelink": ".rodata", ".itablink": ".rodata", ".gopclntab": ".rodata",
}

// placer lays a program out. It goes through the statements of the map, pass after pass, until addresses, sizes and symbols are those
// of the pass before: for what a statement needs may be said below it.
type placer struct {
	m       *Map
	inputs  []Input
	content []contents
	parts   map[*statement][]int // the inputs that a statement places

	// What a pass finds out and the next one uses.
	regions  []regionState // the first is for what is in none
	sections []sectionState
	symbols  map[string]symbolState

	// Of the pass.
	defined   map[string]bool
	order     []string // the symbols as they are defined
	dot       uint64
	piece     piece
	current   int    // the section, or -1
	assigning string // the symbol whose value is evaluated
	faults    []fault
	circular  []fault

	// Of the last pass alone.
	last   bool
	layout *Layout
	filled uint64
}

// contents is what does not change from pass to pass.
type contents struct {
	created    bool   // it has something in it
	allocated  bool   // it has parts of the program or data in it
	image      bool   // it has bytes in the image
	align      uint64 // the largest of its inputs
	region     int    // the index in placer.regions
	loadRegion int    // 0 if there is none
}

type regionState struct {
	origin, length uint64
	known          bool
	current        uint64 // where the next section begins
	previous       int    // the section that the next one takes the difference between its addresses from, or -1
	full           bool   // a section is too long for it
}

type sectionState struct {
	addr, load, size, align uint64
	known                   bool
	file                    uint64 // the size in the image
}

type symbolState struct {
	value value
	position
}

func (p *placer) wrong(at position, format string, args ...any) {
	if len(p.faults) < maxFaults {
		p.faults = append(p.faults, fault{at, fmt.Sprintf(format, args...)})
	}
}

// Place lays a program out that consists of these parts. The error has a line for each thing that is wrong, as that of Parse.
func (m *Map) Place(inputs []Input) (*Layout, error) {
	p := &placer{m: m, inputs: inputs, parts: map[*statement][]int{}, symbols: map[string]symbolState{}}
	p.regions = make([]regionState, 1+len(m.regions))
	p.regions[0] = regionState{length: ^uint64(0), known: true}
	p.sections = make([]sectionState, len(m.sections))
	p.content = make([]contents, len(m.sections))
	for _, i := range inputs {
		if i.Align&(i.Align-1) != 0 {
			p.wrong(m.begin, "%s has the alignment %d, which is no power of two", i.Name, i.Align)
		}
	}
	p.match()
	for i := range m.sections {
		p.content[i] = p.contentsOf(m.sections[i])
	}
	if len(p.faults) > 0 {
		return nil, join(m.file, p.faults)
	}

	for pass := 0; ; pass++ {
		if pass == maxPasses {
			where, what := p.unsettled()
			p.wrong(where, "the layout does not settle: after %d passes %s still changes, on which its own value depends; take that dependence away", maxPasses, what)
			return nil, join(m.file, p.faults)
		}
		regions, sections, symbols := slices.Clone(p.regions), slices.Clone(p.sections), maps.Clone(p.symbols)
		p.pass()
		if slices.Equal(regions, p.regions) && slices.Equal(sections, p.sections) && maps.Equal(symbols, p.symbols) {
			break
		}
	}
	p.last, p.layout = true, &Layout{Inputs: make([]Placed, len(inputs))}
	for i, in := range inputs {
		p.layout.Inputs[i].Input = in
	}
	p.pass()
	if len(p.faults) == 0 {
		p.faults = p.circular[:min(len(p.circular), maxFaults)]
	}
	if len(p.faults) == 0 {
		p.finish()
	}
	if err := join(m.file, p.faults); err != nil {
		return nil, err
	}
	return p.layout, nil
}

// unsettled names something that another pass changes.
func (p *placer) unsettled() (position, string) {
	sections, symbols := slices.Clone(p.sections), maps.Clone(p.symbols)
	p.pass()
	p.faults = nil
	for _, name := range p.order {
		if symbols[name] != p.symbols[name] {
			return p.symbols[name].position, "the symbol " + name
		}
	}
	for i := range sections {
		if sections[i] != p.sections[i] {
			return p.m.sections[i].position, "the section " + p.m.sections[i].name
		}
	}
	return p.m.begin, "a region"
}

// taking is the first statement that takes a part of the program.
type taking struct {
	order   int // of the statement
	section *section
	by      *statement
	pattern pattern
}

// match finds out which statement places which input.
func (p *placer) match() {
	taken := map[string]taking{}
	names := make([]string, 0, len(p.inputs)+len(partOf))
	for _, i := range p.inputs {
		names = append(names, i.Name)
	}
	for _, n := range slices.Sorted(maps.Keys(partOf)) {
		if slices.Contains(names, partOf[n]) {
			names = append(names, n)
		}
	}
	left := slices.Clone(names)
	order := 0
	for _, s := range p.m.sections {
		for _, b := range s.body {
			order++
			for _, t := range b.patterns {
				left = slices.DeleteFunc(left, func(name string) bool {
					ok := t.takes(name)
					if ok {
						taken[name] = taking{order, s, b, t}
					}
					return ok
				})
			}
		}
	}

	for i, in := range p.inputs {
		if slices.ContainsFunc(p.inputs[:i], func(other Input) bool { return other.Name == in.Name }) {
			p.wrong(p.m.begin, "there are two parts %s", in.Name)
			continue
		}
		var first taking
		firstName := ""
		for _, name := range names {
			if t, ok := taken[name]; ok && (name == in.Name || partOf[name] == in.Name) && (firstName == "" || t.order < first.order) {
				first, firstName = t, name
			}
		}
		if firstName == "" {
			if in.Size > 0 && !in.Optional {
				p.wrong(p.m.begin, "%s, of %s, has no place: add *(%s*) to an output section of SECTIONS", in.Name, bytesOf(in.Size), in.Name)
			}
			continue
		}
		for _, name := range names {
			t, ok := taken[name]
			if ok && in.Size > 0 && (name == in.Name || partOf[name] == in.Name) && t.section != first.section {
				p.wrong(t.pattern.position, "%s places %s in the section %s, but it is in one piece with %s, which is in %s: write both in the same section",
					t.pattern.text, name, t.section.name, firstName, first.section.name)
			}
		}
		switch {
		case first.section.discard && in.Size > 0:
			p.wrong(first.pattern.position, "%s, of %s, can't be discarded: add *(%s*) to an output section", in.Name, bytesOf(in.Size), in.Name)
		case first.section.discard:
		case first.section.noload && !in.Bss && in.Size > 0:
			p.wrong(first.pattern.position, "%s, of %s, would not be in the image, for the section %s is NOLOAD: leave NOLOAD out", in.Name, bytesOf(in.Size), first.section.name)
		default:
			p.parts[first.by] = append(p.parts[first.by], i)
		}
	}
}

// contentsOf finds out what a section has in it, and its regions.
func (p *placer) contentsOf(s *section) contents {
	c := contents{align: 1}
	var has attribute
	readonly, moves := true, false
	for _, b := range s.body {
		switch b.kind {
		case input:
			for _, i := range p.parts[b] {
				in := p.inputs[i]
				c.created, c.allocated = true, true
				c.align = max(c.align, in.Align)
				if !in.Bss {
					has |= loaded
					c.image = c.image || in.Size > 0
				}
				switch in.Name {
				case ".reset", ".text":
					has |= code
				case ".rodata":
				default:
					readonly = false
				}
			}
		case data:
			c.created, c.allocated, c.image = true, true, true
			has |= loaded
			if s.noload {
				p.wrong(b.position, "%s would not be in the image, for the section %s is NOLOAD: leave one of them out", b.name, s.name)
			}
		default:
			c.created = true
			moves = moves || b.name == "."
		}
	}
	readonly = readonly && c.allocated // not if it is nothing but bytes that . has gone over
	c.allocated = c.allocated || moves
	has |= allocated
	if readonly {
		has |= readOnly
	} else if has&code == 0 {
		has |= writable
	}

	c.region, c.loadRegion = p.regionOf(s.region), p.regionOf(s.loadRegion)
	switch {
	case c.region > 0 || s.address != nil:
	case c.loadRegion > 0:
		c.region = c.loadRegion
	default:
		for i, r := range p.m.regions {
			if r.has&has != 0 && r.not&has == 0 {
				c.region = 1 + i
				break
			}
		}
	}
	return c
}

// regionOf returns the index of a region's state, 0 if there is no name.
func (p *placer) regionOf(name string) int {
	if name == "" {
		return 0
	}
	return 1 + p.m.aliases[name]
}

// pass goes through the map once.
func (p *placer) pass() {
	p.defined, p.order, p.dot, p.current = map[string]bool{}, nil, 0, -1
	p.faults, p.circular = nil, nil
	for i, r := range p.m.regions {
		s := &p.regions[1+i]
		origin, length := p.evaluate(r.origin), p.evaluate(r.length)
		s.origin, s.length, s.known = p.address(origin), p.address(length), origin.known && length.known
		if s.known && s.length > 0 && s.origin+(s.length-1) < s.origin {
			p.wrong(r.position, "the region %s, of %s at %#x, goes beyond 64 bits: make LENGTH smaller", r.name, bytesOf(s.length), s.origin)
		}
	}
	for i := range p.regions {
		p.regions[i].current, p.regions[i].previous = p.regions[i].origin, -1
	}
	for _, s := range p.m.statements {
		if s.kind == output {
			p.place(s.section)
		} else {
			p.do(s)
		}
	}
}

// do executes an assignment or an assertion.
func (p *placer) do(s *statement) {
	if s.kind == assertion {
		if v := p.evaluate(s.value); p.last && v.known && v.n == 0 {
			p.wrong(s.position, "assertion failed: %s", s.text)
		}
		return
	}
	if s.name == "." {
		p.move(s)
		return
	}
	if s.provide && (p.m.assigned[s.name] || p.defined[s.name]) {
		return
	}
	p.assigning = s.name
	v := p.evaluate(s.value)
	p.assigning = ""
	if v.base == number {
		v.base = base(p.current) // absolute is -1
	}
	if !p.defined[s.name] {
		p.defined[s.name] = true
		p.order = append(p.order, s.name)
	}
	p.symbols[s.name] = symbolState{v, s.position}
}

// move assigns to the location counter.
func (p *placer) move(s *statement) {
	v := p.evaluate(s.value)
	if !v.known {
		return
	}
	if v.base == number {
		v.base = base(p.current)
	}
	to := p.address(v)
	if p.current < 0 {
		p.dot = to
		p.regions[0].current = to
		return
	}
	if to < p.dot {
		p.wrong(s.position, "the location counter would move backwards, by %s from %#x to %#x: in a section it goes up, and a number in its assignment counts from the section's beginning",
			bytesOf(p.dot-to), p.dot, to)
		return
	}
	p.gap(s.position, to)
}

// place places a section.
func (p *placer) place(s *section) {
	if s.discard {
		return
	}
	c, state := &p.content[s.index], &p.sections[s.index]
	if !c.created {
		*state = sectionState{addr: p.dot, load: p.dot, align: 1, known: true}
		p.note(s)
		return
	}
	region := &p.regions[c.region]
	explicit := p.alignment(s)
	state.align = max(explicit, c.align)
	// With an address, only the section's own ALIGN moves its beginning; its parts are aligned behind that.
	start, needed := region.current, state.align
	if s.address != nil {
		if v := p.evaluate(s.address); v.known {
			p.dot = p.address(v)
		}
		start, needed = p.dot, explicit
	}
	addr, ok := align(start, needed)
	if !ok {
		p.wrong(s.position, "the section %s can't begin behind %#x, aligned to %d, in 64 bits: choose a lower address", s.name, start, needed)
		addr = start
	}
	state.addr = addr

	p.dot, p.current = addr, s.index
	p.piece = piece{}
	p.piece.fill = p.fillOf(s.fill)
	for _, b := range s.body {
		p.inside(s, b)
	}
	state.size, state.file = p.dot-addr, p.piece.image
	p.current = -1

	state.load = p.loadAddress(s, needed, explicit, addr-start)
	state.known = true
	if before := region.previous; c.loadRegion == 0 &&
		(state.size > 0 || before < 0 && addr != state.load || before >= 0 && addr >= p.sections[before].addr) {
		region.previous = s.index
	}
	if c.allocated {
		region.current = p.dot
		if c.loadRegion > 0 && c.loadRegion != c.region && (c.image || s.withInput) {
			p.regions[c.loadRegion].current = state.load + state.size
		}
	}
	p.note(s)
}

// alignment returns what ALIGN of a section says.
func (p *placer) alignment(s *section) uint64 {
	if s.align == nil {
		return 1
	}
	v := p.evaluate(s.align)
	n := p.address(v)
	switch {
	case !v.known || n == 0:
		return 1
	case n&(n-1) != 0:
		p.wrong(s.align.position, "the section %s can't be aligned to %d, which is no power of two", s.name, n)
		return 1
	}
	return n
}

// fillOf returns the bytes that gaps are filled with, nil if they are not. As in GNU ld, a number that is written as 0x… is a pattern of
// as many bytes as it has digits for, and any other value one of four bytes, the upper byte first.
func (p *placer) fillOf(e *expression) []byte {
	if e == nil {
		return nil
	}
	if e.op == opNumber && e.hex != "" {
		digits := e.hex
		if len(digits)%2 != 0 {
			digits = "0" + digits
		}
		pattern, err := hex.DecodeString(digits)
		if err != nil {
			panic(err) // it has been read as a number
		}
		return pattern
	}
	v := p.evaluate(e)
	return binary.BigEndian.AppendUint32(nil, uint32(p.address(v)))
}

// loadAddress returns where a section lies in the image: where AT or AT> say, or else as far from its address as the section before in
// the same region.
func (p *placer) loadAddress(s *section, needed, explicit, moved uint64) uint64 {
	c, state := &p.content[s.index], &p.sections[s.index]
	if s.at != nil {
		v := p.evaluate(s.at)
		return p.address(v)
	}
	load := state.addr
	switch before := p.regions[c.region].previous; {
	case c.loadRegion > 0:
		load = p.regions[c.loadRegion].current
		if s.withInput {
			return load + moved
		}
		if c.loadRegion != c.region {
			needed = explicit
		}
	case before < 0:
		return load
	default:
		last := &p.sections[before]
		if state.size > 0 && state.addr < last.addr && state.size <= last.addr-state.addr {
			return load // the map has gone back
		}
		load += last.load - last.addr
	}
	up, ok := align(load, needed)
	if !ok {
		p.wrong(s.position, "the section %s can't lie behind %#x in the image, aligned to %d, in 64 bits: choose a lower address", s.name, load, needed)
		return load
	}
	return up
}

// piece is what the section that is being placed has in it so far.
type piece struct {
	fill   []byte // of gaps
	image  uint64 // how far the bytes reach that the image has
	inputs []int
	data   []Data // Addr is relative to the section
}

// inside executes a statement in a section.
func (p *placer) inside(s *section, b *statement) {
	state := &p.sections[s.index]
	switch b.kind {
	case input:
		for _, i := range p.parts[b] {
			in := p.inputs[i]
			up, ok := align(p.dot, in.Align)
			if ok {
				p.gap(b.position, up)
			}
			if !ok || p.dot+in.Size < p.dot {
				p.wrong(b.position, "%s, of %s at %#x, goes beyond 64 bits: choose a lower address", in.Name, bytesOf(in.Size), p.dot)
				return
			}
			if p.last {
				placed := &p.layout.Inputs[i]
				placed.Addr, placed.Pos = p.dot, at(p.m.file, b.position)
			}
			p.piece.inputs = append(p.piece.inputs, i)
			p.dot += in.Size
			if !in.Bss && in.Size > 0 {
				p.piece.image = p.dot - state.addr
			}
		}
	case data:
		p.data(b)
	case fill:
		p.piece.fill = p.fillOf(b.value)
	default:
		p.do(b)
	}
}

// data places BYTE, SHORT, LONG or QUAD.
func (p *placer) data(b *statement) {
	state := &p.sections[p.current]
	if p.dot+uint64(b.size) < p.dot {
		p.wrong(b.position, "%s at %#x goes beyond 64 bits: choose a lower address", b.name, p.dot)
		return
	}
	v := p.evaluate(b.value)
	n := p.address(v)
	if bits := 8 * b.size; bits < 64 && n>>bits != 0 && uint64(int64(n)<<(64-bits)>>(64-bits)) != n {
		p.wrong(b.position, "%#x does not fit into %s of %s", n, b.name, bytesOf(uint64(b.size)))
	}
	if p.last {
		bytes := binary.LittleEndian.AppendUint64(nil, n)[:b.size]
		p.piece.data = append(p.piece.data, Data{Addr: p.dot - state.addr, Bytes: bytes, Pos: at(p.m.file, b.position)})
	}
	p.dot += uint64(b.size)
	p.piece.image = p.dot - state.addr
}

// gap goes up to an address in a section. The gap is filled, if the section says with what and has bytes in the image.
func (p *placer) gap(where position, to uint64) {
	state := &p.sections[p.current]
	from := p.dot
	p.dot = to
	if size := to - from; size > 0 && size < longGap && p.content[p.current].image {
		switch offset := from - state.addr; {
		case p.piece.fill != nil:
			p.piece.image = to - state.addr
			p.filling(where, offset, size)
		case offset == p.piece.image:
			p.piece.image = to - state.addr
		}
	}
}

// filling fills a gap.
func (p *placer) filling(where position, offset, size uint64) {
	if !p.last {
		return
	}
	if p.filled += size; p.filled > maxFill {
		if p.filled-size <= maxFill {
			p.wrong(where, "the gaps that are to be filled are more than %s together: leave the fill out", bytesOf(maxFill))
		}
		return
	}
	bytes := make([]byte, size)
	for n := copy(bytes, p.piece.fill); n > 0 && n < len(bytes); n *= 2 {
		copy(bytes[n:], bytes[:n])
	}
	p.piece.data = append(p.piece.data, Data{Addr: offset, Bytes: bytes, Pos: at(p.m.file, where)})
}

// note puts what is known of a section into the layout.
func (p *placer) note(s *section) {
	if !p.last {
		return
	}
	c, state := &p.content[s.index], &p.sections[s.index]
	section := Section{Name: s.name, Pos: at(p.m.file, s.position), Addr: state.addr, Load: state.load, Size: state.size, FileSize: state.file,
		NoLoad: s.noload, Region: p.regionName(c.region), LoadRegion: p.regionName(c.loadRegion)}
	if !c.created {
		p.layout.Sections = append(p.layout.Sections, section)
		return
	}
	for _, i := range p.piece.inputs {
		in := &p.layout.Inputs[i]
		in.Section, in.Region, in.LoadRegion = s.name, section.Region, section.LoadRegion
		in.Load = in.Addr
		if !in.Bss {
			in.Load += state.load - state.addr
		}
	}
	for _, d := range p.piece.data {
		offset := d.Addr
		d.Addr, d.Load, d.Section = state.addr+offset, state.load+offset, s.name
		p.layout.Data = append(p.layout.Data, d)
	}
	p.layout.Sections = append(p.layout.Sections, section)
}

// regionName returns the name of a region by its index, as MEMORY has it.
func (p *placer) regionName(index int) string {
	if index == 0 {
		return ""
	}
	return p.m.regions[index-1].name
}
