//go:build premain_bare

package premain

import (
	"context"
	"time"
	"unsafe"

	"premain.dev/section"
)

// Without the Go runtime there may be no heap. So what is declared of a step is in the step itself, what it runs before and after comes from
// a stock of edges, and whatever is to be listed is linked.

// Step is a step in the life of the program: a constructor, a destructor or a static. [Constructor], [Destructor] and
// [Static] return the step that they declare, for [After] and [Before].
type Step struct {
	kind     kind
	declared bool
	function any    // the user's
	body     action // of a constructor
	drop     action
	compute  computer // of a static
	variable any      // of a static: a pointer to it
	value    dropper  // of DropValue
	name     string   // as given by Name
	priority int
	declares *edge // by After and Before
	timeout  bool  // one of 0 or less has been given
	state    int32 // State

	completed *Step // the one that has completed before
	order
}

// steps gathers the steps of the program.
//
//premain:required startTests nothing calls premain.Main, premain.Run or premain.Start, and the step would never run; write func main() { premain.Main(run) }
//premain:places stepPlaces programName
var steps section.Of[Step]

// What the link step fills in.
var (
	stepPlaces  []stepPlace
	programName string
)

// stepPlace is where a step is declared.
type stepPlace struct {
	step  *Step
	place string
	name  string // of a step whose function has none
}

// placed returns where a step is declared.
func (s *Step) placed() (p stepPlace) {
	for i := range stepPlaces {
		if stepPlaces[i].step == s {
			return stepPlaces[i]
		}
	}
	return stepPlace{s, "unknown place", "step"}
}

func unknownState(State) string { return "State(?)" }

func (s *Step) stepPlace() string {
	if !s.declared {
		return ""
	}
	return s.placed().place
}

func (s *Step) stepName() string {
	switch {
	case !s.declared:
		return ""
	case s.name != "":
		return s.name
	}
	if name := functionName(functionAt(*(*uintptr)(*dataOf(&s.function)))); name != "" {
		return name
	}
	return s.placed().name
}

// String returns kind and name of the step, or, without an allocator, the name.
func (s *Step) String() string {
	if !s.declared {
		return "no step"
	}
	kind, name := s.kind.String(), s.Name()
	n := len(kind) + len(" ") + len(name)
	p, ok := allocate(uintptr(n), 1)
	if !ok || p == nil {
		return name
	}
	text := unsafe.Slice((*byte)(p), n)
	copy(text[copy(text, kind):], " ")
	copy(text[n-len(name):], name)
	return unsafe.String(&text[0], n)
}

// functionName returns what is shown of the name of a declared function, with the last element of its package's path, or "" for a
// function literal.
func functionName(name string) string {
	for i := range len(name) {
		switch name[i] {
		case '/':
			return functionName(name[i+1:])
		case '[': // what a generic function is made for
			name = name[:i]
		default:
			continue
		}
		break
	}
	if n := len(name) - len("-fm"); n > 0 && name[n:] == "-fm" { // a method value
		name = name[:n]
	}
	// A name behind the package's has one part, or two if it is a method, whose receiver may be in parentheses.
	dots, at := 0, len(name)
	for i := range len(name) {
		if name[i] == '.' {
			if dots++; dots == 1 {
				at = i + 1
			}
		}
	}
	rest := name[min(at, len(name)):]
	const ours = "premain_"
	switch {
	case dots == 0 || dots > 2 || len(rest) >= len(ours) && rest[:len(ours)] == ours:
		return ""
	case dots == 2 && rest[0] != '(' && literal(rest):
		return ""
	}
	return name
}

// literal reports whether a name like f.func1 is that of a function literal, and not that of a method like T.m.
func literal(name string) bool {
	const mid = ".func"
	for i := range len(name) - len(mid) {
		if name[i:i+len(mid)] == mid && name[i+len(mid)] >= '0' && name[i+len(mid)] <= '9' {
			return true
		}
	}
	return false
}

// Option is a property of a step.
type Option struct {
	what     option
	number   int
	name     string
	declares *edge
	drop     action
	value    dropper
}

type option uint8

const (
	none option = iota
	hasPriority
	hasEdges
	hasName
	hasDrop
	hasDropValue
	hasTimeout
)

func optionPriority(n int) Option { return Option{what: hasPriority, number: n} }

func optionAfter(steps []*Step) Option {
	return Option{what: hasEdges, declares: edgesTo(steps, false)}
}

func optionBefore(steps []*Step) Option {
	return Option{what: hasEdges, declares: edgesTo(steps, true)}
}

func optionName(name string) Option { return Option{what: hasName, name: name} }

func optionDrop[F Func](f F) Option { return Option{what: hasDrop, drop: actionOf(f)} }

func optionDropValue[T any](f func(*T)) Option {
	return Option{what: hasDropValue, value: valueDrop[T](f)}
}

func optionTimeout(limit time.Duration) Option { return Option{what: hasTimeout, number: int(limit)} }

// apply applies the options.
func (s *Step) apply(opts []Option) {
	for i := range opts {
		switch o := &opts[i]; o.what {
		case hasPriority:
			s.priority = o.number
		case hasEdges:
			last := &s.declares
			for *last != nil {
				last = &(*last).next
			}
			*last = o.declares
		case hasName:
			s.name = o.name
		case hasDrop:
			s.setDrop("Drop", o.drop.f == nil)
			s.drop = o.drop
		case hasDropValue:
			if s.kind != static {
				refuse("DropValue is for a Static, and this is a ", s.kind.String(), "; use Drop")
			}
			if !o.value.fits(s.variable) {
				refuse("DropValue has a ", typeName(o.value.function()), ", and the variable is of type ", typeName(s.variable)[1:], "; the types must be the same")
			}
			s.setDrop("DropValue", o.value.isNil())
			s.value = o.value
		case hasTimeout:
			s.timeout = o.number <= 0
		}
	}
}

func (s *Step) setDrop(option string, missing bool) {
	switch {
	case missing:
		refuse(option, " of nil; give it a function")
	case s.kind == destructor:
		refuse("a Destructor has no ", option, "; its function is what runs at the end")
	case s.hasDrop():
		refuse("two functions that drop one step; call both from one")
	}
}

func (s *Step) hasDrop() bool { return s.drop.f != nil || s.value != nil }

// newStep makes the step that Constructor and Destructor add.
func newStep(k kind, f any, opts []Option) Step {
	s := Step{kind: k, declared: true, priority: Default, function: f}
	run := actionOf(f)
	if run.f == nil {
		refuse("a ", k.String(), " of nil; give it a function")
	}
	if k == destructor {
		s.drop = run
	} else {
		s.body = run
	}
	s.apply(opts)
	return s
}

// newStatic makes the step that Static adds.
func newStatic[T any, F ~func() T | ~func() (T, error)](v *T, init F, opts []Option) Step {
	s := Step{kind: static, declared: true, priority: Default, function: init, variable: v}
	if v == nil || *dataOf(&s.function) == nil {
		refuse("a static without a variable or without a function; give it both, as in premain.Static(&Table, build)")
	}
	if _, results, _ := functionShape(s.function); results == 2 {
		s.compute = *(*fallibleStatic[T])(unsafe.Pointer(&init))
	} else {
		s.compute = *(*simpleStatic[T])(unsafe.Pointer(&init))
	}
	s.apply(opts)
	return s
}

// computer is the function of a static. Functions are what interfaces hold without allocating.
type computer interface{ compute(variable any) error }

type (
	simpleStatic[T any]   func() T
	fallibleStatic[T any] func() (T, error)
)

func (f simpleStatic[T]) compute(variable any) error {
	*variable.(*T) = f()
	return nil
}

func (f fallibleStatic[T]) compute(variable any) error {
	value, err := f()
	if err == nil {
		*variable.(*T) = value
	}
	return err
}

// dropper is the function of DropValue.
type dropper interface {
	drop(variable any)
	fits(variable any) bool
	isNil() bool
	function() any
}

type valueDrop[T any] func(*T)

func (f valueDrop[T]) drop(variable any)      { f(variable.(*T)) }
func (f valueDrop[T]) fits(variable any) bool { _, ok := variable.(*T); return ok }
func (f valueDrop[T]) isNil() bool            { return f == nil }
func (f valueDrop[T]) function() any          { return (func(*T))(f) }

// action is a [Func] or a [Program].
type action struct {
	f               unsafe.Pointer // as a variable of a function type holds it
	params, results int8
	integer         bool // the result is an int
}

// actionOf returns the zero action for nil.
func actionOf(f any) action {
	params, results, integer := functionShape(f)
	return action{*dataOf(&f), int8(params), int8(results), integer}
}

func (a *action) run(ctx context.Context) (code int, err error) {
	f := unsafe.Pointer(&a.f)
	switch {
	case a.params == 1:
		err = (*(*func(context.Context) error)(f))(ctx)
	case a.integer:
		return (*(*func() int)(f))(), nil
	case a.results == 1:
		err = (*(*func() error)(f))()
	default:
		(*(*func())(f))()
	}
	return exitCode(err), err
}

// dataOf returns where an interface holds its value, or the address of it.
func dataOf(v *any) *unsafe.Pointer { return &(*[2]unsafe.Pointer)(unsafe.Pointer(v))[1] }

// refuse panics with a text in parts, without a heap. The panic handler tells where.
func refuse(parts ...string) {
	n := 0
	for _, part := range parts {
		n += copy(refusal.bytes[n:], part)
	}
	refusal.text = unsafe.String(&refusal.bytes[0], n)
	var v any = ""
	*dataOf(&v) = unsafe.Pointer(&refusal.text)
	panic(v)
}

var refusal struct {
	bytes [512]byte
	text  string
}

//go:noescape
//go:linkname functionShape runtime.functionShape
func functionShape(f any) (params, results int, integer bool)

//go:noescape
//go:linkname typeName runtime.typeName
func typeName(v any) string

//go:linkname functionAt runtime.functionAt
func functionAt(entry uintptr) string
