// Covers of the Go specification: embedded fields, promoted fields and methods, depth and hiding, embedded pointers and
// interfaces, and method sets of what embeds.
package main

type base struct {
	id   int
	name string
}

func (b base) who() string      { return "base " + b.name }
func (b *base) rename(s string) { b.name = s }
func (b base) depth() int       { return 0 }

type middle struct {
	base
	extra int
}

func (m middle) depth() int { return 1 }

type top struct {
	*middle
	name string
}

type other struct {
	name string
	code int
}

func (o other) what() string { return "other " + o.name }
func (o other) depth() int   { return 100 }

// ambiguous has a name and a depth twice, which is fine as long as nobody asks.
type ambiguous struct {
	base
	other
}

// resolved asks, and has to say.
type resolved struct {
	base
	other
	name string
}

func (r resolved) depth() int { return r.base.depth() + r.other.depth() }

type speaker interface{ speak() string }

type loud struct{ speaker }

func (l loud) speak() string { return l.speaker.speak() + "!" }

type word string

func (w word) speak() string { return string(w) }

type number int

func (n number) plus(m int) int { return int(n) + m }
func (n *number) up()           { *n++ }

type mixed struct {
	number
	word
	*other
	error
	list
	fn
}

type list []int

func (l list) len() int { return len(l) }

type fn func() int

func (f fn) call() int { return f() }

type failure struct{}

func (failure) Error() string { return "failure" }

type tree struct {
	*tree
	leaf int
}

type alias = base

type byAlias struct {
	alias
	n int
}

type generic[T any] struct{ v T }

func (g generic[T]) get() T   { return g.v }
func (g *generic[T]) set(v T) { g.v = v }

type withGeneric struct {
	generic[int]
	m map[string]int
}

type param[T any] struct {
	generic[T]
	*list
}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func promoted() {
	m := middle{base{1, "m"}, 2}
	m.id += 10
	m.rename("n")
	println("promoted", m.id, m.name, m.who(), m.depth(), m.base.depth())
	check("promoted", m.id == 11 && m.base.name == "n" && m.who() == "base n")
	check("hidden by a shallower one", m.depth() == 1 && m.base.depth() == 0)
	t := top{&m, "t"}
	t.rename("changed")
	println("through a pointer", t.name, t.middle.name, t.middle.base.name, t.id, t.extra)
	check("through a pointer", m.name == "changed" && t.name == "t" && t.depth() == 1)
	u := t
	u.id = 77
	check("a copy shares the pointer", t.id == 77)
	a := ambiguous{base{1, "b"}, other{"o", 5}}
	println("no question", a.id, a.code, a.who(), a.what(), a.base.name, a.other.name)
	r := resolved{a.base, a.other, "r"}
	check("resolved", r.depth() == 100 && r.name == "r" && r.base.name == "b")
	_, ok := any(a).(interface{ depth() int })
	check("an ambiguous method is in no method set", !ok)
	_, ok = any(r).(interface{ depth() int })
	check("a resolved one is", ok)
	b := byAlias{alias{3, "al"}, 4}
	check("by an alias", b.alias.id == 3 && b.who() == "base al")
	tr := tree{&tree{nil, 1}, 2}
	check("of its own type", tr.leaf == 2 && tr.tree.leaf == 1 && tr.tree.tree == nil)
}

func interfaces() {
	l := loud{word("hey")}
	ll := loud{l}
	println("speaks", l.speak(), ll.speak(), ll.speaker.speak())
	check("an embedded interface", ll.speak() == "hey!!")
	var s speaker = ll
	check("is one itself", s.speak() == "hey!!")
	l.speaker = loud{loud{word("x")}}
	check("exchanged", l.speak() == "x!!!" && ll.speak() == "hey!!")
	m := mixed{1, "w", &other{"o", 2}, failure{}, list{1, 2, 3}, func() int { return 9 }}
	m.up()
	println("mixed", m.plus(5), m.speak(), m.what(), m.Error(), m.len(), m.call(), m.code)
	check("mixed", m.plus(5) == 7 && m.number == 2 && m.speak() == "w" && m.Error() == "failure" && m.len() == 3 && m.call() == 9)
	var e error = m
	check("as an error", e.Error() == "failure")
	var x any = m
	_, up := x.(interface{ up() })
	x = &m
	_, pup := x.(interface{ up() })
	check("pointer methods need a pointer", !up && pup)
	f := m.plus
	m.number = 100
	g := m.what
	m.other.name = "later"
	println("bound", f(1), g())
	check("bound", f(1) == 3 && mixed.plus(m, 1) == 101)
	var st interface {
		speaker
		error
		len() int
	} = &m
	check("several interfaces at once", st.speak()+st.Error() == "wfailure" && st.len() == 3)
}

func withGenerics() {
	w := withGeneric{generic[int]{5}, nil}
	w.set(w.get() * 2)
	check("an instance", w.get() == 10 && w.generic.v == 10)
	p := param[string]{generic[string]{"s"}, &list{1, 2}}
	p.set(p.get() + "t")
	check("with a type parameter", p.v == "st" && p.len() == 2)
	anon := struct {
		*withGeneric
		base
	}{&w, base{id: 6}}
	anon.set(1)
	check("in a type without a name", w.v == 1 && anon.id == 6 && anon.who() == "base ")
	var i interface {
		get() int
		set(int)
	} = anon
	i.set(2)
	check("in an interface", w.get() == 2 && i.get() == 2)
}

func compares() {
	a, b := middle{base{1, "a"}, 2}, middle{base{1, "a"}, 2}
	check("compared", a == b)
	b.base.name = "b"
	check("compared, one differs", a != b)
	check("interfaces inside", loud{word("a")} == loud{word("a")} && loud{word("a")} != loud{loud{word("a")}})
	m := map[ambiguous]int{{base{1, "x"}, other{"y", 2}}: 3}
	check("as a key", m[ambiguous{base{1, "x"}, other{"y", 2}}] == 3)
	lit := middle{base: base{name: "only"}}
	check("keyed by the type's name", lit.name == "only" && lit.id == 0)
}

func main() {
	promoted()
	interfaces()
	withGenerics()
	compares()
}
