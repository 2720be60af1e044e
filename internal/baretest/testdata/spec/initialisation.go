// Covers of the Go specification: package initialization: the order of variables by their dependencies, through
// functions, methods and closures, several variables at once, blank ones, and init functions.
package main

import "errors"

var log string

var (
	a = c + b
	b = f("b", 2)
	c = f("c", 4)
	d = f("d", 3)
)

func f(name string, n int) int {
	log += name
	return n + base
}

// base is needed by f, and so comes before all of its users.
var base = g("base", 10)

func g(name string, n int) int {
	log += "(" + name + ")"
	return n
}

var (
	viaMethod = thing{1}.get()
	viaValue  = (*thing).ptr
	hidden    = g("hidden", 7)
	viaFunc   = func() int { return late * 2 }()
	late      = g("late", 21)
)

type thing struct{ n int }

func (t thing) get() int  { return t.n + hidden }
func (t *thing) ptr() int { return pointed }

var pointed = g("pointed", 5)

var (
	x, y = two()
	z    = y + 1
)

func two() (int, int) {
	log += "[two]"
	return w, w * 2
}

var w = g("w", 50)

var (
	_     = g("blank", 0)
	first = g("first", 1)
	_, ok = table["k"]
	table = map[string]int{"k": g("element", 3)}
)

var errSentinel = errors.New("sentinel")

var static = [...]int{3, 1, 2}
var pointer = &static[1]
var slice = static[:2]
var iface any = static
var fn = double
var later = fn(4)
var named struct {
	a, b int
	s    string
} = struct {
	a, b int
	s    string
}{1, 2, "s"}

func double(n int) int { return n * 2 }

var recursive = countdown(3)

func countdown(n int) int {
	if n == 0 {
		return floor
	}
	return countdown(n-1) + 1
}

var floor = g("floor", 100)

var closure = func() func() int {
	n := g("closure", 30)
	return func() int { n++; return n }
}()

var big = func() (m map[int]int) {
	m = map[int]int{}
	for i := range 100 {
		m[i] = i * i
	}
	return
}()

var many = map[string]int{
	"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10, "k": 11, "l": 12, "m": 13, "n": 14,
	"o": 15, "p": 16, "q": 17, "r": 18, "s": 19, "t": 20, "u": 21, "v": 22, "w": 23, "x": 24, "y": 25, "z": 26, "aa": 27, "ab": 28,
}

var generic = instance[string]("g")

func instance[T any](t T) T {
	log += "{instance}"
	return t
}

func init() {
	log += " init1"
	c *= 100
}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func init() {
	log += " init2"
	if c != 1400 {
		println("FAIL the first init has not run")
	}
}

func main() {
	println("log", log)
	println("numbers", a, b, c, d)
	check("by dependencies", a == 26 && b == 12 && d == 13)
	check("through a method", viaMethod == 8)
	check("through a method expression", viaValue(nil) == 5)
	check("through a closure", viaFunc == 42)
	check("several at once", x == 50 && y == 100 && z == 101)
	check("a map", ok && table["k"] == 3 && first == 1)
	check("an error", errSentinel.Error() == "sentinel")
	*pointer = 9
	check("static data", static == [3]int{3, 9, 2} && slice[1] == 9 && iface == any([3]int{3, 1, 2}))
	check("a function", later == 8 && named.b == 2 && named.s == "s")
	check("recursion", recursive == 103)
	check("a closure", closure() == 31 && closure() == 32)
	check("loops", big[99] == 9801 && len(big) == 100)
	sum := 0
	for _, v := range many {
		sum += v
	}
	check("a large literal", sum == 406 && many["ab"] == 28)
	check("an instance", generic == "g")
	want := "(base)"
	check("dependencies first", log[:len(want)] == want)
	check("each once", count(log, "(w)") == 1 && count(log, "[two]") == 1 && count(log, "init1") == 1)
	check("init last", log[len(log)-12:] == " init1 init2")
}

func count(s, sub string) (n int) {
	for i := range s {
		if i+len(sub) <= len(s) && s[i:i+len(sub)] == sub {
			n++
		}
	}
	return
}
