package memorymap

import (
	"cmp"
	"fmt"
	"slices"
)

// finish checks the layout, when everything has its place, and adds what follows from it.
func (p *placer) finish() {
	for i := range p.layout.Sections {
		p.checkLoad(&p.layout.Sections[i])
	}
	for _, s := range p.m.sections {
		if !s.discard && len(p.faults) < maxFaults {
			p.checkRegions(s)
		}
	}
	p.overlaps(false)
	p.overlaps(true)
	p.used()
	for _, name := range p.order {
		s := p.symbols[name]
		p.layout.Symbols = append(p.layout.Symbols, Symbol{name, p.address(s.value), at(p.m.file, s.position)})
	}
}

// checkLoad checks that what has to be copied before it can be used is what the start code copies: .data, and what the map itself puts into the
// same section.
func (p *placer) checkLoad(section *Section) {
	if section.FileSize == 0 || section.Load == section.Addr {
		return
	}
	s := p.m.sections[p.m.names[section.Name]]
	copied, what := false, "what the map itself puts there"
	var others []*Placed
	for i := range p.layout.Inputs {
		in := &p.layout.Inputs[i]
		if in.Section != section.Name || in.Bss {
			continue
		}
		if in.Size > 0 {
			what = in.Name
			if in.Name == ".reset" {
				p.wrong(s.position, ".reset runs at %#x, but lies in the image at %#x: it is what copies .data, so place it where it lies", in.Addr, in.Load)
				return
			}
		}
		if in.Name == ".data" {
			copied = true
		} else if in.Size > 0 {
			others = append(others, in)
		}
	}
	if !copied {
		p.wrong(s.position, "the section %s, with %s, runs at %#x, but lies in the image at %#x: the start code copies the section of .data alone, so place it where it lies",
			section.Name, what, section.Addr, section.Load)
		return
	}
	if section.Load < section.Addr && section.Addr-section.Load < section.FileSize {
		p.wrong(s.position, "the section %s, of %s at %#x, lies in the image at %#x: the start code copies upwards and would overwrite its last %s before it has copied them, so choose a load address that is at least %[2]s lower than the address, or higher",
			section.Name, bytesOf(section.FileSize), section.Addr, section.Load, bytesOf(section.FileSize-(section.Addr-section.Load)))
	}
	for _, in := range others {
		p.wrong(p.placing(s, in.Name), "%s, in the section %s with .data, runs at %#x, but lies in the image at %#x: the start code copies .data alone, so place %[1]s in a section of its own, where it lies",
			in.Name, section.Name, in.Addr, in.Load)
	}
}

// placing returns where the statement of a section is that places a part of the program.
func (p *placer) placing(s *section, name string) position {
	for _, b := range s.body {
		if slices.ContainsFunc(p.parts[b], func(i int) bool { return p.inputs[i].Name == name }) {
			return b.position
		}
	}
	return s.position
}

// checkRegions checks that a section is in its regions.
func (p *placer) checkRegions(s *section) {
	c, state := &p.content[s.index], &p.sections[s.index]
	if state.size == 0 {
		return
	}
	if c.region == 0 && s.address == nil && len(p.m.regions) > 0 {
		p.wrong(s.position, "the section %s, of %s, has no region, and none has attributes that choose it: add > REGION behind its }; %s", s.name, bytesOf(state.size), p.m.regionNames())
	}
	if c.region > 0 && p.within(s, false) && c.loadRegion > 0 && c.loadRegion != c.region && state.file > 0 {
		p.within(s, true)
	}
}

// extent is where a section is when the program runs, or in the image, and in which region. It follows what is before it there if the
// map gives no address.
func (p *placer) extent(s *section, image bool) (region int, addr, size uint64, follows bool) {
	c, state := &p.content[s.index], &p.sections[s.index]
	if image {
		return c.loadRegion, state.load, state.file, s.at == nil
	}
	return c.region, state.addr, state.size, s.address == nil
}

// within checks that a section is in its region. Of sections that follow each other, it tells of the first that is not.
func (p *placer) within(s *section, image bool) bool {
	how := ""
	if image {
		how = " in the image"
	}
	region, addr, size, follows := p.extent(s, image)
	r, name := &p.regions[region], p.regionName(region)
	switch offset := addr - r.origin; {
	case r.full && follows && offset >= r.length:
	case addr < r.origin || offset > r.length:
		p.wrong(s.position, "the section %s, of %s at %#x%s, is not in its region %s, of %s at %#x: choose another region or another address",
			s.name, bytesOf(size), addr, how, name, bytesOf(r.length), r.origin)
	case size > r.length-offset:
		r.full = true
		over := size - (r.length - offset)
		with := ""
		if all := p.overflow(s, image, over); all > over {
			with = fmt.Sprintf(" (with what follows it there, %s)", bytesOf(all))
		}
		p.wrong(s.position, "the section %s, of %s at %#x%s, is %s too long%s for its region %s, of %s at %#x: make the program smaller, or the region larger if there is more memory",
			s.name, bytesOf(size), addr, how, bytesOf(over), with, name, bytesOf(r.length), r.origin)
	default:
		return true
	}
	return false
}

// overflow returns by how many bytes a section that is too long for its region by over bytes, and those that follow it, are too long.
func (p *placer) overflow(s *section, image bool, over uint64) uint64 {
	region, addr, size, _ := p.extent(s, image)
	end := addr + size
	for _, next := range p.m.sections[s.index+1:] {
		if r, addr, size, follows := p.extent(next, image); r == region && follows && !next.discard && size > 0 && addr >= end {
			over += addr + size - end
			end = addr + size
		}
	}
	return over
}

// span is memory: size bytes, which are at least one.
type span struct {
	addr, size uint64
	section    *section
}

// last is the address of the last byte.
func (s span) last() uint64 { return s.addr + (s.size - 1) }

// spans returns the memory of the sections when the program runs or in the image, sorted.
func (p *placer) spans(image bool) []span {
	var all []span
	for _, s := range p.m.sections {
		state := &p.sections[s.index]
		switch {
		case s.discard:
		case image && state.file > 0:
			all = append(all, span{state.load, state.file, s})
		case !image && state.size > 0:
			all = append(all, span{state.addr, state.size, s})
		}
	}
	slices.SortStableFunc(all, func(a, b span) int { return cmp.Compare(a.addr, b.addr) })
	return all
}

// overlaps checks that sections do not overlap when the program runs or in the image.
func (p *placer) overlaps(image bool) {
	how := ""
	if image {
		how = " in the image"
	}
	all := p.spans(image)
	for i := range all {
		s := all[i]
		if s.last() < s.addr {
			p.wrong(s.section.position, "the section %s, of %s at %#x%s, goes beyond 64 bits: choose a lower address", s.section.name, bytesOf(s.size), s.addr, how)
			continue
		}
		if i == 0 {
			continue
		}
		before := all[i-1]
		if before.last() >= s.addr {
			p.wrong(s.section.position, "the sections %s, of %s at %#x, and %s, of %s at %#x, overlap%s by %s: choose other addresses",
				before.section.name, bytesOf(before.size), before.addr, s.section.name, bytesOf(s.size), s.addr, how,
				bytesOf(min(before.last(), s.last())-s.addr+1))
		}
		if before.last() > s.last() {
			all[i] = before // what follows may overlap with it too
		}
	}
}

// used computes how much of every region is used.
func (p *placer) used() {
	all := append(p.spans(false), p.spans(true)...)
	slices.SortStableFunc(all, func(a, b span) int { return cmp.Compare(a.addr, b.addr) })
	for i, r := range p.m.regions {
		state := &p.regions[1+i]
		region := Region{Name: r.name, Attributes: r.attributes, Origin: state.origin, Length: state.length, Pos: at(p.m.file, r.position)}
		if state.length > 0 {
			end := state.origin + (state.length - 1)
			next, full := state.origin, false // the first byte that has not been counted
			for _, s := range all {
				from, to := max(s.addr, next), min(s.last(), end)
				if full || from > to {
					continue
				}
				region.Used += to - from + 1
				next, full = to+1, to == end
			}
		}
		p.layout.Regions = append(p.layout.Regions, region)
	}
}
