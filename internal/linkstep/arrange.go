package linkstep

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/perfect"
	"premain.dev/internal/linkstep/record"
	"premain.dev/internal/linkstep/registration"
)

// arrange does, for sections whose items are all constant data, what package section does when a section is sealed: it sorts the
// items, merges the members of sets, and hashes keys. Two equal keys are an error, and so is an item of a Mutable that cannot be read. It returns the sections as they are then: what has keys is
// a copy, since a report links the program with some of the keys, which want another hash.
func (p *program) arrange(sections []*contents) ([]*contents, error) {
	var wrong problems
	arranged := slices.Clone(sections)
	for i, c := range sections {
		if c.kind == registration.Map || c.kind == registration.Set {
			hashed := *c
			c = &hashed
			arranged[i] = c
		}
		wrong = append(wrong, c.arrange()...)
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return arranged, nil
}

func (c *contents) arrange() (wrong problems) {
	if c.arranged || c.element == nil {
		return nil
	}
	switch c.kind {
	case registration.Sorted:
		if values, ok := c.values(c.items, c.number); ok && c.constant() {
			order := make([]int, len(values))
			for i := range order {
				order[i] = i
			}
			slices.SortStableFunc(order, func(i, j int) int { return values[i].compare(values[j]) })
			c.permute(order)
		}
	case registration.Map, registration.Set:
		// Even if others are computed, keys that are data must differ.
		constants := slices.DeleteFunc(slices.Clone(c.items), func(it item) bool { return it.done != "" })
		if keys, ok := c.values(constants, c.key); ok {
			return c.hashKeys(constants, keys)
		}
	case registration.Mutable: // whose items are copied, so that one that cannot be read would be lost
		if _, ok := c.data(c.all); !ok {
			return problems{fmt.Sprintf("%s: an item of the section %s is not in the object of its package any more; run go clean -cache and build again", c.place, c.name)}
		}
	}
	return nil
}

// constant reports whether all items are data.
func (c *contents) constant() bool {
	return !slices.ContainsFunc(c.items, func(it item) bool { return it.done != "" })
}

// sortBy puts the items in the order that a program has computed.
func (c *contents) sortBy(indices []uint32) error {
	order := make([]int, len(indices))
	for i, k := range indices {
		order[i] = int(k)
	}
	if sorted := slices.Sorted(slices.Values(order)); len(sorted) != len(c.items) || sorted[0] != 0 || sorted[len(sorted)-1] != len(sorted)-1 || len(slices.Compact(sorted)) != len(c.items) {
		return fmt.Errorf("%s: the order of the section %s is damaged; please report it", c.place, c.name)
	}
	c.permute(order)
	return nil
}

// permute puts the items in an order.
func (c *contents) permute(order []int) {
	items := make([]item, len(order))
	for i, k := range order {
		items[i] = c.items[k]
	}
	c.items, c.arranged = items, true
}

// hashKeys makes the perfect hash of the items, if all of them are given, with their keys. Of a Map, no two of these may be equal.
func (c *contents) hashKeys(all []item, keys []value) (wrong problems) {
	first := make(map[string]int)
	var different []perfect.Key
	var items []item
	for i, k := range keys {
		id := fmt.Sprintf("%q", k.parts)
		j, again := first[id]
		switch {
		case !again:
			first[id] = i
			different = append(different, c.hashed(k))
			items = append(items, all[i])
		case c.kind == registration.Map:
			wrong = append(wrong, fmt.Sprintf("%s: the section %s has the key%s already, from %s; give each item a key of its own",
				all[i].Place, c.name, c.show(k), all[j].Place))
		}
	}
	if len(wrong) > 0 || len(all) < len(c.items) {
		return wrong
	}
	layout, err := perfect.Build(different)
	if err != nil {
		return problems{fmt.Sprintf("%s: %v; please report it", c.place, err)}
	}
	c.items, c.hash, c.arranged = items, layout, true
	return nil
}

// keyKind is what package section calls the kinds of keys.
type keyKind int

const (
	stringKeys keyKind = 1 + iota
	wordKeys
	compositeKeys
)

// keyKind returns the kind of the section's keys.
func (c *contents) keyKind() keyKind {
	e := c.element
	if len(e.Parts) != 1 {
		return compositeKeys
	}
	switch p := e.Parts[0]; {
	case p.Size == 0 && e.Size == int64(2*c.word()):
		return stringKeys
	case p.Size == e.Size && e.Size <= 8 && e.Align == min(e.Size, int64(c.word())) && e.Size&(e.Size-1) == 0:
		return wordKeys
	}
	return compositeKeys
}

// word returns the size of an address.
func (c *contents) word() int {
	n, _ := c.pkg.object.Machine()
	return n
}

// hashed returns a key as package perfect has it.
func (c *contents) hashed(k value) perfect.Key {
	switch c.keyKind() {
	case stringKeys:
		return perfect.String(k.parts[0])
	case wordKeys:
		return perfect.Word(c.integer([]byte(k.parts[0])))
	}
	var parts []perfect.Key
	for _, s := range k.parts {
		parts = append(parts, perfect.String(s))
	}
	return perfect.Composite(parts...)
}

// show returns a key as messages have it, if it is a string or an integer, behind a space.
func (c *contents) show(k value) string {
	switch c.keyKind() {
	case stringKeys:
		return fmt.Sprintf(" %q", k.parts[0])
	case wordKeys:
		if n := c.integer([]byte(k.parts[0])); c.element.Number == "int" {
			shift := 64 - 8*c.element.Size
			return fmt.Sprintf(" %d", int64(n<<shift)>>shift)
		} else if c.element.Number == "uint" {
			return fmt.Sprintf(" %d", n)
		}
	}
	return ""
}

// integer returns an unsigned integer of the target.
func (c *contents) integer(b []byte) uint64 {
	_, order := c.pkg.object.Machine()
	switch len(b) {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(order.Uint16(b))
	case 4:
		return uint64(order.Uint32(b))
	}
	return order.Uint64(b)
}

// value is what an item of a section holds, or its key: a number, or parts, each of which is a string or bytes of integers.
type value struct {
	signed   int64
	unsigned uint64
	float    float64
	parts    []string
}

func (v value) compare(w value) int {
	return cmp.Or(cmp.Compare(v.signed, w.signed), cmp.Compare(v.unsigned, w.unsigned), cmp.Compare(v.float, w.float), slices.Compare(v.parts, w.parts))
}

// datum is the data that an item is.
type datum struct {
	object  *goobj.Object
	index   int    // of the symbol
	content []byte // with all its zeroes
}

// data returns the data of the items. ok is false if an object does not hold it.
func (c *contents) data(items []item) (list []datum, ok bool) {
	names := make(map[*pkg][]string)
	for _, it := range items {
		names[it.owner] = append(names[it.owner], it.symbol)
	}
	symbols := make(map[*pkg]map[string]goobj.Symbol)
	for k, names := range names {
		symbols[k] = k.object.Lookup(names...)
	}
	for _, it := range items {
		o := it.owner.object
		s, ok := symbols[it.owner][it.symbol]
		if !ok || !o.Defines(s.Index) {
			return nil, false
		}
		content := slices.Clone(o.Content(s.Index))
		list = append(list, datum{o, s.Index, append(content, make([]byte, max(0, int(s.Size)-len(content)))...)})
	}
	return list, true
}

// values reads the items.
func (c *contents) values(items []item, read func(datum) (value, error)) (list []value, ok bool) {
	data, ok := c.data(items)
	if !ok {
		return nil, false
	}
	for _, d := range data {
		v, err := read(d)
		if err != nil || d.object.Err() != nil {
			return nil, false
		}
		list = append(list, v)
	}
	return list, true
}

// number reads an item of a Sorted.
func (c *contents) number(d datum) (v value, err error) {
	e := c.element
	if e.Number == "string" {
		s, err := d.text(0, c.word())
		return value{parts: []string{s}}, err
	}
	if int64(len(d.content)) < e.Size {
		return value{}, errUnreadable
	}
	switch n := c.integer(d.content[:e.Size]); {
	case e.Number == "uint":
		v.unsigned = n
	case e.Number == "int":
		shift := 64 - 8*e.Size
		v.signed = int64(n<<shift) >> shift
	case e.Size == 4:
		v.float = float64(math.Float32frombits(uint32(n)))
	default:
		v.float = math.Float64frombits(n)
	}
	return v, nil
}

// key reads the key at the begin of an item.
func (c *contents) key(d datum) (v value, err error) {
	for _, p := range c.element.Parts {
		var s string
		if p.Size == 0 {
			if s, err = d.text(p.Offset, c.word()); err != nil {
				return v, err
			}
		} else if end := p.Offset + p.Size; end > int64(len(d.content)) {
			return v, errUnreadable
		} else {
			s = string(d.content[p.Offset:end])
		}
		v.parts = append(v.parts, s)
	}
	return v, nil
}

// errUnreadable means that an item is not in the form in which the compiler has always written data.
var errUnreadable = errors.New("unknown form of data")

// text reads the string at an offset.
func (d datum) text(offset int64, word int) (string, error) {
	end := int(offset) + 2*word
	if end > len(d.content) {
		return "", errUnreadable
	}
	_, order := d.object.Machine()
	n := 0
	if length := d.content[end-word : end]; word == 4 {
		n = int(order.Uint32(length))
	} else {
		n = int(order.Uint64(length))
	}
	if n == 0 {
		return "", nil
	}
	for r := range d.object.Relocs(d.index) {
		if int64(r.Offset) != offset || !r.To.Own {
			continue
		}
		size := d.object.Symbol(r.To.Index).Size
		text := d.object.Content(r.To.Index)
		text = append(slices.Clone(text), make([]byte, max(0, int(size)-len(text)))...)
		if from := int(r.Add); from >= 0 && n > 0 && from+n <= len(text) {
			return string(text[from : from+n]), nil
		}
	}
	return "", errUnreadable
}

// keyParts returns the parts of the section's keys.
func (c *contents) keyParts() []record.Part {
	if c.keyKind() != compositeKeys {
		return nil
	}
	return c.element.Parts
}
