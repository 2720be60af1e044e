// Covers package errors and the predeclared type error: wrapping, joining, Is, As, AsType and Unwrap.
package main

import "errors"

type code int

func (c code) Error() string { return "code " + string(rune('0'+c)) }

type wrapper struct {
	msg string
	err error
}

func (w *wrapper) Error() string { return w.msg + ": " + w.err.Error() }
func (w *wrapper) Unwrap() error { return w.err }

type many []error

func (m many) Error() string   { return "many" }
func (m many) Unwrap() []error { return m }

type alike struct{ kind string }

func (a alike) Error() string { return "alike " + a.kind }
func (a alike) Is(target error) bool {
	t, ok := target.(alike)
	return ok && (t.kind == a.kind || t.kind == "*")
}

type turns struct{}

func (turns) Error() string { return "turns" }
func (turns) As(target any) bool {
	if c, ok := target.(*code); ok {
		*c = 9
		return true
	}
	return false
}

type temporary interface{ Temporary() bool }

func (c code) Temporary() bool { return c == 1 }

var (
	errBase  = errors.New("base")
	errOther = errors.New("base")
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

//go:noinline
func fail(n int) error {
	if n == 0 {
		return nil
	}
	return &wrapper{"outer", &wrapper{"inner", code(n)}}
}

//go:noinline
func typedNil() error {
	var w *wrapper
	return w
}

func main() {
	check("no error", fail(0) == nil)
	err := fail(3)
	println("error", err.Error())
	check("errors of one text differ", errBase != errOther && errBase.Error() == errOther.Error())
	check("is", errors.Is(err, code(3)) && !errors.Is(err, code(4)) && errors.Is(errBase, errBase) && !errors.Is(errBase, errOther))
	check("is of nil", errors.Is(nil, nil) && !errors.Is(nil, errBase) && !errors.Is(errBase, nil))
	var c code
	check("as", errors.As(err, &c) && c == 3)
	var w *wrapper
	check("as, the outermost", errors.As(err, &w) && w.msg == "outer")
	var t temporary
	check("as an interface", errors.As(err, &t) && !t.Temporary())
	check("as nothing", !errors.As(errBase, &w) && !errors.As(nil, &c))
	c2, ok := errors.AsType[code](err)
	_, no := errors.AsType[many](err)
	check("as a type", ok && c2 == 3 && !no)
	check("unwrap", errors.Unwrap(err).Error() == "inner: code 3" && errors.Unwrap(errBase) == nil && errors.Unwrap(many{errBase}) == nil)

	j := errors.Join(errBase, nil, err)
	println("joined", j.Error())
	check("joined", errors.Is(j, errBase) && errors.Is(j, code(3)) && errors.Join(nil, nil) == nil && errors.Join() == nil)
	check("as in joined", errors.As(j, &c) && c == 3)
	m := many{errOther, &wrapper{"in many", j}}
	check("trees", errors.Is(m, errBase) && errors.Is(m, errOther) && !errors.Is(m, code(5)))
	check("own Is", errors.Is(&wrapper{"w", alike{"a"}}, alike{"*"}) && !errors.Is(alike{"a"}, alike{"b"}))
	check("own As", errors.As(&wrapper{"w", turns{}}, &c) && c == 9)
	check("an uncomparable target", !errors.Is(err, many{}) && errors.Is(many{code(1)}, code(1)))
	check("unsupported", errors.ErrUnsupported.Error() == "unsupported operation")
	check("a typed nil is an error", typedNil() != nil)
	// Through a variable, since vet knows of the function itself.
	as := errors.As
	var s *string
	for _, target := range []any{nil, c, s, new(string)} {
		func() {
			defer func() { println("misuse:", recover().(string)) }()
			as(err, target)
			println("FAIL misuse did not panic")
		}()
	}
}
