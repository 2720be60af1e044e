// Covers of the Go specification: for statements with a range clause over functions: all three shapes, break, continue,
// return, labels and goto out of nested loops, defers and panics in the body, and iterators made of iterators.
package main

var (
	trace string
	five  = 5
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func note(s string) { trace += s }

func upto(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer note(".")
		for i := 0; i < n; i++ {
			if !yield(i) {
				note("!")
				return
			}
		}
	}
}

func pairs[K any](s []K) func(func(int, K) bool) {
	return func(yield func(int, K) bool) {
		for i, k := range s {
			if !yield(i, k) {
				return
			}
		}
	}
}

func times(n int) func(func() bool) {
	return func(yield func() bool) {
		for ; n > 0 && yield(); n-- {
		}
	}
}

type seq[T any] func(func(T) bool)

func (s seq[T]) filter(keep func(T) bool) seq[T] {
	return func(yield func(T) bool) {
		for t := range s {
			if keep(t) && !yield(t) {
				return
			}
		}
	}
}

func mapped[T, U any](s seq[T], f func(T) U) seq[U] {
	return func(yield func(U) bool) {
		s(func(t T) bool { return yield(f(t)) })
	}
}

func (s seq[T]) take(n int) seq[T] {
	return func(yield func(T) bool) {
		if n <= 0 {
			return
		}
		left := n
		for t := range s {
			left--
			if !yield(t) || left == 0 {
				return
			}
		}
	}
}

type tree struct {
	left, right *tree
	v           int
}

func (t *tree) all(yield func(int) bool) { t.push(yield) }

func (t *tree) push(yield func(int) bool) bool {
	return t == nil || t.left.push(yield) && yield(t.v) && t.right.push(yield)
}

func (t *tree) insert(v int) *tree {
	if t == nil {
		return &tree{v: v}
	}
	if v < t.v {
		t.left = t.left.insert(v)
	} else {
		t.right = t.right.insert(v)
	}
	return t
}

func shapes() {
	sum := 0
	for i := range upto(five) {
		sum += i
	}
	for i, s := range pairs([]string{"a", "bb"}) {
		sum += 100 * (i + len(s))
	}
	for range times(3) {
		sum += 1000
	}
	for range upto(2) {
		sum += 10000
	}
	for i := range pairs([]int{7, 8, 9}) {
		sum += i * 100000
	}
	for _, v := range pairs([]int{7, 8}) {
		sum += v * 1000000
	}
	println("shapes", sum)
	check("shapes", sum == 10+400+3000+20000+300000+15000000)
	var i int
	arr := [2]int{}
	for i, arr[1] = range pairs([]int{4, 5}) {
	}
	check("assigned to what there is", i == 1 && arr[1] == 5)
	none := func(func(int) bool) {}
	for range none {
		println("FAIL nothing to range over")
	}
	var fs []func() int
	for i := range upto(3) {
		fs = append(fs, func() int { i++; return i })
	}
	check("each turn has its own variable", fs[0]() == 1 && fs[0]() == 2 && fs[2]() == 3)
}

func leaving() {
	trace = ""
	for i := range upto(five) {
		if i == 1 {
			continue
		}
		if i == 3 {
			break
		}
		note(string(rune('0' + i)))
	}
	println("break and continue", trace)
	check("break and continue", trace == "02!.")

	trace = ""
outer:
	for i := range upto(3) {
		for j := range upto(3) {
			switch {
			case j == 1 && i == 0:
				continue outer
			case j == 2:
				break
			case i == 2:
				break outer
			}
			note(string(rune('a' + i*3 + j)))
		}
		note("/")
	}
	println("labels", trace)
	check("labels", trace == "a!.def./!.!.")

	trace = ""
	n, s := returning(five)
	println("return", n, s, trace)
	check("return", n == 12 && s == "found" && trace == "!.!.!.")

	trace = ""
mixed:
	for i := 0; i < 3; i++ {
		for j := range upto(9) {
			for k := range 3 {
				if k == 2 {
					continue mixed
				}
				if j == 1 {
					break mixed
				}
				note(string(rune('0' + i + j + k)))
			}
		}
	}
	println("mixed with other loops", trace)
	check("mixed with other loops", trace == "01!.12!.23!.")

	trace = ""
	for i := range upto(9) {
		for range upto(9) {
			if i == 2 {
				goto done
			}
			break
		}
	}
	note("not reached")
done:
	println("goto", trace)
	check("goto", trace == "!.!.!.!.")
	check("falls off the end", unfound(five) == -1)
}

func returning(n int) (r int, s string) {
	for i := range upto(n) {
		for j := range upto(n) {
			for k := range upto(n) {
				if i+j+k == 6 && i == 0 {
					return (j + 1) * k, "found"
				}
				if k > 4 {
					return
				}
				trace = ""
			}
		}
	}
	return -1, "not found"
}

func unfound(n int) int {
	for i := range upto(n) {
		if i > n {
			return i
		}
	}
	return -1
}

func deferring() (r string) {
	defer func() { r += trace }()
	trace = ""
	for i := range upto(3) {
		// This runs when deferring ends, not the body.
		defer func() { note(string(rune('x' + i))) }()
		note(string(rune('0' + i)))
	}
	note("|")
	for range times(2) {
		for i, s := range pairs([]string{"p", "q"}) {
			if i == 1 {
				defer note(s)
			}
		}
	}
	return "r"
}

func deferringResult() (n int) {
	for i := range upto(4) {
		defer func() { n = n*10 + i }()
		if i == 2 {
			return 7
		}
	}
	return 100
}

func panicking() (r string) {
	trace = ""
	defer func() {
		r = recover().(string) + trace
	}()
	for i := range upto(five) {
		defer note("d")
		if i == 1 {
			panic("body ")
		}
	}
	return "none"
}

func recovering() (n int) {
	for i := range upto(five) {
		defer func() {
			if r := recover(); r != nil {
				n = r.(int) + i
			}
		}()
		if i == 3 {
			panic(40)
		}
	}
	return -1
}

func iterators() {
	evens := seq[int](upto(20)).filter(func(i int) bool { return i%2 == 0 })
	squares := mapped(evens, func(i int) int { return i * i })
	print("squares")
	for s := range squares.take(4) {
		print(" ", s)
	}
	println()
	n := 0
	for s := range squares.filter(func(i int) bool { return i > 50 }).take(2) {
		n = n*1000 + s
	}
	check("composed", n == 64100)
	var t *tree
	for _, v := range []int{5, 2, 8, 1, 9, 3} {
		t = t.insert(v)
	}
	n = 0
	for v := range t.all {
		if v == 9 {
			break
		}
		n = n*10 + v
	}
	println("tree", n)
	check("tree", n == 12358)
	fib := func(yield func(int) bool) {
		for a, b := 0, 1; yield(a); a, b = b, a+b {
		}
	}
	n = 0
	for f := range fib {
		if f > 1000 {
			break
		}
		n += f
	}
	check("without an end", n == 2583)
	var perms func([]int) seq[[]int]
	perms = func(s []int) seq[[]int] {
		return func(yield func([]int) bool) {
			if len(s) == 0 {
				yield(nil)
				return
			}
			for i, x := range s {
				rest := append(append([]int(nil), s[:i]...), s[i+1:]...)
				for p := range perms(rest) {
					if !yield(append([]int{x}, p...)) {
						return
					}
				}
			}
		}
	}
	n = 0
	for p := range perms([]int{1, 2, 3, 4}) {
		n++
		if p[0] == 3 {
			println("permutation", n, p[0], p[1], p[2], p[3])
			break
		}
	}
	check("permutations", n == 13)
	m := 0
	for range times(2) {
		func() {
			for i := range upto(3) {
				if i == 1 {
					return
				}
				m++
			}
		}()
	}
	check("return of a function literal", m == 2)
}

func main() {
	shapes()
	leaving()
	trace = ""
	r := deferring()
	println("defer", r)
	check("defer", r == "r012.|qqzyx")
	n := deferringResult()
	println("defer and a result", n)
	check("defer and a result", n == 7210)
	r = panicking()
	println("panic", r)
	check("panic", r == "body .dd")
	n = recovering()
	println("recover", n)
	check("recover", n == 43)
	iterators()
}
