package memorymap

import (
	"strconv"
	"strings"
)

// expression is a node of an expression. op is an operator as it is written, "?:", a function's name, or one of the kinds below.
type expression struct {
	position
	op     string
	name   string // of a symbol, a section or a region
	number uint64
	hex    string // the digits of a number that is written as 0x…, which as a fill is a pattern as long as written
	args   []*expression
	depth  int
}

const (
	opNumber = "number"
	opSymbol = "symbol"
	opDot    = "."
)

// precedence is that of C. The higher, the closer.
var precedence = map[string]int{
	"||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7, ">=": 7,
	"<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10,
}

// Those of two bytes come first, for they begin with one of the others.
var binaryOperators = []string{"||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "|", "^", "&", "<", ">", "+", "-", "*", "/", "%"}

// functions says what functions take: n is the name of a region, N one of a section, s that of a symbol, e an expression.
var functions = map[string]string{
	"ORIGIN": "n", "LENGTH": "n", "ADDR": "N", "LOADADDR": "N", "SIZEOF": "N", "ALIGNOF": "N", "DEFINED": "s",
	"ABSOLUTE": "e", "LOG2CEIL": "e", "ALIGN": "e?", "MAX": "ee", "MIN": "ee",
}

// foreignFunctions are functions of GNU ld that are not for programs of Go, and what to do instead.
var foreignFunctions = map[string]string{
	"NEXT":                   "write ALIGN",
	"BLOCK":                  "write ALIGN",
	"ASSERT":                 "write it as a statement of its own",
	"SEGMENT_START":          "there are no options that set segments: write its second argument",
	"SIZEOF_HEADERS":         "the image does not load its headers: leave it out",
	"CONSTANT":               "there are no pages: write the number",
	"DATA_SEGMENT_ALIGN":     "there are no pages: write ALIGN",
	"DATA_SEGMENT_END":       "there are no pages: leave it out",
	"DATA_SEGMENT_RELRO_END": "there are no pages: leave it out",
}

// reference is a name that the map has to define.
type reference struct {
	position
	kind byte // as in functions
	name string
}

// limit keeps expressions from being nested so deeply that the stack overflows.
func (p *parser) limit(at position, depth int) {
	if depth > maxDepth {
		p.fail(at, "the expression is nested more than %d deep: assign parts of it to symbols", maxDepth)
	}
}

func (p *parser) node(at position, op string, args ...*expression) *expression {
	e := &expression{position: at, op: op, args: args}
	for _, a := range args {
		if a != nil { // it is nil where the statement can't be read
			e.depth = max(e.depth, a.depth+1)
		}
	}
	p.limit(at, e.depth)
	return e
}

// expression reads an expression. If that fails, it may be nil.
func (p *parser) expression() *expression {
	p.nested++
	defer func() { p.nested-- }()
	p.limit(p.position(), p.nested)
	e := p.binary(1)
	p.blankIfReading()
	at := p.position()
	if !p.accept("?") {
		return e
	}
	yes := p.expression()
	p.expect(":", "of ?:")
	return p.node(at, "?:", e, yes, p.expression())
}

// blankIfReading goes to the next word, to have its position.
func (p *parser) blankIfReading() {
	if !p.failed {
		p.blank()
	}
}

// binary reads operators that bind at least as closely as min.
func (p *parser) binary(min int) *expression {
	e := p.unary()
	for {
		p.blankIfReading()
		at := p.position()
		op := p.operator()
		if op == "" || precedence[op] < min {
			return e
		}
		p.skip(len(op))
		e = p.node(at, op, e, p.binary(precedence[op]+1))
	}
}

// operator returns the binary operator that comes next, which remains.
func (p *parser) operator() string {
	if p.peek() == 0 {
		return ""
	}
	for _, op := range binaryOperators {
		if strings.HasPrefix(p.text[p.at:], op) {
			return op
		}
	}
	return ""
}

func (p *parser) unary() *expression {
	p.nested++
	defer func() { p.nested-- }()
	p.limit(p.position(), p.nested)
	c := p.peek()
	at := p.position()
	switch {
	case c == '-' || c == '~' || c == '!' || c == '+':
		p.next()
		return p.node(at, string(c), p.unary())
	case c == '(':
		p.next()
		e := p.expression()
		p.expect(")", "behind the expression")
		return e
	case isDigit(c):
		return p.number()
	case c == '"':
		return p.symbol(at, p.quoted())
	case c == '$':
		p.fail(at, "names in expressions do not begin with $: write a hexadecimal number as 0x…, and such a name in quotes")
		return nil
	case c != '/' && isName(c):
		name := p.word(inExpressions)
		if help := foreignFunctions[name]; help != "" {
			p.fail(at, "%s is not in the subset of linker scripts that memory maps are: %s", name, help)
			return nil
		}
		if args := functions[name]; args != "" && p.peek() == '(' {
			return p.call(at, name, args)
		}
		return p.symbol(at, name)
	}
	p.fail(at, "expected a number, a symbol or another expression, but found %s", p.found())
	return nil
}

func (p *parser) symbol(at position, name string) *expression {
	if name == "." {
		return p.node(at, opDot)
	}
	if name == "" {
		p.fail(at, "the name of a symbol is empty")
	}
	e := p.node(at, opSymbol)
	e.name = name
	return e
}

func (p *parser) call(at position, name, args string) *expression {
	p.expect("(", "behind "+name)
	argument := ""
	var values []*expression
	switch args {
	case "n", "N", "s":
		p.blankIfReading()
		where := p.position()
		argument = p.name(map[string]string{"n": "the name of a region", "N": "the name of a section", "s": "the name of a symbol"}[args])
		if !p.failed && args != "s" {
			p.references = append(p.references, reference{where, args[0], argument})
		}
	default:
		values = append(values, p.expression())
		if args == "ee" {
			p.expect(",", "and a second argument of "+name)
			values = append(values, p.expression())
		} else if args == "e?" && p.accept(",") {
			values = append(values, p.expression())
		}
	}
	p.expect(")", "behind the arguments of "+name)
	e := p.node(at, name, values...)
	e.name = argument
	return e
}

// number reads a number: decimal, octal behind 0, hexadecimal behind 0x, and with K or M times 2¹⁰ or 2²⁰.
func (p *parser) number() *expression {
	at := p.position()
	from := p.at
	for p.at < len(p.text) && (isLetter(p.text[p.at]) || isDigit(p.text[p.at]) || p.text[p.at] == '_') {
		p.next()
	}
	text := p.text[from:p.at]
	digits, base, unit := text, 10, uint64(1)
	switch digits[len(digits)-1] | 0x20 {
	case 'k':
		unit = 1 << 10
	case 'm':
		unit = 1 << 20
	case 'g':
		p.fail(at, "GNU ld has no suffix G: write %s * 1024M", digits[:len(digits)-1])
		return nil
	}
	if unit > 1 {
		digits = digits[:len(digits)-1]
	}
	switch {
	case len(digits) > 1 && digits[0] == '0' && digits[1]|0x20 == 'x':
		digits, base = digits[2:], 16
	case len(digits) > 1 && digits[0] == '0':
		digits, base = digits[1:], 8
	}
	e := p.node(at, opNumber)
	if base == 16 && unit == 1 {
		e.hex = digits
	}
	n, err := strconv.ParseUint(digits, base, 64)
	switch {
	case err == nil && n <= ^uint64(0)/unit:
	case digits == "" || strings.Trim(strings.ToLower(digits), "0123456789abcdef"[:base]) != "":
		p.fail(at, "%.40s is no number: write a decimal one, an octal one as 0…, a hexadecimal one as 0x…, each with K or M if you like", text)
	case p.fill && e.hex != "": // a pattern
	default:
		p.fail(at, "%.40s is more than 64 bits can hold", text)
	}
	e.number = n * unit
	return e
}

// walk calls f for e and all that it consists of.
func (e *expression) walk(f func(*expression)) {
	if e == nil {
		return
	}
	f(e)
	for _, a := range e.args {
		a.walk(f)
	}
}
