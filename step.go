package premain

import (
	"context"
	"sync/atomic"
	"time"
)

// kind says what declared a step.
type kind uint8

const (
	constructor kind = iota
	destructor
	static
)

func (k kind) String() string { return [...]string{"constructor", "destructor", "static"}[k] }

// Func is the shape of a life-cycle function. One that takes a context gets that of [Main]; it is cancelled when the
// life of the program begins to end. A destructor gets one that ends with its time.
type Func interface {
	~func() | ~func() error | ~func(context.Context) error
}

// Constructor declares a function that runs before main. It is the whole initialiser of a package-level variable,
//
//	var DB = premain.Constructor(openDB, premain.Drop(closeDB))
//
// or the whole body of a function of one's own, whose calls obey the same rule; see package section. The same holds for
// [Destructor] and [Static].
//
// An error or a panic of the function ends the program before main; what had completed is dropped.
//
// Constructor panics if f is nil or the options contradict each other, and names the place.
//
//premain:computed
func Constructor[F Func](f F, opts ...Option) *Step {
	return steps.Add(newStep(constructor, f, opts))
}

// Destructor declares a function that runs when the program ends. It is like a [Constructor] that does nothing and has
// f for its [Drop]: its place in the order of the constructors decides when it runs.
//
// Destructor panics if f is nil or the options contradict each other, and names the place.
//
//premain:computed
func Destructor[F Func](f F, opts ...Option) *Step {
	return steps.Add(newStep(destructor, f, opts))
}

// Static declares that init computes the value of a package-level variable before main:
//
//	var Table map[string]int
//	var _ = premain.Static(&Table, build)
//
// It runs in the order of the constructors. The variable is an ordinary one, before and afterwards: reading it costs
// what reading any variable costs, and it keeps its value when the static is dropped (see [Drop] and [DropValue]).
// If init returns an error, the variable is left alone.
//
// Static panics if v or init is nil or the options contradict each other, and names the place.
//
//premain:computed
func Static[T any, F ~func() T | ~func() (T, error)](v *T, init F, opts ...Option) *Step {
	return steps.Add(newStatic(v, init, opts))
}

// State is how far a step has come.
type State int32

// The states of a step, in the order in which it goes through them.
const (
	Pending   State = iota // has not run yet
	Running                // runs now
	Failed                 // has returned an error or panicked
	Completed              // has run
	Dropping               // is being dropped; stays so if its destructor is stuck
	Dropped                // has been dropped
)

// String returns the state in lower case.
func (s State) String() string {
	names := [...]string{"pending", "running", "failed", "completed", "dropping", "dropped"}
	if s < 0 || int(s) >= len(names) {
		return unknownState(s)
	}
	return names[s]
}

// Priorities of steps. They are those of GCC's constructor attribute and of the ctor crate: lower ones run first. (In
// the static_init crate the numbers run the other way: its p is 65535-p here.) Those from 0 to 100 belong to premain
// itself; using one is an error when the life of the program begins.
const (
	Early   = 101
	Default = 500
	Late    = 65535
)

// State returns how far the step has come.
func (s *Step) State() State { return State(atomic.LoadInt32(&s.state)) }

// Name returns the name that the option [Name] has given to the step. By default that is the name of the function as
// in store.open, or for a function literal, where the step is declared, as in store/store.go:12.
func (s *Step) Name() string { return s.stepName() }

// Place returns the file and line of the variable that declares the step, as in /src/app/store/store.go:12.
func (s *Step) Place() string { return s.stepPlace() }

// Priority sets the priority of a step, from [Early] to [Late]. The default is [Default]. Of the steps that do not wait
// for another one, the one with the lowest number runs first; of those with the same number, the one that is declared
// first: in package initialisation order, and in a package in the order in which Go initialises the variables.
func Priority(n int) Option { return optionPriority(n) }

// After lets a step run after the given ones, whatever the priorities. A nil step, or one that no declaration has made,
// is an error when the life of the program begins; so is a cycle.
func After(steps ...*Step) Option { return optionAfter(steps) }

// Before lets a step run before the given ones, whatever the priorities; see [After].
func Before(steps ...*Step) Option { return optionBefore(steps) }

// Name names a step. Names are for messages. Libraries begin theirs with the name of their package: two steps with the
// same one are an error when the life of the program begins, and so are characters that cannot be printed.
func Name(name string) Option { return optionName(name) }

// Drop sets what undoes a step when the program ends. It runs only if the step has completed. The declaration panics if
// f is nil, if the step has another Drop, or if it is a [Destructor].
func Drop[F Func](f F) Option { return optionDrop(f) }

// DropValue is [Drop] for a [Static]: f gets the variable. If the variable is of another type than T, the
// registration panics and names the place.
func DropValue[T any](f func(*T)) Option { return optionDropValue(f) }

// Timeout limits the time of a step's destructor. One that takes longer is named on standard error and left behind.
// Whatever the limit, all destructors together have the time set by [Deadline]. A limit of 0 or less is an error when
// the life of the program begins. Without the Go runtime there is no clock, and a destructor has all the time that it takes.
func Timeout(limit time.Duration) Option { return optionTimeout(limit) }
