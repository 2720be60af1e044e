package linkstep

import (
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/perfect"
	"premain.dev/internal/linkstep/record"
	"premain.dev/internal/linkstep/registration"
)

// contents is what the packages of a program add to one section.
type contents struct {
	name     string // Path.Name
	place    string // file:line:col
	symbol   string
	variable goobj.Symbol
	about    goobj.Description
	items    []item
	required *record.Required
	reader   string // the symbol of the function that reads a required section in tests
	entry    *record.Entry
	single   string   // the symbol of the variable that points to the only item
	keep     []string // what that variable refers to, too
	kind     registration.Kind
	element  *record.Element
	arranged bool            // the items are in their order for good, unless some are appended
	appended bool            // some may be
	hash     *perfect.Layout // of the keys
	all      []item          // of a Mutable: with those that have been left out, to which something may point all the same
	pkg      *pkg            // that declares the section
	places   *record.Places
	program  string // its name, for places
}

// marker returns what a program contains if the linker has kept a required section, which it does if something that
// the program can reach refers to it.
func (c *contents) marker() string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte("required "+c.name)))
}

type item struct {
	record.Item
	pkg          string // as the go command knows it
	owner        *pkg
	symbol, done string
}

// sections gathers the items of all packages by section. The sections come by name, their items in order.
func (p *program) sections() ([]*contents, error) {
	byName := make(map[string]*contents)
	var list []*contents
	for _, k := range p.packages {
		if k.record == nil || len(k.record.Sections) == 0 {
			continue
		}
		prefix := goobj.Prefix(k.record.Path) + "."
		var names []string
		for _, s := range k.record.Sections {
			names = append(names, prefix+s.Name)
		}
		syms := k.object.Lookup(names...)
		for i, s := range k.record.Sections {
			v, ok := syms[names[i]]
			if !ok {
				return nil, fmt.Errorf("%s: package %s has no variable %s any more; run go clean -cache and build again", s.Place, k.path, s.Name)
			}
			c := &contents{name: k.record.Path + "." + s.Name, place: s.Place, symbol: names[i], variable: v, about: k.object.Describe(goobj.Prefix(k.record.Path), v), required: s.Required, entry: s.Entry, pkg: k, kind: registration.Kind(s.Kind), element: s.Element}
			if s.Required != nil {
				c.reader = prefix + s.Required.Reader
			}
			if s.Places != nil {
				c.places, c.program = s.Places, path.Base(p.path)
			}
			if s.Single != "" {
				c.single = prefix + s.Single
			}
			byName[c.name] = c
			list = append(list, c)
		}
		if err := k.object.Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", k.file, err)
		}
	}
	for _, k := range initOrder(p.packages) {
		if k.record == nil {
			continue
		}
		prefix := goobj.Prefix(k.record.Path) + "."
		for _, it := range k.record.Items {
			c := byName[it.Section]
			if c == nil {
				return nil, fmt.Errorf("%s: the program has no section %s; run go clean -cache and build again", it.Place, it.Section)
			}
			i := item{Item: it, pkg: p.importPath(k.record.Path), owner: k, symbol: prefix + it.Symbol}
			if it.Done != "" {
				i.done = prefix + it.Done
			}
			c.items = append(c.items, i)
			if c.kind == registration.Mutable {
				c.all = c.items
			}
		}
		for _, name := range k.record.Appends {
			if c := byName[name]; c != nil {
				c.appended = true
			}
		}
	}
	list = slices.DeleteFunc(list, func(c *contents) bool { return len(c.items) == 0 })
	slices.SortFunc(list, func(a, b *contents) int { return strings.Compare(a.name, b.name) })
	var wrong problems
	for _, c := range list {
		if c.single != "" {
			wrong = append(wrong, c.choose()...)
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return list, nil
}

// described are the types by which the linker describes every program to debuggers. In one without the Go runtime there may be no use of them.
var described = []string{"type:uintptr", "type:unsafe.Pointer"}

// layout returns the object that fills the given sections and the other variables that are the link step's to fill, with
// link-time values among them, or nil if there are none.
//
// In an object of its own, each section gets what the types of the same names in package section describe: the
// variable itself, with content instead of zeroes, begins with the slice of the items and a pointer to the rest.
// All of it is data for the linker to place, and to drop where nothing refers to the section.
func (l *linking) layout(sections []*contents, entry *entry) ([]byte, error) {
	p := l.program
	b := goobj.NewBuilder(p.host().object)
	if entry != nil {
		entry.define(b)
	}
	var readers []string
	for _, c := range sections {
		if c.name == "premain.dev/bare.entries" && !stripped(l.tool.args) {
			c.keep = described
		}
		c.define(b)
		if c.required != nil {
			readers = append(readers, c.reader)
		}
	}
	defineMutables(b, p.section, sections)
	if p.isTest() {
		defineTestReaders(b, p.section, readers)
	}
	for _, k := range p.packages {
		if k.record != nil {
			p.defineRuntime(b, k)
			if err := k.object.Err(); err != nil {
				return nil, fmt.Errorf("%s: %w", k.file, err)
			}
		}
	}
	if l.tier != nil {
		l.tier.define(b)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.values.define(b, p); err != nil {
		return nil, err
	}
	if b.Empty() {
		return nil, nil
	}
	object := b.Bytes()
	if l.tier != nil {
		filled, err := goobj.Parse(object)
		if err != nil {
			return nil, err
		}
		l.tier.object = filled
	}
	return object, nil
}

// defineRuntime fills the variables of a package that are to hold functions of the runtime.
func (p *program) defineRuntime(b *goobj.Builder, k *pkg) {
	prefix := goobj.Prefix(k.record.Path)
	for _, r := range k.record.Runtime {
		if r.Imported && !p.usersImport(r.Function[:strings.LastIndexByte(r.Function, '.')]) {
			continue
		}
		symbol := prefix + "." + r.Name
		v, ok := k.object.Lookup(symbol)[symbol]
		if !ok {
			continue // the compiler has found no use of it
		}
		f := b.DefineStatic("premain.runtime:"+r.Function, goobj.ROData)
		f.AddrOfFunc(r.Function)
		d := b.Define(symbol, goobj.Data)
		d.Describe(k.object.Describe(prefix, v))
		d.Addr(f)
	}
}

// usersImport reports whether a package of the program imports a path that is neither premain's nor of the standard library. Those are the
// ones with a record: all that depends on premain. Others have nothing to do with it.
func (p *program) usersImport(path string) bool {
	return slices.ContainsFunc(p.packages, func(k *pkg) bool {
		own := k.path == modulePath || strings.HasPrefix(k.path, modulePath+"/")
		return k.record != nil && !own && slices.Contains(k.object.Imports(), path)
	})
}

// placeAndName returns file and line of an item, and a name made of them, with the last elements of the paths of package and file.
func (it *item) placeAndName() (place, name string) {
	place = it.Place
	if i := strings.LastIndexByte(place, ':'); i >= 0 { // the column
		place = place[:i]
	}
	pkg := path.Base(it.pkg)
	if it.owner.path == "main" {
		pkg = "main"
	}
	return place, pkg + "/" + place[strings.LastIndexAny(place, `/\`)+1:]
}

// choose leaves one item: that of another package than the section's own, if there is one.
func (c *contents) choose() (wrong problems) {
	var others []item
	for _, it := range c.items {
		if it.owner != c.pkg {
			others = append(others, it)
		}
	}
	if len(others) == 0 {
		others = c.items[:1]
	}
	for _, it := range others[1:] {
		wrong = append(wrong, fmt.Sprintf("%s: there is another one for %s at %s, and there can be one; remove one of them, or the import of its package", it.Place, c.name, others[0].Place))
	}
	if it := others[0]; it.done != "" {
		wrong = append(wrong, fmt.Sprintf("%s: what %s is given must be known when the program is linked; give a function by its name, the address of a variable, or constants", it.Place, c.name))
	}
	if len(wrong) == 0 {
		// What every one begins with is a function, or the type of an allocator.
		it := others[0]
		s, ok := it.owner.object.Lookup(it.symbol)[it.symbol]
		if ok {
			_, ok = it.owner.object.Pointer(goobj.Prefix(it.owner.record.Path), s.Index, 0)
		}
		if !ok {
			wrong = append(wrong, fmt.Sprintf("%s: what %s is given is nil; leave it out, or give what is to be called", it.Place, c.name))
		}
	}
	c.items = others[:1]
	return wrong
}

// define lays out one section.
func (c *contents) define(b *goobj.Builder) {
	static := func(part string, kind goobj.Kind) *goobj.Def { return b.DefineStatic("premain."+part+":"+c.name, kind) }
	slice := func(d, array *goobj.Def, n int) {
		if n == 0 {
			d.Word(0)
		} else {
			d.Addr(array)
		}
		d.Word(n)
		d.Word(n)
	}
	text := static("text", goobj.ROData)
	var written int
	str := func(d *goobj.Def, s string) {
		d.AddrPlus(text, written)
		d.Word(len(s))
		text.String(s)
		written += len(s)
	}

	kind := goobj.ROData
	if c.kind != registration.Of && !c.arranged { // package section arranges the items in place
		kind = goobj.NoPtrData
	}
	table := static("items", kind)
	pending, nPending := static("pending", goobj.ROData), 0
	places := static("places", goobj.ROData)
	for _, it := range c.items {
		table.AddrOf(it.symbol)
		if c.kind == registration.Map && (!c.arranged || c.appended) { // two keys may turn out to be equal
			str(places, it.Place)
		}
		if it.done != "" {
			pending.AddrOf(it.done)
			str(pending, it.Place)
			nPending++
		}
	}
	order := static("order", goobj.NoPtrBSS)
	order.Pad(int64(4 * len(c.items)))

	layout := static("layout", goobj.ROData)
	str(layout, c.name)
	slice(layout, pending, nPending)
	slice(layout, order, len(c.items))
	slice(layout, places, places.Len()/(2*c.word()))
	arranged := make([]byte, c.word()) // and padding
	if c.arranged {
		arranged[0] = 1
	}
	layout.Raw(arranged)
	if c.required != nil {
		mark := static("required", goobj.ROData)
		mark.String(c.marker())
		layout.Addr(mark)
	}

	if c.single != "" {
		if v, ok := c.pkg.object.Lookup(c.single)[c.single]; ok {
			d := b.Define(c.single, goobj.Data)
			d.Describe(c.pkg.object.Describe(goobj.Prefix(c.pkg.path), v))
			d.AddrOf(c.items[0].symbol)
			for _, s := range c.keep {
				d.AddrOf(s)
			}
		}
	}
	if c.places != nil {
		list := static("placed", goobj.ROData)
		for _, it := range c.items {
			place, name := it.placeAndName()
			list.AddrOf(it.symbol)
			str(list, place)
			str(list, name)
		}
		fill := func(name string, f func(*goobj.Def)) {
			symbol := goobj.Prefix(c.pkg.path) + "." + name
			if v, ok := c.pkg.object.Lookup(symbol)[symbol]; ok {
				d := b.Define(symbol, goobj.Data)
				d.Describe(c.pkg.object.Describe(goobj.Prefix(c.pkg.path), v))
				f(d)
			}
		}
		fill(c.places.Items, func(d *goobj.Def) { slice(d, list, len(c.items)) })
		fill(c.places.Program, func(d *goobj.Def) { str(d, c.program) })
	}
	v := b.Define(c.symbol, goobj.Data)
	v.Describe(c.about)
	switch c.kind {
	case registration.Map, registration.Set:
		c.defineHash(v, static)
	case registration.Mutable:
		table = c.defineRegion(b, v)
	}
	slice(v, table, len(c.items))
	v.Addr(layout)
	v.Pad(c.variable.Size)
}
