// Covers of the Go specification: for statements with a range clause over integers, and with conditions and clauses,
// and range over the other types as far as the files for those do not.
package main

type small int8
type wide uint64

var (
	four  = 4
	minus = -3
	count int
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func calls(n int) int {
	count++
	return n
}

func generic[T ~int8](n T) (sum T) {
	for i := range n {
		sum += i
	}
	return
}

func integers() {
	sum := 0
	for i := range four {
		println("turn", i)
		sum += i
	}
	check("sum", sum == 6)
	for range minus {
		println("FAIL a negative number of turns")
	}
	for range 0 {
		println("FAIL no turns")
	}
	n := four
	turns := 0
	for i := range n {
		// Neither changes how often the body runs.
		n = 100
		i += 50
		turns++
		_ = i
	}
	check("evaluated once", turns == 4)
	for range calls(3) {
		turns++
	}
	check("called once", count == 1 && turns == 7)
	var s small
	for i := range small(127) {
		s = i
	}
	check("the type of the operand", s == 126)
	var u uint8
	for u = range 255 {
	}
	check("the type of the variable", u == 254)
	for i := range wide(3) {
		var _ wide = i
		turns += int(i)
	}
	check("unsigned", turns == 10)
	const c = 5
	for i := range c {
		var _ int = i
		turns++
	}
	for i := range 'c' - 'a' {
		var _ rune = i
		turns++
	}
	check("constants", turns == 17)
	check("generic", generic(int8(5)) == 10 && generic(small(10)) == 45 && generic(small(-5)) == 0)
	var fs []func() int
	for i := range 3 {
		fs = append(fs, func() int { i *= 10; return i })
	}
	check("each turn has its own variable", fs[2]() == 20 && fs[2]() == 200 && fs[1]() == 10)
	total := 0
	for i := range 10 {
		if i%2 == 0 {
			continue
		}
		if i == 7 {
			break
		}
		for j := range i {
			total += j
		}
	}
	println("nested", total)
	check("nested", total == 0+3+10)
	last := -1
	for last = range 4 {
		if last == 2 {
			break
		}
	}
	check("the variable of outside keeps its value", last == 2)
	last = 9
	for last = range 0 {
	}
	check("and stays without a turn", last == 9)
}

func clauses() {
	n := 0
	for n < 5 {
		n++
	}
	check("a condition", n == 5)
	for {
		n++
		if n > 8 {
			break
		}
	}
	check("without a condition", n == 9)
	for i, j := 0, 10; i < j; i, j = i+1, j-2 {
		println("two variables", i, j)
		n += i * j
	}
	check("two variables", n == 9+8+12+12)
	var i int
	for i = 3; ; i-- {
		if i < 0 {
			break
		}
	}
	check("an outer variable", i == -1)
	for ; i < 2; i++ {
	}
	check("without init", i == 2)
	for i := 0; i < 3; {
		i++
		n = i
	}
	check("without post", n == 3)
	x := 0
	for i := func() int { x++; return 0 }(); i < func() int { x += 10; return 3 }(); i += func() int { x += 100; return 1 }() {
	}
	println("evaluated", x)
	check("evaluated", x == 1+4*10+3*100)
	for i := 10; i > 0; i -= 3 {
		i := i * 2
		n += i
	}
	check("hidden in the body", n == 3+20+14+8+2)
}

func others() {
	type named []string
	for i, s := range (named{"a", "b"}) {
		println("named slice", i, s)
	}
	type names map[string]bool
	for k := range (names{"only": true}) {
		println("named map", k)
	}
	var idx struct{ i, v int }
	list := []int{5, 6, 7}
	for idx.i, idx.v = range list {
	}
	check("fields", idx.i == 2 && idx.v == 7)
	p := new(int)
	for *p = range list {
	}
	check("through a pointer", *p == 2)
	m := map[int]int{}
	for i := range list {
		for m[i] = range list[:i+1] {
		}
	}
	check("elements of a map", m[0] == 0 && m[2] == 2)
	n := 0
	for i, v := range list {
		list[2] = 100
		n += i * v
	}
	check("a slice is not copied", n == 6+200)
	for i := range list {
		list = list[:1]
		n = i
	}
	check("but its length is kept", n == 2 && len(list) == 1)
	for range "four" {
		n++
	}
	check("without variables", n == 6)
	for i, r := range "aé" {
		n += i * int(r)
	}
	check("of a string", n == 6+'é')
	for _, s := range []struct{ f func() int }{{func() int { return 1 }}, {func() int { return 2 }}} {
		n += s.f()
	}
	check("of structs with functions", n == 6+'é'+3)
}

func main() {
	integers()
	clauses()
	others()
}
