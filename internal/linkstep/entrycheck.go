package linkstep

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/needs"
)

// mostStack is what is left of preinit's stack for its functions, in bytes.
const mostStack = 240 << 10

// check refuses what cannot run without the Go runtime, and says on which way it is reached.
func (e *entry) check(l *linking) error {
	p := l.program
	roots := []needs.Root{{Package: e.pkg.path, Symbol: e.prefix + e.contents.entry.Begin}}
	for _, f := range e.order {
		roots = append(roots, needs.Root{Package: f.owner.path, Symbol: f.symbol})
	}
	n := p.code()
	n.Hide(e.pkg.path)
	values, err := l.valuesObject()
	if err != nil {
		return err
	}
	if values != nil {
		n.Fill(values)
		for _, v := range l.values.list {
			if len(v.FixUps) > 0 {
				n.Postpone(v.Symbol)
			}
		}
	}
	if l.sanitized() {
		n.Sanitize()
	}
	code, err := n.Reach(roots...)
	if err != nil {
		return err
	}
	code.Late = slices.DeleteFunc(code.Late, func(v needs.Late) bool {
		return p.declaredZero(v) || l.values.lays(v.Symbol) || coverageNumber.MatchString(v.Variable)
	})
	for i := range code.Faults {
		if f := &code.Faults[i]; strings.HasPrefix(f.Reason, "allocates (new") && slices.Contains(l.args, "-asan") {
			f.Reason += "; under -asan so does one whose address becomes a uintptr, unless the function is marked //go:nocheckptr"
		}
	}
	e.code = code
	if list := e.faults(p); len(list) > 0 {
		return append(list, "go doc premain.dev/preinit says what may run there, and go doc premain.dev/preinit.Process what it has")
	}
	return nil
}

// declaredZero reports whether a variable has no initialiser. Package initialisation may hand on its address all the same.
func (p *program) declaredZero(v needs.Late) bool {
	prefix, i := v.Symbol.Index()
	for _, k := range p.packages {
		if k.record != nil && goobj.Prefix(k.path) == prefix {
			return slices.Contains(k.record.Zero, strings.TrimPrefix(k.object.Symbol(i).Name, prefix+"."))
		}
	}
	return false
}

// faults returns what is wrong with the code that runs before the Go runtime.
func (e *entry) faults(p *program) (list problems) {
	faults := slices.Clone(e.code.Faults)
	for _, l := range e.code.Late {
		faults = append(faults, needs.Fault{Reason: "uses " + l.Variable + ", which has no value yet: package initialisation computes it", Calls: l.Calls})
	}
	// Those in the user's own code first, then what it calls of the standard library.
	slices.SortStableFunc(faults, func(a, b needs.Fault) int { return strings.Compare(wayOut(a.Calls), wayOut(b.Calls)) })
	said := make(map[string]bool)
	left := 0
	for _, f := range faults {
		if way := wayOut(f.Calls); said[way] {
			continue
		} else if way != "" {
			said[way] = true
		}
		if len(list) < mostFaults {
			list = append(list, e.explain(p, f.Calls, f.Reason))
		} else {
			left++
		}
	}
	if left > 0 {
		list = append(list, fmt.Sprintf("%d more like these", left))
	}
	if len(list) == 0 && e.code.Stack > mostStack {
		list = append(list, e.explain(p, e.code.Deepest, fmt.Sprintf("is called with %d bytes of stack in use, of which there are %d; use package-level variables for what is large", e.code.Stack, mostStack)))
	}
	return list
}

const mostFaults = 10

// wayOut returns, for a fault in the standard library or in package section, the call that leads there: that one wants another function,
// and needs to be told once.
func wayOut(calls []needs.Call) string {
	i := len(calls) - 1
	for i >= 0 && (strings.HasPrefix(calls[i].File, "$GOROOT") || strings.HasPrefix(calls[i].Function, modulePath+"/section.")) {
		i--
	}
	if i < 0 || i == len(calls)-1 {
		return ""
	}
	return calls[i].String()
}

// explain returns a message about the last of a chain of calls, which names the others and what registers the first function.
func (e *entry) explain(p *program, calls []needs.Call, what string) string {
	last := calls[len(calls)-1]
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: %s, which runs before the Go runtime, %s", last.File, last.Line, functionName(last.Function), what)
	for i := len(calls) - 2; i >= 0; i-- {
		fmt.Fprintf(&b, "\n\t%s:%d: %s calls %s", calls[i].File, calls[i].Line, functionName(calls[i].Function), functionName(calls[i+1].Function))
	}
	for _, f := range e.order {
		if p.functionOf(f) == calls[0].Function {
			fmt.Fprintf(&b, "\n\t%s: %s is registered", f.Place, functionName(calls[0].Function))
			break
		}
	}
	return b.String()
}

// functionName returns the name of a function for people: the compile step has made functions of literals.
func functionName(name string) string { return literal.ReplaceAllString(name, "func{…}") }

var literal = regexp.MustCompile(`\bpremain_+func_[0-9]+_[0-9]+\b`)

// functionOf returns the name of the function that an item holds, as Go writes it, or nothing if the item's package does not say.
func (p *program) functionOf(f earlyFunction) string {
	prefix := goobj.Prefix(f.owner.record.Path)
	s := f.owner.object.Lookup(f.symbol)[f.symbol]
	to, ok := f.owner.object.Pointer(prefix, s.Index, 0)
	if !ok {
		return ""
	}
	name, ok := to.Name()
	if !ok {
		prefix, i := to.Index()
		for _, k := range p.packages {
			if goobj.Prefix(k.path) == prefix {
				name = k.object.Symbol(i).Name
			}
		}
	}
	return needs.GoName(strings.TrimSuffix(name, "·f"))
}
