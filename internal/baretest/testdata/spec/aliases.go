// Covers of the Go specification: alias declarations, type definitions, underlying types, type identity, and aliases
// with type parameters.
package main

type (
	text                       = string
	numbers                    = []int
	fn                         = func(text) text
	point                      struct{ x, y int }
	pointer                    = *point
	same                       = point
	other                      point
	table[K comparable, V any] = map[K]V
	listOf[T any]              = []T
	byName[T any]              = table[text, T]
	pairOf[T any]              struct{ a, b T }
	ints                       = pairOf[int]
	err                        = error
	anything                   = any
	lister                     interface{ list() numbers }
)

func (p same) sum() int                { return p.x + p.y }
func (p pointer) clear()               { *p = point{} }
func (p pairOf[T]) swapped() pairOf[T] { return pairOf[T]{p.b, p.a} }
func (o other) list() numbers          { return numbers{o.x, o.y} }

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func kind(x any) text {
	switch x.(type) {
	case text:
		return "text"
	case numbers:
		return "numbers"
	case same:
		return "same"
	case other:
		return "other"
	case fn:
		return "fn"
	case byName[bool]:
		return "byName[bool]"
	case pairOf[text]:
		return "pairOf[text]"
	case ints:
		return "ints"
	case rune:
		return "rune"
	case byte:
		return "byte"
	}
	return "?"
}

func keys[V any](m byName[V]) (n int) {
	for k := range m {
		n += len(k)
	}
	return
}

type embedder struct {
	same
	*other
}

func main() {
	println("kinds", kind("s"), kind([]int{}), kind(point{}), kind(other{}), kind(func(string) string { return "" }), kind(map[string]bool{}), kind(pairOf[string]{}), kind(pairOf[int]{}), kind(int32(1)), kind(uint8(1)))
	check("an alias is the type", kind(point{}) == "same" && kind(other{}) == "other" && kind(map[text]bool{}) == "byName[bool]")
	p := same{1, 2}
	var q point = p
	check("methods by alias", q.sum() == 3)
	pointer(&q).clear()
	check("methods of a pointer by alias", q == point{} && p.sum() == 3)
	check("an instance by alias", ints{3, 4}.swapped() == pairOf[int]{4, 3})
	o := other(p)
	_, has := any(o).(interface{ sum() int })
	check("a definition drops methods", !has)
	var l lister = o
	check("and may have its own", l.list()[1] == 2)
	var t byName[int] = map[string]int{"ab": 1, "c": 2}
	check("generic aliases", keys(t) == 3 && keys(byName[numbers]{"xyz": nil}) == 3)
	var ls listOf[listOf[int]] = [][]int{{1}, {2, 3}}
	check("nested generic aliases", ls[1][1] == 3)
	var e err
	var a anything = e
	check("aliases of interfaces", a == nil)
	em := embedder{p, &o}
	check("embedded by alias", em.sum() == 3 && em.list()[0] == 1 && em.same.x == em.other.x)
	type local = struct{ n int }
	var s struct{ n int } = local{5}
	check("identical", any(s) == any(local{5}))
	_, diff := any(s).(struct{ m int })
	check("field names count", !diff)
	_, diff = any(struct {
		n int `tag:"x"`
	}{}).(local)
	check("tags count", !diff)
	_, diff = any(func(a int, b ...string) {}).(func(int, []string))
	_, eq := any(func(a int, b ...string) {}).(func(x int, y ...string))
	check("parameter names do not count, variadic does", eq && !diff)
	_, diff = any([3]int{}).([4]int)
	_, eq = any([1 + 2]int{}).([3]int)
	check("lengths count", eq && !diff)
	_, eq = any((*interface {
		b()
		a()
	})(nil)).(*interface {
		a()
		b()
	})
	check("the order of methods does not count", eq)
	_, eq = any(map[string]point{}).(map[text]same)
	_, diff = any(map[string]point{}).(map[text]other)
	check("elements count", eq && !diff)
	var u uint8 = 200
	var b byte = u
	var r rune = int32(b)
	check("byte and rune are aliases", r == 200)
	f := fn(func(s text) text { return s + s })
	check("functions", f("a") == "aa")
}
