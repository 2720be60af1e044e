// Covers of the Go specification: general interfaces, type sets, unions, tilde terms, comparable, methods in
// constraints, and what may be done with operands whose type is a type parameter.
package main

type integer interface {
	signed | unsigned
}
type signed interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64
}
type unsigned interface {
	~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}
type float interface{ ~float32 | ~float64 }
type ordered interface{ integer | float | ~string }
type text interface{ ~string | ~[]byte }
type exact interface{ int | string }

type named interface {
	comparable
	name() string
}

type setter[T any] interface {
	*T
	set(string)
}

type label string
type id int64
type user struct{ n string }
type blob []byte

func (l label) name() string { return "label " + string(l) }
func (i id) name() string    { return "id" }
func (u *user) set(s string) { u.n = s }
func (i *id) set(s string)   { *i = id(len(s)) }

// made calls a method of the pointer to its type argument.
func made[T any, P setter[T]](s string) T {
	var t T
	P(&t).set(s)
	return t
}

func maximum[T ordered](a T, rest ...T) T {
	for _, b := range rest {
		if b > a {
			a = b
		}
	}
	return a
}

func bits[T unsigned](t T) (n int) {
	for ; t != 0; t &= t - 1 {
		n++
	}
	return
}

func width[T integer]() (n int) {
	for t := T(1); t != 0; t <<= 1 {
		n++
	}
	return
}

func wraps[T integer](t T) T { return t + 1 }

func average[T integer | float](ts ...T) float64 {
	var sum T
	for _, t := range ts {
		sum += t
	}
	return float64(sum) / float64(len(ts))
}

func length[T text](t T) (n, last int) {
	for i := range len(t) {
		last = int(t[i])
		n++
	}
	return
}

func head[T text](t T, n int) string { return string(t[:n]) }

func joined[T text](dst []byte, ts ...T) []byte {
	for _, t := range ts {
		dst = append(dst, t...)
	}
	return dst
}

func ranged[T ~[]E, E ~string](t T) (n, at int) {
	for i, e := range t {
		at += i * len(e)
		n++
	}
	return n, at
}

func store[T ~[]int | ~[4]int | ~*[5]int](t T, i, v int) int {
	t[i] = v
	return len(t) + t[i]
}

func deref[P ~*T, T any](p P) T { return *p }

func call[F ~func(A) B, A, B any](f F, a A) B { return f(a) }

func convert[To, From integer | float](f From) To { return To(f) }

func runes[T ~int32 | ~uint8](ts []T) string {
	s := ""
	for _, t := range ts {
		s += string(rune(t))
	}
	return s
}

func constant[T float | signed]() T { return 100 }

func find[T named](list []T, t T) string {
	for _, x := range list {
		if x == t {
			return x.name()
		}
	}
	return "none"
}

func which[T exact](t T) string {
	switch any(t).(type) {
	case int:
		return "int"
	case string:
		return "string"
	}
	return "?"
}

func shifted[T integer, N unsigned](t T, n N) T { return t << n >> n }

func size[T any]() int { return len([4]T{}) }

func cleared[T ~[]E | ~map[string]E, E any](t T) int {
	clear(t)
	return len(t)
}

func field[T interface{ ~struct{ n string } }](t T) string { return struct{ n string }(t).n }

func copied[D ~[]byte, S text](d D, s S) int { return copy(d, s) }

func complexParts[C ~complex64 | ~complex128](c C) C { return c * c }

func minmax[T ordered](a, b T) (T, T) { return min(a, b), max(a, b) }

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

var two = 2

func main() {
	println("maximum", maximum(1, 5, 3), maximum("b", "ab"), maximum(label("x"), "y"), maximum(1.5, -2), maximum[uint8](200, 100))
	check("maximum", maximum(label("x"), "y") == "y" && maximum(id(3), 4) == 4)
	println("bits", bits(uint(255)), bits(uint8(7)), bits(^uint64(0)), bits(uintptr(1024)))
	println("widths", width[int8](), width[uint16](), width[int32](), width[id](), width[uint64]())
	check("widths", width[int8]() == 8 && width[uint16]() == 16 && width[id]() == 64)
	println("wraps", wraps[int8](127), wraps[uint8](255), wraps[int64](1<<63-1), wraps[uint32](1<<32-1))
	check("wraps", wraps[int8](127) == -128 && wraps[uint8](255) == 0)
	println("average", average(1, 2), average(0.5, 1), average[uint8](250, 4, 2))
	check("sum in the type itself", average[uint8](250, 4, 2) == 0)
	n, last := length("abc")
	m, end := length(blob("xyz!"))
	println("length", n, last, m, end)
	check("head", head("hello", two) == "he" && head(blob("bytes"), two) == "by")
	check("joined", string(joined([]byte("<"), "a", "b")) == "<ab" && string(joined(nil, blob("x"), blob("y"))) == "xy")
	n, m = ranged([]string{"a", "b", "c"})
	i, j := ranged([]label{"dd", "eeee"})
	println("ranged", n, m, i, j)
	check("ranged", n == 3 && m == 3 && i == 2 && j == 4)
	sl := []int{1, 2, 3}
	ar := [4]int{}
	ap := &[5]int{}
	println("store", store(sl, 1, 10), store(ar, 3, 7), store(ap, 4, 5), sl[1], ar[3], ap[4])
	check("store", sl[1] == 10 && ar[3] == 0 && ap[4] == 5)
	type ptr *int
	check("deref", deref(&two) == 2 && deref(ptr(&two)) == 2)
	check("call", call(func(i int) string { return label("q").name() }, 1) == "label q")
	println("convert", convert[int8](300+two), convert[uint8](3.99*float64(two)), convert[float64](two), convert[int](float32(2.5)), convert[id](uint8(9)))
	check("convert", convert[int8](300+two) == 46 && convert[int](2.5) == 2)
	check("runes", runes([]rune{'h', 'é'}) == "hé" && runes([]byte("xy")) == "xy")
	println("constant", constant[int8](), constant[float32](), constant[id]())
	check("find", find([]label{"a", "b"}, "b") == "label b" && find([]id{1}, 2) == "none")
	check("which", which(1) == "int" && which("s") == "string")
	println("shifted", shifted(int8(127), uint(1)), shifted(uint8(255), uint8(4)), shifted(-1, uint64(63)), shifted(uint16(1), uint16(16)))
	check("shifted", shifted(int8(127), uint(1)) == -1 && shifted(uint8(255), uint8(4)) == 15)
	check("size", size[string]() == 4)
	check("cleared", cleared[[]int, int]([]int{1}) == 1 && cleared[map[string]int, int](map[string]int{"a": 1}) == 0)
	u := made[user]("bob")
	d := made[id]("three")
	println("made", u.n, d)
	check("made", u == user{"bob"} && d == 5)
	check("field", field(user{"f"}) == "f")
	buf := make(blob, 4)
	check("copied", copied(buf, "abcdef") == 4 && copied(buf, blob("z")) == 1 && string(buf) == "zbcd")
	println("complex", complexParts(1i), complexParts(complex64(1+1i)))
	lo, hi := minmax("b", "a")
	check("min and max", lo == "a" && hi == "b")
	f, g := minmax(2.5, float64(two))
	println("min and max", f, g)
	check("min and max of floats", f == 2 && g == 2.5)
}
