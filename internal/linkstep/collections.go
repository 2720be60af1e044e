package linkstep

import (
	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/registration"
	"premain.dev/internal/perfect"
)

// defineHash lays out what a Map or a Set begins with: the type hash of package section.
func (c *contents) defineHash(v *goobj.Def, static func(string, goobj.Kind) *goobj.Def) {
	l := c.hash
	if l == nil {
		v.Raw(make([]byte, c.hashSize()))
		return
	}
	slots := static("slots", goobj.ROData)
	slots.Align(perfect.SlotSize)
	for _, s := range l.Slots {
		at := slots.Len()
		slots.Raw(make([]byte, perfect.OffsetCheck))
		slots.Uint64s(s.Check)
		if s.Key >= 0 {
			slots.PutAddr(at, goobj.Named(c.items[s.Key].symbol), 0)
		}
	}
	pilots := static("pilots", goobj.ROData)
	pilots.Uint16s(l.Pilots...)

	v.Uint64s(l.Seed, l.PilotMask, l.SlotMask)
	v.Addr(slots)
	v.Addr(pilots)
	v.Uint32s(int(c.keyKind()), 0)
	list := static("parts", goobj.ROData)
	parts := c.keyParts()
	for _, p := range parts {
		list.Uint32s(int(p.Offset), int(p.Size))
	}
	if len(parts) > 0 {
		v.Addr(list)
	} else {
		v.Word(0)
	}
	v.Word(len(parts))
	v.Word(len(parts))
}

// hashSize returns the size of that type.
func (c *contents) hashSize() int { return 3*8 + 2*c.word() + 2*4 + 3*c.word() }

// defineRegion lays out the items of a Mutable in pages of their own, behind a list of their addresses, and lets everything that is to
// point to them do so. It returns that list. The variable of the section, if there is one, gets what a Mutable begins with: the type region of
// package section.
func (c *contents) defineRegion(b *goobj.Builder, v *goobj.Def) (list *goobj.Def) {
	word := c.word()
	r := b.DefineStatic("premain.region:"+c.name, goobj.Data)
	r.Align(c.pageSize())
	r.Raw(make([]byte, word*len(c.items)))
	mask := newMask(word)
	for i := range c.items {
		mask.set(int64(i * word))
	}
	data, _ := c.data(c.all)
	listed := make(map[string]int)
	for i, it := range c.items {
		listed[it.symbol] = i
	}
	for i, it := range c.all {
		r.Raw(make([]byte, align(r.Len(), int(c.element.Align))-r.Len()))
		at := r.Len()
		mask.add(int64(at), c.element.Pointers)
		if it.done == "" && i < len(data) {
			r.Copy(data[i].object, goobj.Prefix(it.owner.record.Path), data[i].index)
		}
		r.Raw(make([]byte, max(0, at+int(c.element.Size)-r.Len())))
		if k, ok := listed[it.symbol]; ok {
			r.PutAddr(k*word, r.Target(), at)
		}
		it.pointTo(b, r, at)
	}
	size := align(max(r.Len(), 1), c.pageSize())
	r.Raw(make([]byte, size-r.Len()))
	r.PtrMask(mask.bits, size/word)
	if v != nil {
		v.Addr(r)
		v.Word(size)
		v.Addr(r)
		v.Word(len(c.items))
		v.Word(len(c.items))
	}
	return r
}

// pointTo lets the handle and the cell of an item of a Mutable, as far as it has them, point to a place in a region.
func (it *item) pointTo(b *goobj.Builder, region *goobj.Def, at int) {
	prefix := goobj.Prefix(it.owner.record.Path)
	for _, name := range []string{it.Handle, it.Cell} {
		symbol := prefix + "." + name
		if name == "" {
			continue
		}
		if v, ok := it.owner.object.Lookup(symbol)[symbol]; ok {
			d := b.Define(symbol, goobj.Data)
			d.Describe(it.owner.object.Describe(prefix, v))
			d.AddrPlus(region, at)
		}
	}
}

// pageSize returns the size of the largest pages of the target for which the linker aligns segments.
func (c *contents) pageSize() int {
	switch goos, goarch := target(c.pkg.object); {
	case goos == "darwin" || goos == "ios":
		return 16 << 10
	case goarch == "amd64" || goarch == "386" || goarch == "riscv64" || goarch == "s390x" || goos == "windows" || goarch == "wasm":
		return 4 << 10
	}
	return 64 << 10
}

func align(n, to int) int { return (n + to - 1) / to * to }

// mask says which words are pointers.
type mask struct {
	word int64
	bits []byte
}

func newMask(word int) *mask { return &mask{word: int64(word)} }

// set makes the word at an offset a pointer.
func (m *mask) set(offset int64) {
	i := int(offset / m.word)
	for i/8 >= len(m.bits) {
		m.bits = append(m.bits, 0)
	}
	m.bits[i/8] |= 1 << (i % 8)
}

// add sets what another mask says of the words from an offset on.
func (m *mask) add(offset int64, bits []byte) {
	for i := range 8 * len(bits) {
		if bits[i/8]>>(i%8)&1 != 0 {
			m.set(offset + int64(i)*m.word)
		}
	}
}

// defineRegions lays the items of Mutables out that given packages of a program have, as far as these refer to them.
func defineRegions(b *goobj.Builder, sections []*contents, has func(*pkg) bool) {
	for _, c := range sections {
		if c.kind != registration.Mutable {
			continue
		}
		own := *c
		own.items, own.all = nil, nil
		for _, it := range c.all {
			if has(it.owner) {
				own.all = append(own.all, it)
			}
		}
		if len(own.all) > 0 {
			own.defineRegion(b, nil)
		}
	}
}

// defineMutables tells package section of the Mutables in which there are items. It does not make them a part of the program.
func defineMutables(b *goobj.Builder, section *pkg, sections []*contents) {
	var mutables []*contents
	for _, c := range sections {
		if c.kind == registration.Mutable {
			mutables = append(mutables, c)
		}
	}
	if len(mutables) == 0 {
		return
	}
	list := b.DefineStatic("premain.mutables", goobj.ROData)
	for _, c := range mutables {
		list.WeakAddrTo(goobj.Named(c.symbol))
	}
	// The address that the linker writes for what is not in the program is of something else.
	absent := b.DefineStatic("premain.absent", goobj.ROData)
	absent.WeakAddrTo(b.DefineStatic("premain.nowhere", goobj.ROData).Target())
	fill := func(name string, array *goobj.Def, n int) {
		symbol := goobj.Prefix(section.record.Path) + "." + name
		v, ok := section.object.Lookup(symbol)[symbol]
		if !ok {
			return // a program without the Go runtime
		}
		d := b.Define(symbol, goobj.Data)
		d.Describe(section.object.Describe(goobj.Prefix(section.record.Path), v))
		d.Addr(array)
		d.Word(n)
		d.Word(n)
	}
	fill("mutables", list, len(mutables))
	fill("absent", absent, 1)
}
