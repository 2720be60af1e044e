// Covers packages cmp and iter, without iter.Pull, which has a file of its own.
package main

import (
	"cmp"
	"iter"
	"slices"
)

type level int

var zero float64

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func upto(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func filter[T any](s iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for t := range s {
			if keep(t) && !yield(t) {
				return
			}
		}
	}
}

func zip[A, B any](a iter.Seq[A], b []B) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		i := 0
		for x := range a {
			if i == len(b) || !yield(x, b[i]) {
				return
			}
			i++
		}
	}
}

func chain[T any](ss ...iter.Seq[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, s := range ss {
			for t := range s {
				if !yield(t) {
					return
				}
			}
		}
	}
}

func largest[T cmp.Ordered](s iter.Seq[T]) (m T, ok bool) {
	for t := range s {
		if !ok || cmp.Less(m, t) {
			m, ok = t, true
		}
	}
	return
}

func main() {
	nan := zero / zero
	println("compare", cmp.Compare(1, 2), cmp.Compare("b", "a"), cmp.Compare(level(3), 3), cmp.Compare(nan, 1), cmp.Compare(1, nan), cmp.Compare(nan, nan), cmp.Compare(zero, -zero))
	println("less", cmp.Less(1, 2), cmp.Less("b", "a"), cmp.Less(nan, 1), cmp.Less(nan, nan), cmp.Less(1.5, 2))
	check("nan is least", cmp.Less(nan, -1/zero) && !cmp.Less(-1/zero, nan))
	println("or", cmp.Or(0, 0, 3, 4), cmp.Or("", "x"), cmp.Or[level]())
	check("or", cmp.Or(0, 0, 3, 4) == 3 && cmp.Or[string]() == "")

	even := filter(upto(10), func(n int) bool { return n%2 == 0 })
	l := slices.Collect(chain(even, upto(3)))
	print("chained")
	for _, n := range l {
		print(" ", n)
	}
	println()
	check("chained", slices.Equal(l, []int{0, 2, 4, 6, 8, 0, 1, 2}))
	n := 0
	for a, b := range zip(even, []string{"x", "yy", "zzz"}) {
		n += a * len(b)
	}
	check("zipped", n == 2*2+4*3)
	m, ok := largest(slices.Values([]string{"b", "d", "a"}))
	_, none := largest(upto(0))
	check("largest", m == "d" && ok && !none)
	calls := 0
	counted := func(yield func(int) bool) {
		for i := range upto(100) {
			calls++
			if !yield(i) {
				break
			}
		}
	}
	for i := range filter(counted, func(n int) bool { return n > 5 }) {
		if i == 8 {
			break
		}
	}
	check("lazy", calls == 9)
}
