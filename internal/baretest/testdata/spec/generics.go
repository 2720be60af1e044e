// Covers of the Go specification: type parameter declarations, instantiations, generic types and their methods, type
// inference, generic aliases, and instances for types of many shapes.
package main

type number interface {
	~int | ~int8 | ~int64 | ~uint8 | ~float64
}

type list[T any] struct {
	head, tail *element[T]
	n          int
}

type element[T any] struct {
	next *element[T]
	v    T
}

func (l *list[T]) push(v T) *list[T] {
	e := &element[T]{v: v}
	if l.tail == nil {
		l.head = e
	} else {
		l.tail.next = e
	}
	l.tail = e
	l.n++
	return l
}

func (l *list[T]) all(yield func(int, T) bool) {
	i := 0
	for e := l.head; e != nil; e = e.next {
		if !yield(i, e.v) {
			return
		}
		i++
	}
}

type pair[K comparable, V any] struct {
	key K
	val V
}

func (p pair[K, V]) swapWith(q pair[K, V]) (pair[K, V], pair[K, V]) { return q, p }

type tree[K any, V any] struct {
	less func(a, b K) bool
	root *branch[K, V]
}

type branch[K, V any] struct {
	k           K
	v           V
	left, right *branch[K, V]
}

func (t *tree[K, V]) at(k K) *V {
	p := &t.root
	for *p != nil {
		switch b := *p; {
		case t.less(k, b.k):
			p = &b.left
		case t.less(b.k, k):
			p = &b.right
		default:
			return &b.v
		}
	}
	*p = &branch[K, V]{k: k}
	return &(*p).v
}

func mapped[S ~[]E, E, R any](s S, f func(E) R) []R {
	r := make([]R, 0, len(s))
	for _, e := range s {
		r = append(r, f(e))
	}
	return r
}

func folded[E, A any](s []E, a A, f func(A, E) A) A {
	for _, e := range s {
		a = f(a, e)
	}
	return a
}

func sum[T number](ts ...T) (t T) {
	for _, x := range ts {
		t += x
	}
	return
}

func zero[T any]() (t T) { return }

func same[T comparable](a, b T) bool { return a == b }

func pointerTo[T any](t T) *T { return &t }

func index[T comparable](s []T, t T) int {
	for i, x := range s {
		if x == t {
			return i
		}
	}
	return -1
}

func keys[M ~map[K]V, K comparable, V any](m M) int { return len(m) }

func apply[T any](n int, t T, f func(T) T) T {
	if n == 0 {
		return t
	}
	return apply(n-1, f(t), f)
}

// count has a variable for each of its instances through a closure.
func counter[T any]() func(T) int {
	n := 0
	return func(T) int { n++; return n }
}

func even[T number](n T) bool { return n == 0 || odd(n-1) }
func odd[T number](n T) bool  { return n != 0 && even(n-1) }

type ints []int
type age int
type alias[T any] = pair[string, T]
type set[T comparable] = map[T]struct{}
type shown struct{ n int }
type large [30]int
type fun[A, B any] func(A) B

func (f fun[A, B]) call(a A) B { return f(a) }

type self[T any] interface{ less(T) bool }

func (a age) less(b age) bool { return a < b }

func least[T self[T]](ts ...T) T {
	m := ts[0]
	for _, t := range ts[1:] {
		if t.less(m) {
			m = t
		}
	}
	return m
}

type matrix[T number] [2][2]T

func (m matrix[T]) times(o matrix[T]) (r matrix[T]) {
	for i := range m {
		for j := range m {
			for k := range m {
				r[i][j] += m[i][k] * o[k][j]
			}
		}
	}
	return
}

type holder[T any] struct {
	pair[string, T]
	extra []T
}

var seven = 7

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	println("sums", sum(1, 2, seven), sum(1.5, 2), sum[int8](100, 100), sum[uint8](200, 100), sum(age(3), 4), sum[float64]())
	check("sums", sum(1, 2, seven) == 10 && sum[int8](100, 100) == -56 && sum[uint8](200, 100) == 44)
	lens := mapped([]string{"a", "bcd", ""}, func(s string) int { return len(s) })
	println("mapped", lens[0], lens[1], lens[2])
	strs := mapped(ints{65, 66}, func(i int) string { return string(rune(i)) })
	check("mapped a named slice", strs[0]+strs[1] == "AB")
	check("mapped by a generic function", *mapped([]int{seven}, pointerTo)[0] == 7)
	check("folded", folded([]int{1, 2, 3}, "x", func(s string, i int) string { return s + string(rune('0'+i)) }) == "x123")

	var l list[string]
	l.push("a").push("b").push("c")
	for i, s := range l.all {
		println("list", i, s)
	}
	var ll list[list[string]]
	ll.push(l).push(list[string]{})
	check("list of lists", ll.head.v.n == 3 && ll.tail.v.n == 0)

	t := tree[string, []int]{less: func(a, b string) bool { return a < b }}
	for i, w := range []string{"b", "a", "c", "b", "a", "b"} {
		p := t.at(w)
		*p = append(*p, i)
	}
	println("tree", len(*t.at("a")), len(*t.at("b")), len(*t.at("c")), len(*t.at("z")))
	check("tree", (*t.at("b"))[2] == 5 && t.root.left.k == "a")

	p, q := pair[string, int]{"p", 1}.swapWith(alias[int]{"q", 2})
	check("alias of an instance", p.key == "q" && q == alias[int]{"p", 1} && same(p, alias[int]{key: "q", val: 2}))
	s := set[int]{1: {}, 2: {}}
	check("alias of a map", keys(s) == 2 && keys(map[string]bool{}) == 0)

	println("zeros", zero[int](), zero[string]() == "", zero[*int]() == nil, zero[[2]int]()[1], zero[error]() == nil, zero[shown]().n, zero[func()]() == nil)
	check("same", same(1, seven-6) && same("a", "a") && !same(1.5, 2) && same(shown{1}, shown{1}) && same[any](1, 1) && !same[any](1, "1") && same(large{1}, large{1}))
	check("index", index([]string{"x", "y"}, "y") == 1 && index([]any{1, "q", nil}, nil) == 2 && index(ints{4}, 5) == -1)
	check("recursion", apply(10, 1, func(n int) int { return n * 2 }) == 1024 && apply(3, "a", func(s string) string { return s + s }) == "aaaaaaaa")
	check("mutual recursion", even(20) && odd(int8(7)) && !even(3.0))

	c1, c2, c3 := counter[int](), counter[int](), counter[string]()
	c1(0)
	c1(0)
	println("closures", c1(0), c2(0), c3(""))
	check("closures", c1(0) == 4 && c2(0) == 2 && c3("") == 2)

	f := sum[int]
	g := fun[int, string](func(i int) string { return string(rune('a' + i)) })
	check("function values", f(1, 2) == 3 && g.call(seven) == "h")
	var h func(...float64) float64 = sum
	check("inferred by assignment", h(0.5, 0.25) == 0.75)
	var eq func(a, b shown) bool = same
	check("inferred for an argument of a function type", eq(shown{2}, shown{2}))
	m := (*list[int]).push
	var li list[int]
	m(m(&li, 1), 2)
	check("method expression", li.n == 2 && li.tail.v == 2)
	bound := li.push
	bound(5)
	check("method value", li.n == 3)

	check("a constraint that mentions its type", least(age(5), 3, 4) == 3)
	mx := matrix[int]{{1, 1}, {1, 0}}
	pw := mx
	for range 10 {
		pw = pw.times(mx)
	}
	println("matrix", pw[0][0], pw[0][1], pw[1][1])
	check("matrix", pw[0][0] == 144)
	hold := holder[float64]{pair: pair[string, float64]{"k", 0.5}}
	hold.extra = append(hold.extra, hold.val)
	check("embedded instance", hold.key == "k" && hold.extra[0] == 0.5)

	var x any = pair[string, int]{"k", 1}
	_, ok1 := x.(pair[string, int])
	_, ok2 := x.(pair[string, int64])
	_, ok3 := x.(alias[int])
	println("identity", ok1, ok2, ok3)
	check("identity", ok1 && !ok2 && ok3)
	type local[T any] struct{ v T }
	var y any = local[int]{seven}
	_, ok1 = y.(local[int])
	check("local generic type", ok1)
	big := zero[large]()
	big[29] = 4
	check("large type arguments", apply(2, big, func(l large) large { l[29] *= 2; return l })[29] == 16)
}
