//go:build premain_bare

package premain

import "premain.dev/bare"

// exit is Exit.
func exit(code int) {
	l := &process
	if l.ending { // what has called it cannot go on, so the rest runs here
		switch {
		case l.dropping != nil:
			printDestructor(l.dropping)
			print(" has called premain.Exit; it is left behind\n")
		case l.leaving:
			print(programName, ": function of OnExit has called premain.Exit; it is left behind\n")
		}
	}
	l.end(code)
	bare.Exit(l.code)
}

// exitFunction is registered by OnExit.
type exitFunction struct {
	f    func()
	next *exitFunction
}

// onExit is OnExit.
func onExit(f func()) (cancel func()) {
	if f == nil {
		refuse("OnExit of nil; give it a function")
	}
	l, x := &process, &exitFunction{f: f}
	x.next, l.onExit = l.onExit, x
	return func() {
		for at := &l.onExit; *at != nil; at = &(*at).next {
			if *at == x {
				*at = x.next
				return
			}
		}
	}
}

// end runs the functions of OnExit and the destructors. If it is called by one of those, it runs the rest, and the code is what it was to be.
func (l *life) end(code int) {
	if !l.ending {
		l.ending, l.code = true, code
	}
	for {
		if x := l.onExit; x != nil {
			l.onExit, l.leaving, l.dropping = x.next, true, nil
			o := protect(func() (int, error) { x.f(); return 0, nil }, nil)
			l.fails(&o)
			continue
		}
		l.leaving = false
		s := l.last
		if s == nil {
			break
		}
		l.last = s.completed
		if !s.hasDrop() {
			s.setState(Dropped)
			continue
		}
		l.dropping = s
		s.setState(Dropping)
		o := protect(s.runDrop, nil)
		s.setState(Dropped)
		if o.panicked {
			printDestructor(s)
			print(" panicked: ")
			printValue(o.value)
			print("\n")
		} else if o.err != nil {
			printDestructor(s)
			print(": ", o.err.Error(), "\n")
		}
		l.fails(&o)
	}
	l.alive, l.ending, l.dropping = false, false, nil
}

// fails lets the program fail if a destructor has.
func (l *life) fails(o *outcome) {
	if (o.panicked || o.err != nil) && l.code == 0 {
		l.code = 1
	}
}
