//go:build !premain_bare

package premain

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"premain.dev/internal/unwind"
	"premain.dev/section"
)

// Step is a step in the life of the program: a constructor, a destructor or a static. [Constructor], [Destructor] and
// [Static] return the step that they declare, for [After] and [Before].
//
// The methods may be called from several goroutines at once.
type Step struct {
	*declaration
	state int32 // State, atomically
}

// declaration is what is declared of a step. A step holds a pointer, since the code that initialises an item copies it.
type declaration struct {
	kind kind
	functions
	variable any        // of a static: a pointer to it
	function uintptr    // the entry of the user's function, for the default name
	callers  [6]uintptr // return addresses of the call that declares the step, innermost first
	name     string     // as given by Name
	priority int
	after    []*Step
	before   []*Step
	timeout  time.Duration // of drop; 0 for none
	mistakes []string      // in the options
}

// functions are what a step does.
type functions struct {
	body  func(context.Context) error // nil for a destructor
	waits bool                        // body takes a context
	drop  func(context.Context) error // nil if there is nothing to drop
}

// steps gathers the steps of the program.
//
//premain:required startTests nothing calls premain.Main, premain.Run or premain.Start, and the step would never run; write func main() { premain.Main(run) }
var steps section.Of[Step]

func unknownState(s State) string { return "State(" + strconv.Itoa(int(s)) + ")" }

func (s *Step) stepName() string {
	if s.declaration == nil {
		return ""
	}
	if s.name != "" {
		return s.name
	}
	if name := functionName(s.function); name != "" {
		return name
	}
	function, place := declaredBy(s.callers[:])
	return packageName(function) + "/" + place[strings.LastIndexAny(place, `/\`)+1:]
}

func (s *Step) stepPlace() string {
	if s.declaration == nil {
		return ""
	}
	return s.declaration.place()
}

func (d *declaration) place() string {
	_, place := declaredBy(d.callers[:])
	return place
}

// String returns kind and name of the step.
func (s *Step) String() string {
	if s.declaration == nil {
		return "no step"
	}
	return s.kind.String() + " " + s.Name()
}

// Option is a property of a step.
type Option struct{ apply func(*declaration) }

func optionPriority(n int) Option {
	return Option{func(d *declaration) { d.priority = n }}
}

func optionAfter(steps []*Step) Option {
	steps = slices.Clone(steps)
	return Option{func(d *declaration) { d.after = append(d.after, steps...) }}
}

func optionBefore(steps []*Step) Option {
	steps = slices.Clone(steps)
	return Option{func(d *declaration) { d.before = append(d.before, steps...) }}
}

func optionName(name string) Option {
	return Option{func(d *declaration) { d.name = name }}
}

func optionDrop[F Func](f F) Option {
	drop, _ := adapt(f)
	return Option{func(d *declaration) { d.setDrop("Drop", drop) }}
}

func optionDropValue[T any](f func(*T)) Option {
	return Option{func(d *declaration) {
		v, ok := d.variable.(*T)
		switch {
		case d.kind != static:
			d.refuse(fmt.Sprintf("DropValue is for a Static, and this is a %s; use Drop", d.kind))
		case !ok:
			d.refuse(fmt.Sprintf("DropValue has a %T, and the variable is of type %v; the types must be the same", f, reflect.TypeOf(d.variable).Elem()))
		case f == nil:
			d.setDrop("DropValue", nil)
		default:
			d.setDrop("DropValue", func(context.Context) error { f(v); return nil })
		}
	}}
}

func optionTimeout(limit time.Duration) Option {
	return Option{func(d *declaration) {
		d.timeout = limit
		if limit <= 0 {
			d.mistakes = append(d.mistakes, fmt.Sprintf("has the timeout %v; give it a time above 0, or no Timeout", limit))
		}
	}}
}

func (d *declaration) setDrop(option string, drop func(context.Context) error) {
	switch {
	case drop == nil:
		d.refuse(option + " of nil; give it a function")
	case d.drop != nil && d.kind == destructor:
		d.refuse("a Destructor has no " + option + "; its function is what runs at the end")
	case d.drop != nil:
		d.refuse("two functions that drop one step; call both from one")
	}
	d.drop = drop
}

// refuse panics with the place of the declaration.
func (d *declaration) refuse(what string) { panic(d.place() + ": " + what) }

// newStep makes the step that Constructor and Destructor add.
func newStep(k kind, f any, opts []Option) Step {
	d := &declaration{kind: k, priority: Default}
	unwind.Callers(&d.callers[0], len(d.callers))
	run, waits := adapt(f)
	if run == nil {
		d.refuse("a " + k.String() + " of nil; give it a function")
	}
	d.function = reflect.ValueOf(f).Pointer()
	if k == destructor {
		d.drop = run
	} else {
		d.body, d.waits = run, waits
	}
	d.apply(opts)
	return Step{declaration: d}
}

// newStatic makes the step that Static adds.
func newStatic[T any, F ~func() T | ~func() (T, error)](v *T, init F, opts []Option) Step {
	d := &declaration{kind: static, priority: Default, variable: v}
	unwind.Callers(&d.callers[0], len(d.callers))
	f := reflect.ValueOf(init)
	if v == nil || f.IsNil() {
		d.refuse("a static without a variable or without a function; give it both, as in premain.Static(&Table, build)")
	}
	d.function = f.Pointer()
	compute, ok := any(init).(func() (T, error))
	if !ok {
		if t := reflect.TypeFor[func() (T, error)](); f.CanConvert(t) { // the type has a name of its own
			compute = f.Convert(t).Interface().(func() (T, error))
		} else {
			simple := f.Convert(reflect.TypeFor[func() T]()).Interface().(func() T)
			compute = func() (T, error) { return simple(), nil }
		}
	}
	d.body = func(context.Context) error {
		value, err := compute()
		if err == nil {
			*v = value
		}
		return err
	}
	d.apply(opts)
	return Step{declaration: d}
}

func (d *declaration) apply(opts []Option) {
	for _, o := range opts {
		if o.apply != nil {
			o.apply(d)
		}
	}
}

// adapt returns a [Func] in its widest form, or nil for a nil one, and whether it takes a context.
func adapt(f any) (run func(context.Context) error, waits bool) {
	switch f := f.(type) {
	case func():
		if f == nil {
			return nil, false
		}
		return func(context.Context) error { f(); return nil }, false
	case func() error:
		if f == nil {
			return nil, false
		}
		return func(context.Context) error { return f() }, false
	case func(context.Context) error:
		return f, true
	}
	// A type that has a name of its own.
	v := reflect.ValueOf(f)
	for _, t := range []reflect.Type{reflect.TypeFor[func()](), reflect.TypeFor[func() error](), reflect.TypeFor[func(context.Context) error]()} {
		if v.CanConvert(t) {
			return adapt(v.Convert(t).Interface())
		}
	}
	return nil, false
}

// functionName returns the name of a declared function, with the last element of its package's path, or "" for a
// function literal, whose name is not the same in all releases, nor in a linked build.
func functionName(entry uintptr) string {
	f := runtime.FuncForPC(entry)
	if f == nil {
		return ""
	}
	name := f.Name()
	_, name, ok := strings.Cut(name[strings.LastIndexByte(name, '/')+1:], ".")
	name = strings.TrimSuffix(name, "-fm") // a method value
	if i := strings.IndexByte(name, '['); i >= 0 {
		name = name[:i] // what a generic function is made for
	}
	if !ok || strings.HasPrefix(name, "premain_") || strings.Contains(name, ".") && !isMethod(name) {
		return ""
	}
	return packageName(f.Name()) + "." + name
}

// packageName returns the last element of the path of a function's package, given the function's name.
func packageName(function string) string {
	pkg, _, _ := strings.Cut(function[strings.LastIndexByte(function, '/')+1:], ".")
	return strings.ReplaceAll(pkg, "%2e", ".")
}

// isMethod reports whether a function's name, without the package, is that of a method: T.m or (*T).m, but not
// init.func1 or f.func1.
func isMethod(name string) bool {
	typ, method, _ := strings.Cut(name, ".")
	if strings.Contains(method, ".") {
		return false
	}
	return strings.HasPrefix(typ, "(*") || !strings.HasPrefix(method, "func") || len(method) < 5 || method[4] < '0' || method[4] > '9'
}
