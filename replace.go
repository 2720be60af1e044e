//go:build !premain_bare

package premain

import (
	"context"
	"errors"

	"premain.dev/internal/substitution"
)

func init() {
	substitution.Replace = func(step, f any) (do, undo func() error, err error) {
		l, s := &process, step.(*Step)
		if s == nil || s.declaration == nil {
			return nil, nil, errors.New("there is no step to replace; name a variable that Constructor, Destructor or Static initialises")
		}
		var with functions
		if f != nil {
			run, waits := adapt(f)
			switch {
			case run == nil:
				return nil, nil, errors.New("the function that replaces a step is nil; give one, or use Omit")
			case s.kind == destructor:
				with.drop = run
			default:
				with.body, with.waits = run, waits
			}
		}
		own := s.functions
		return func() error { return l.replace(s, with) }, func() error { return l.replace(s, own) }, nil
	}
}

// replace gives a step other functions. If it is a constructor or a static that has run, it is dropped first, together
// with the steps that were declared to run after it, and all of them run again.
func (l *life) replace(s *Step, with functions) error {
	l.mu.Lock()
	turn, err := l.takeTurn("premaintest.Replace", s.Place())
	if err != nil {
		l.mu.Unlock()
		return err
	}
	defer l.endTurn(turn)
	if !l.alive || s.kind == destructor { // which has nothing to undo, and which nothing depends on
		s.functions = with
		l.mu.Unlock()
		return nil
	}
	affected := dependents(l.order, s)
	var again, kept, dropped []*Step
	for _, s := range l.order {
		if affected[s] {
			again = append(again, s)
		}
	}
	for _, s := range l.completed {
		if affected[s] {
			dropped = append(dropped, s)
		} else {
			kept = append(kept, s)
		}
	}
	l.completed = kept
	ctx, life := l.ctx, l.lives
	l.mu.Unlock()

	var errs []error
	for i := len(dropped) - 1; i >= 0; i-- {
		if dropped[i].kind == destructor {
			continue // it is for the end of the program, and only changes its place among what completes again
		}
		if d := l.destructorOf(dropped[i]); d != nil {
			errs = append(errs, l.drop(context.Background(), l.deadline(), d, false))
		}
	}
	l.mu.Lock()
	s.functions = with
	l.mu.Unlock()
	ok := errors.Join(errs...) == nil
	for _, s := range again {
		l.setState(s, Pending)
		ok = ok && l.constructStep(life, ctx, s, func(s *Step, o outcome) {
			if o.panicked != nil {
				o.panicked.print()
			}
			errs = append(errs, o.failure(s.Place(), s))
		})
		if ok {
			l.complete(life, s)
		}
	}
	return errors.Join(errs...)
}

// dependents returns a step and those that directly or indirectly have been declared to run after it.
func dependents(order []*Step, s *Step) map[*Step]bool {
	set := map[*Step]bool{s: true}
	before := make(map[*Step][]*Step) // what runs before a step because of an option of another one
	for _, other := range order {
		for _, later := range other.before {
			before[later] = append(before[later], other)
		}
	}
	for _, later := range order { // in which every step comes behind those that it runs after
		for _, earlier := range append(before[later], later.after...) {
			if set[earlier] {
				set[later] = true
			}
		}
	}
	return set
}
