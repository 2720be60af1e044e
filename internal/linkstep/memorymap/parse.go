package memorymap

import (
	"bytes"
	"slices"
	"strings"
)

// What a map may have at most: more is a mistake, or meant to make the reader slow.
const (
	maxText       = 1 << 20
	maxStatements = 10_000
	maxDepth      = 200 // of expressions
	maxFaults     = 10  // that are reported
)

// Map is a memory map that has been read. It does not change: Place can be called at any time, by several goroutines too.
type Map struct {
	file                string
	entry, format, arch named
	regions             []*region
	aliases             map[string]int // the index of every region, by its names
	statements          []*statement   // in order, those of SECTIONS among them
	sections            []*section
	names               map[string]int  // the index of every output section, by its name
	assigned            map[string]bool // the symbols with assignments other than PROVIDE
	begin               position        // of SECTIONS, or of the file
}

type named struct {
	position
	name string
}

// region is a region of MEMORY.
type region struct {
	position
	name           string
	attributes     string
	has, not       attribute
	origin, length *expression
}

// attribute is a set of what regions choose sections by.
type attribute uint

const (
	readOnly attribute = 1 << iota
	writable
	code
	allocated
	loaded
)

var attributes = map[byte]attribute{'r': readOnly, 'w': writable, 'x': code, 'a': allocated, 'i': loaded, 'l': loaded}

type kind int

const (
	assignment kind = iota
	assertion
	output // a section
	input
	data
	fill
)

// statement is a statement, outside SECTIONS, in it, or in a section.
type statement struct {
	position
	kind     kind
	name     string // the symbol that is assigned to; what puts data there
	provide  bool   // only if the map does not assign to the symbol in another way
	value    *expression
	text     string // of an assertion
	size     int    // of data
	patterns []pattern
	section  *section
}

// section is an output section.
type section struct {
	position
	name                     string
	index                    int
	discard, noload          bool
	withInput                bool // ALIGN_WITH_INPUT
	address, at, align, fill *expression
	region, loadRegion       string
	body                     []*statement
}

type parser struct {
	scanner
	m          *Map
	count      int // of statements
	nested     int // how deep the expression is nested that is being read
	fill       bool
	references []reference
}

// foreign are the commands of GNU ld that are not in the subset, and what to do instead.
var foreign = map[string]string{
	"PHDRS":                     "the image writer makes the program headers: leave it out",
	"VERSION":                   "the image has no dynamic symbols: leave it out",
	"OVERLAY":                   "parts of Go's programs can't share addresses: give each section its own",
	"INCLUDE":                   "write here what is in that file",
	"INPUT":                     "the go command decides what is linked: leave it out",
	"GROUP":                     "the go command decides what is linked: leave it out",
	"AS_NEEDED":                 "the go command decides what is linked: leave it out",
	"STARTUP":                   "the go command decides what is linked: leave it out",
	"SEARCH_DIR":                "the go command decides what is linked: leave it out",
	"OUTPUT":                    "the name of the image is the option -o: leave it out",
	"TARGET":                    "the go command decides what is linked: leave it out",
	"INSERT":                    "there is no other script: write the sections in their order",
	"EXTERN":                    "Go's linker decides what is kept: refer to the symbol in Go",
	"FORCE_COMMON_ALLOCATION":   "Go has no common symbols: leave it out",
	"INHIBIT_COMMON_ALLOCATION": "Go has no common symbols: leave it out",
	"FORCE_GROUP_ALLOCATION":    "Go has no section groups: leave it out",
	"NOCROSSREFS":               "Go's linker places its parts as a whole: leave it out",
	"NOCROSSREFS_TO":            "Go's linker places its parts as a whole: leave it out",
	"LD_FEATURE":                "there is one way to evaluate expressions: leave it out",
	"CREATE_OBJECT_SYMBOLS":     "Go's linker has no files behind it: leave it out",
	"CONSTRUCTORS":              "constructors of Go's programs are items of sections: leave it out",
	"SQUAD":                     "write QUAD",
	"ASCIZ":                     "write BYTE for each of the bytes, or have the text in Go",
	"LINKER_VERSION":            "no GNU ld takes part: leave it out",
}

// wholes is what to do instead of choosing among files or sections.
const wholes = "Go's linker places each of .reset, .text, .rodata, .data and .bss as a whole: write *(.text*), without files, sorting and exceptions"

// Parse reads a memory map. The name of the file is for errors.
//
// The error has a line for each thing that is wrong, in the form file:line:column: what is wrong, and what to do; at most 10.
func Parse(file string, text []byte) (*Map, error) {
	m := &Map{file: file, aliases: map[string]int{}, names: map[string]int{}, assigned: map[string]bool{}, begin: position{1, 1}}
	p := &parser{scanner: scanner{text: string(text), line: 1}, m: m}
	switch {
	case len(text) > maxText:
		p.wrong(position{1, 1}, "the map has %s, more than the %d that are allowed", bytesOf(uint64(len(text))), maxText)
	case bytes.IndexByte(text, 0) >= 0:
		p.wrong(position{1, 1}, "the file has a byte of value 0: it is no text")
	default:
		for p.peek() != 0 || p.failed {
			p.command()
		}
		p.resolve()
	}
	if err := join(file, p.faults); err != nil {
		return nil, err
	}
	return m, nil
}

// counted counts a statement.
func (p *parser) counted() {
	if p.count++; p.count == maxStatements+1 {
		p.fail(p.position(), "the map has more than the %d statements that are allowed", maxStatements)
		p.at = len(p.text)
	}
}

// command reads a command at the top.
func (p *parser) command() {
	p.counted()
	p.blankIfReading()
	at := p.position()
	switch p.ahead() {
	case "MEMORY":
		p.name("MEMORY")
		p.memory()
	case "SECTIONS":
		p.name("SECTIONS")
		if p.m.begin == (position{1, 1}) {
			p.m.begin = at
		}
		p.sections()
	case "REGION_ALIAS":
		p.name("REGION_ALIAS")
		p.alias()
	case "OUTPUT_FORMAT":
		p.m.format = p.naming(at, "a format", 3)
	case "OUTPUT_ARCH":
		p.m.arch = p.naming(at, "an architecture", 1)
	default:
		if p.peek() == '}' {
			p.wrong(at, "there is no { to this }: leave it out")
			p.next()
		} else if s := p.common(at); s != nil {
			p.m.statements = append(p.m.statements, s)
		}
	}
	if p.failed {
		p.recover()
	}
}

// naming reads a command with a name, or as many as max, of which the first counts.
func (p *parser) naming(at position, what string, max int) named {
	command := p.name(what)
	p.expect("(", "behind "+command)
	first := p.format(what)
	for n := 1; n < max && p.accept(","); n++ {
		p.format(what)
	}
	p.expect(")", "behind "+command)
	p.accept(";")
	return named{at, first}
}

// format reads a name that may have a colon, as i386:x86-64.
func (p *parser) format(what string) string {
	if w := p.word(inNames + ":"); w != "" {
		return w
	}
	return p.name("the name of " + what)
}

// memory reads the regions of MEMORY.
func (p *parser) memory() {
	p.expect("{", "behind MEMORY")
	for p.peek() != '}' && p.peek() != 0 {
		p.region()
		if p.failed {
			p.recover()
		}
		p.accept(",")
	}
	p.expect("}", "at the end of MEMORY")
}

func (p *parser) region() {
	p.counted()
	r := &region{position: p.position()}
	r.name = p.name("the name of a region")
	if p.refused(r.position, r.name) {
		return
	}
	if p.accept("(") {
		r.has, r.not = p.attributes(&r.attributes)
	}
	p.expect(":", "behind the name of a region")
	r.origin = p.bound("ORIGIN", "org", "o")
	p.accept(",")
	r.length = p.bound("LENGTH", "len", "l")
	if !p.failed {
		p.newRegion(r.position, r.name, len(p.m.regions))
		p.m.regions = append(p.m.regions, r)
	}
}

// newRegion gives a region a name.
func (p *parser) newRegion(at position, name string, index int) {
	if _, ok := p.m.aliases[name]; ok {
		p.wrong(at, "there is a region %s already: choose another name", name)
		return
	}
	p.m.aliases[name] = index
}

// attributes reads the attributes of a region, without the opening parenthesis. Those behind a ! are those that sections must not have.
func (p *parser) attributes(text *string) (has, not attribute) {
	set := &has
	from := p.at
	for p.peek() != ')' && p.peek() != 0 {
		c := p.text[p.at]
		if a, ok := attributes[c|0x20]; ok && isLetter(c) {
			*set |= a
		} else if c != '!' {
			p.fail(p.position(), "%s is no attribute of a region: there are r, w, x, a, i, l and !", p.found())
			return
		} else if set == &has {
			set = &not
		} else {
			set = &has
		}
		p.next()
	}
	if !p.failed {
		*text = strings.TrimSpace(p.text[from:p.at])
	}
	p.expect(")", "behind the attributes")
	return
}

// bound reads ORIGIN = … or LENGTH = …, under one of its names.
func (p *parser) bound(names ...string) *expression {
	p.blankIfReading()
	at := p.position()
	if name := p.word(""); !slices.Contains(names, name) {
		if !p.failed {
			p.at -= len(name)
		}
		p.fail(at, "expected %s, but found %s: regions are written NAME (rwx) : ORIGIN = 0x80000000, LENGTH = 64K", names[0], p.found())
		return nil
	}
	p.expect("=", "behind "+names[0])
	e := p.expression()
	e.walk(func(e *expression) {
		switch e.op {
		case opDot, "ADDR", "LOADADDR", "SIZEOF", "ALIGNOF":
			p.fail(e.position, "%s can't be used in MEMORY, which is there before any section is", e.op)
		case "ALIGN":
			if len(e.args) == 1 {
				p.fail(e.position, "ALIGN of the location counter can't be used in MEMORY: write ALIGN(value, alignment)")
			}
		}
	})
	return e
}

func (p *parser) alias() {
	p.expect("(", "behind REGION_ALIAS")
	p.blankIfReading()
	at := p.position()
	alias := p.name("the other name of a region")
	p.expect(",", "and the name of a region")
	p.blankIfReading()
	where := p.position()
	name := p.name("the name of a region")
	p.expect(")", "behind REGION_ALIAS")
	if p.failed {
		return
	}
	p.accept(";")
	if i, ok := p.m.aliases[name]; ok {
		p.newRegion(at, alias, i)
	} else {
		p.wrong(where, "there is no region %s above: %s", name, p.m.regionNames())
	}
}

// regionNames lists the regions for errors.
func (m *Map) regionNames() string {
	if len(m.regions) == 0 {
		return "there are none at all, write MEMORY { … }"
	}
	var names []string
	for name := range m.aliases {
		names = append(names, name)
	}
	slices.Sort(names)
	return "there are " + strings.Join(names, ", ")
}

// sections reads what is in SECTIONS.
func (p *parser) sections() {
	p.expect("{", "behind SECTIONS")
	for p.peek() != '}' && p.peek() != 0 {
		p.counted()
		at := p.position()
		if s := p.commonOrSection(at); s != nil {
			p.m.statements = append(p.m.statements, s)
		}
		if p.failed {
			p.recover()
		}
	}
	p.expect("}", "at the end of SECTIONS")
}

// refused notes a fault if the name is that of a command that is not in the subset. What is in parentheses behind it is skipped; other
// commands can't be read on.
func (p *parser) refused(at position, name string) bool {
	help := foreign[name]
	if help == "" {
		return false
	}
	p.wrong(at, "%s is not in the subset of linker scripts that memory maps are: %s", name, help)
	if p.peek() != '(' {
		p.failed = true
		return true
	}
	for depth := 0; ; {
		switch p.peek() {
		case 0:
			return true
		case '"':
			p.quoted()
			continue
		case '(':
			depth++
		case ')':
			depth--
		}
		p.next()
		if depth == 0 {
			p.accept(";")
			return true
		}
	}
}

// common reads a statement that may be anywhere but in MEMORY: an assignment, PROVIDE, ASSERT, ENTRY or an empty one, which is nil.
func (p *parser) common(at position) *statement {
	if p.accept(";") {
		return nil
	}
	quoted := p.peek() == '"'
	name := p.name("a command or an assignment")
	if p.failed {
		return nil
	}
	if s, ok := p.keyword(at, name, quoted); ok {
		return s
	}
	return p.assign(at, name)
}

// keyword reads the rest of a statement that begins with a keyword, if name is one.
func (p *parser) keyword(at position, name string, quoted bool) (*statement, bool) {
	if quoted {
		return nil, false
	}
	switch name {
	case "ENTRY":
		p.expect("(", "behind ENTRY")
		p.m.entry = named{at, p.name("the name of a symbol")}
		p.expect(")", "behind ENTRY")
		p.accept(";")
		return nil, true
	case "ASSERT":
		s := &statement{position: at, kind: assertion}
		p.expect("(", "behind ASSERT")
		s.value = p.expression()
		p.expect(",", "and the text of the error")
		if p.peek() == '"' {
			s.text = p.quoted()
		} else {
			p.fail(p.position(), "expected a text in quotes, but found %s", p.found())
		}
		p.expect(")", "behind ASSERT")
		p.accept(";")
		return s, true
	case "PROVIDE", "PROVIDE_HIDDEN", "HIDDEN":
		p.expect("(", "behind "+name)
		p.blankIfReading()
		s := &statement{position: p.position(), provide: name != "HIDDEN", name: p.name("the name of a symbol")}
		if s.name == "." {
			p.fail(s.position, "the location counter can't be assigned in %s: write . = …", name)
		}
		p.expect("=", "behind the name of the symbol")
		s.value = p.expression()
		p.expect(")", "behind "+name)
		p.end(name)
		p.m.assigned[s.name] = p.m.assigned[s.name] || !s.provide
		return s, true
	case "MEMORY", "SECTIONS", "REGION_ALIAS", "OUTPUT_FORMAT", "OUTPUT_ARCH":
		p.fail(at, "%s can't be in SECTIONS: write it before", name)
		return nil, true
	}
	return nil, p.refused(at, name)
}

// end reads the ; behind a statement.
func (p *parser) end(what string) {
	if !p.accept(",") {
		p.expect(";", "behind "+what)
	}
}

var assignments = []string{"=", "+=", "-=", "*=", "/=", "<<=", ">>=", "&=", "|="}

// assign reads the rest of an assignment.
func (p *parser) assign(at position, name string) *statement {
	p.blankIfReading()
	where := p.position()
	for _, op := range assignments {
		if !p.accept(op) {
			continue
		}
		s := &statement{position: at, name: name, value: p.expression()}
		if op != "=" {
			s.value = p.node(where, op[:len(op)-1], p.symbol(at, name), s.value)
		}
		p.end("the assignment")
		p.m.assigned[name] = true
		return s
	}
	p.fail(where, "expected an assignment to %s, but found %s", name, p.found())
	return nil
}

// commonOrSection reads a statement in SECTIONS.
func (p *parser) commonOrSection(at position) *statement {
	if p.accept(";") {
		return nil
	}
	quoted := p.peek() == '"'
	name := p.name("a section or an assignment")
	if p.failed {
		return nil
	}
	if s, ok := p.keyword(at, name, quoted); ok {
		return s
	}
	if p.peek() != 0 && slices.ContainsFunc(assignments, func(op string) bool { return strings.HasPrefix(p.text[p.at:], op) }) {
		return p.assign(at, name)
	}
	if name == "." {
		p.fail(p.position(), "expected an assignment to the location counter, but found %s", p.found())
		return nil
	}
	s := &section{position: at, name: name, discard: name == "/DISCARD/"}
	p.section(s)
	if p.failed {
		return nil
	}
	if other, ok := p.m.names[name]; ok {
		p.wrong(at, "there is a section %s already, in line %d: write all its statements there", name, p.m.sections[other].line)
	} else if !s.discard {
		p.m.names[name] = len(p.m.sections)
	}
	s.index = len(p.m.sections)
	p.m.sections = append(p.m.sections, s)
	return &statement{position: at, kind: output, section: s}
}

// sectionType reads a type in parentheses, if there is one. An address may begin with a parenthesis too.
func (p *parser) sectionType(s *section) {
	if p.peek() != '(' {
		return
	}
	was := p.scanner
	p.next()
	p.blankIfReading()
	at := p.position()
	switch t := p.word(inNames); t {
	case "NOLOAD":
		s.noload = true
	case "READONLY":
	case "DSECT", "COPY", "INFO", "OVERLAY":
		p.fail(at, "a section of type %s takes no memory: Go's parts need theirs, so leave it out", t)
	case "TYPE":
		p.fail(at, "the image writer decides the type of a section: leave TYPE out")
	default:
		p.scanner = was
		return
	}
	p.expect(")", "behind the type")
}

// section reads an output section behind its name.
func (p *parser) section(s *section) {
	p.sectionType(s)
	if p.peek() != ':' {
		if p.ahead() == "BLOCK" {
			p.fail(p.position(), "BLOCK is not in the subset of linker scripts that memory maps are: write ALIGN behind the colon")
			return
		}
		s.address = p.expression()
		p.sectionType(s)
	}
	p.expect(":", "behind the name of the section "+s.name)
	for p.peek() != '{' && p.peek() != 0 {
		at := p.position()
		switch word := p.word(inNames); word {
		case "AT":
			s.at = p.parenthesized(word)
		case "ALIGN":
			s.align = p.parenthesized(word)
		case "ALIGN_WITH_INPUT":
			s.withInput = true
		case "SUBALIGN":
			p.fail(at, "SUBALIGN is not in the subset of linker scripts that memory maps are: Go's linker decides how its parts are aligned, so leave it out")
		case "ONLY_IF_RO", "ONLY_IF_RW":
			p.fail(at, "%s is not in the subset of linker scripts that memory maps are: leave the section out if it is not for the program", word)
		default:
			p.at -= len(word)
			p.fail(at, "expected { or AT(address), ALIGN(n), ALIGN_WITH_INPUT, but found %s", p.found())
		}
	}
	if s.withInput && s.align != nil {
		p.wrong(s.position, "ALIGN_WITH_INPUT and ALIGN(n) contradict each other: leave one of them out")
	}
	p.body(s)
	if s.discard {
		return
	}
	p.behind(s)
}

func (p *parser) parenthesized(what string) *expression {
	p.expect("(", "behind "+what)
	e := p.expression()
	p.expect(")", "behind "+what)
	return e
}

// behind reads what is behind the closing brace of a section.
func (p *parser) behind(s *section) {
	if p.accept(">") {
		p.blankIfReading()
		s.region = p.regionName()
	}
	if p.ahead() == "AT" {
		at := p.position()
		p.word(inNames)
		p.expect(">", "behind AT")
		p.blankIfReading()
		s.loadRegion = p.regionName()
		if s.at != nil {
			p.wrong(at, "the section %s has both a load address and a load region: leave AT(…) or AT> out", s.name)
		}
	}
	if p.peek() == ':' {
		p.fail(p.position(), "the image writer makes the program headers: leave the colon and the name behind it out")
	}
	if p.accept("=") {
		s.fill = p.filling()
	}
	p.accept(",")
	if c := p.peek(); c == '>' {
		p.fail(p.position(), "expected the next statement, but found >: write > REGION before AT> REGION")
	}
}

func (p *parser) regionName() string {
	p.blankIfReading()
	at := p.position()
	name := p.name("the name of a region")
	if !p.failed {
		p.references = append(p.references, reference{at, 'n', name})
	}
	return name
}

// filling reads the expression of a fill.
func (p *parser) filling() *expression {
	p.fill = true
	defer func() { p.fill = false }()
	return p.expression()
}

var dataSizes = map[string]int{"BYTE": 1, "SHORT": 2, "LONG": 4, "QUAD": 8}

// body reads what is in the braces of a section.
func (p *parser) body(s *section) {
	p.expect("{", "before what is in the section "+s.name)
	for p.peek() != '}' && p.peek() != 0 {
		p.counted()
		if b := p.inside(s); b != nil {
			s.body = append(s.body, b)
		}
		if p.failed {
			p.recover()
		}
	}
	p.expect("}", "at the end of the section "+s.name)
}

// inside reads a statement in a section.
func (p *parser) inside(s *section) *statement {
	at := p.position()
	if p.accept(";") {
		return nil
	}
	if p.peek() == '*' {
		return p.input(at)
	}
	quoted := p.peek() == '"'
	name := p.name("*(.text*), an assignment or data")
	if p.failed {
		return nil
	}
	if size := dataSizes[name]; size > 0 && !quoted {
		return &statement{position: at, kind: data, name: name, size: size, value: p.parenthesized(name)}
	}
	if !quoted {
		switch name {
		case "KEEP":
			p.expect("(", "behind KEEP")
			p.blankIfReading()
			b := p.input(p.position())
			p.expect(")", "behind KEEP")
			return b
		case "FILL":
			p.expect("(", "behind FILL")
			b := &statement{position: at, kind: fill, value: p.filling()}
			p.expect(")", "behind FILL")
			return b
		}
		if strings.HasPrefix(name, "SORT") || name == "EXCLUDE_FILE" || name == "REVERSE" || name == "INPUT_SECTION_FLAGS" {
			p.fail(at, "%s is not in the subset of linker scripts that memory maps are: %s", name, wholes)
			return nil
		}
	}
	if b, ok := p.keyword(at, name, quoted); ok {
		return b
	}
	if c := p.peek(); c == '(' || c == ':' || c == '*' || c == '?' || c == '[' || c == ';' || c == '}' {
		p.fail(at, "%.60s names files: %s", name, wholes)
		return nil
	}
	return p.assign(at, name)
}

// input reads *(patterns).
func (p *parser) input(at position) *statement {
	if p.peek() != '*' {
		p.fail(at, "expected *(…), but found %s: %s", p.found(), wholes)
		return nil
	}
	p.next()
	if p.peek() != '(' {
		p.fail(at, "behind * there is %s, not (: %s", p.found(), wholes)
		return nil
	}
	p.next()
	b := &statement{position: at, kind: input}
	for p.peek() != ')' && p.peek() != 0 {
		b.patterns = append(b.patterns, p.pattern())
		p.accept(",")
	}
	if len(b.patterns) == 0 {
		p.fail(at, "there are no patterns of names between the parentheses: write *(.text*)")
	}
	p.expect(")", "behind the patterns")
	return b
}

func (p *parser) pattern() pattern {
	at := p.position()
	if p.peek() == '"' {
		return p.checked(pattern{at, p.quoted()})
	}
	from := p.at
	for p.at < len(p.text) {
		c := p.text[p.at]
		if !isLetter(c) && !isDigit(c) && strings.IndexByte("_.$/~+-?*[]^!", c) < 0 {
			break
		}
		p.next()
	}
	text := p.text[from:p.at]
	if text == "" {
		p.fail(at, "expected a pattern of names, but found %s", p.found())
	} else if c := p.peek(); c == '(' || c == ':' {
		p.fail(at, "%.60s%c is no pattern of names of sections: %s", text, c, wholes)
	}
	return p.checked(pattern{at, text})
}

func (p *parser) checked(t pattern) pattern {
	if !wellFormed(t.text) {
		p.fail(t.position, "the pattern %.60s has a [ without a ]: write the ]", t.text)
	}
	return t
}

// resolve checks what is named before it may be defined.
func (p *parser) resolve() {
	for _, r := range p.references {
		if len(p.faults) == maxFaults {
			return
		}
		switch {
		case r.kind == 'n':
			if _, ok := p.m.aliases[r.name]; !ok {
				p.wrong(r.position, "there is no region %s: %s", r.name, p.m.regionNames())
			}
		default:
			if _, ok := p.m.names[r.name]; !ok {
				p.wrong(r.position, "there is no output section %s: %s", r.name, p.m.sectionNames())
			}
		}
	}
}

// sectionNames lists the output sections for errors.
func (m *Map) sectionNames() string {
	var names []string
	for _, s := range m.sections {
		if !s.discard {
			names = append(names, s.name)
		}
	}
	if len(names) == 0 {
		return "there are none at all, write SECTIONS { … }"
	}
	if len(names) > 20 {
		names = append(names[:20], "…")
	}
	return "there are " + strings.Join(names, ", ")
}

// Entry returns the symbol that ENTRY names, "" if there is none, and where.
func (m *Map) Entry() (name, pos string) { return m.entry.name, at(m.file, m.entry.position) }

// Format returns the first name of OUTPUT_FORMAT as it is written, "" if there is none, and where.
func (m *Map) Format() (name, pos string) { return m.format.name, at(m.file, m.format.position) }

// Arch returns the name of OUTPUT_ARCH, "" if there is none, and where.
func (m *Map) Arch() (name, pos string) { return m.arch.name, at(m.file, m.arch.position) }
