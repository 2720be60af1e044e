// Covers of the Go specification: values of many sizes, assigned, passed, returned, zeroed, compared, put into
// interfaces, maps and slices: compilers and runtimes choose another way at certain sizes.
package main

var one = 1

type pointers[A any] struct {
	p *int
	a A
	s string
	q *int
}

func check(what string, ok bool) {
	if !ok {
		println("FAIL", what)
	}
}

//go:noinline
func pass[T any](t T) T { return t }

//go:noinline
func fill[T any](p *T, set func(*T, int), n int) { set(p, n) }

//go:noinline
func zero[T any]() (t T) { return }

//go:noinline
func clearOf[T any](p *T) { var t T; *p = t }

//go:noinline
func swap[T any](a, b *T) { *a, *b = *b, *a }

func sized[T comparable](name string, set func(*T, int), get func(*T) int) {
	var a, b T
	fill(&a, set, 1)
	check("different "+name, a != b && !(a == b))
	check("number of what is set "+name, get(&a) != get(&b))
	b = a
	check("copied "+name, a == b)
	check("passed "+name, pass(a) == b && get(&b) == get(&a))
	fill(&b, set, 2)
	check("a copy is apart "+name, a != b)
	x, y := a, b
	swap(&x, &y)
	check("swapped "+name, x == b && y == a)
	clearOf(&x)
	check("zeroed "+name, x == zero[T]() && x != a)
	p := new(T)
	check("new is zero "+name, *p == zero[T]())
	*p = a
	check("through a pointer "+name, *p == a)

	var i, j any = a, *p
	check("in an interface "+name, i == j && i != any(b) && i.(T) == a)
	*p = b
	check("an interface has a copy "+name, j == any(a))

	s := make([]T, 3, 4)
	s[0], s[2] = a, b
	s = append(s, a, b)
	check("in a slice "+name, s[0] == a && s[1] == zero[T]() && s[2] == b && s[3] == a && s[4] == b)
	n := copy(s[1:], s)
	check("moved "+name, n == 4 && s[0] == a && s[1] == a && s[2] == zero[T]() && s[3] == b && s[4] == a)
	clear(s[:2])
	check("cleared "+name, s[0] == zero[T]() && s[3] == b)
	arr := [5]T{1: a, 3: b}
	brr := arr
	check("in an array "+name, brr == arr && brr[1] == a && brr[2] == zero[T]())
	brr[4] = a
	check("an array is a copy "+name, brr != arr)
	count := 0
	for _, v := range arr {
		if v == zero[T]() {
			count++
		}
	}
	check("ranged "+name, count == 3)

	m := map[T]int{a: 1}
	m[b] = 2
	m[a] += 10
	check("as a key "+name, m[a] == 11 && m[b] == 2 && m[zero[T]()] == 0 && len(m) == 2)
	v := map[int]T{1: a}
	v[2] = b
	w, ok := v[3]
	check("as a value "+name, v[1] == a && v[2] == b && !ok && w == zero[T]())
	f := func() T { return a }
	check("captured "+name, f() == a)
	g := func() { a = b }
	g()
	check("captured and changed "+name, a == b)
	ptrs := pointers[T]{p: &one, a: b, s: name, q: &one}
	o := pass(ptrs)
	check("between pointers "+name, o == ptrs && o.a == b && o.q == &one && o.s == name)
	check("deferred "+name, func() (t T) { defer func(u T) { t = u }(b); return }() == b)
	print(name, " ")
}

func main() {
	sized("byte", func(p *[1]byte, n int) { p[0] = byte(n) }, func(p *[1]byte) int { return int(p[0]) })
	sized("2", func(p *[2]byte, n int) { p[1] = byte(n) }, func(p *[2]byte) int { return int(p[1]) })
	sized("3", func(p *[3]byte, n int) { p[2] = byte(n) }, func(p *[3]byte) int { return int(p[2]) })
	sized("4", func(p *[4]byte, n int) { p[3] = byte(n) }, func(p *[4]byte) int { return int(p[3]) })
	sized("5", func(p *[5]byte, n int) { p[4] = byte(n) }, func(p *[5]byte) int { return int(p[4]) })
	sized("7", func(p *[7]byte, n int) { p[6] = byte(n) }, func(p *[7]byte) int { return int(p[6]) })
	sized("8", func(p *[8]byte, n int) { p[7] = byte(n) }, func(p *[8]byte) int { return int(p[7]) })
	sized("9", func(p *[9]byte, n int) { p[8] = byte(n) }, func(p *[9]byte) int { return int(p[8]) })
	sized("15", func(p *[15]byte, n int) { p[14] = byte(n) }, func(p *[15]byte) int { return int(p[14]) })
	sized("16", func(p *[16]byte, n int) { p[15] = byte(n) }, func(p *[16]byte) int { return int(p[15]) })
	sized("17", func(p *[17]byte, n int) { p[16] = byte(n) }, func(p *[17]byte) int { return int(p[16]) })
	sized("24", func(p *[3]int, n int) { p[2] = n }, func(p *[3]int) int { return p[2] })
	sized("31", func(p *[31]byte, n int) { p[30] = byte(n) }, func(p *[31]byte) int { return int(p[30]) })
	sized("32", func(p *[4]uint64, n int) { p[3] = uint64(n) << 60 }, func(p *[4]uint64) int { return int(p[3] >> 60) })
	sized("33", func(p *[33]byte, n int) { p[32] = byte(n) }, func(p *[33]byte) int { return int(p[32]) })
	sized("63", func(p *[63]byte, n int) { p[62] = byte(n) }, func(p *[63]byte) int { return int(p[62]) })
	sized("64", func(p *[8]int, n int) { p[7] = n }, func(p *[8]int) int { return p[7] })
	sized("66", func(p *[33]int16, n int) { p[32] = int16(n) }, func(p *[33]int16) int { return int(p[32]) })
	sized("100", func(p *[25]int32, n int) { p[24] = int32(n) }, func(p *[25]int32) int { return int(p[24]) })
	sized("127", func(p *[127]byte, n int) { p[126] = byte(n) }, func(p *[127]byte) int { return int(p[126]) })
	sized("128", func(p *[16]int, n int) { p[15] = n }, func(p *[16]int) int { return p[15] })
	sized("129", func(p *[129]byte, n int) { p[128] = byte(n) }, func(p *[129]byte) int { return int(p[128]) })
	sized("136", func(p *[17]int, n int) { p[16] = n }, func(p *[17]int) int { return p[16] })
	sized("255", func(p *[255]byte, n int) { p[254] = byte(n) }, func(p *[255]byte) int { return int(p[254]) })
	sized("257", func(p *[257]byte, n int) { p[256] = byte(n) }, func(p *[257]byte) int { return int(p[256]) })
	sized("1000", func(p *[125]int, n int) { p[124] = n }, func(p *[125]int) int { return p[124] })
	sized("1024", func(p *[128]int, n int) { p[127] = n }, func(p *[128]int) int { return p[127] })
	sized("1032", func(p *[129]int, n int) { p[128] = n }, func(p *[129]int) int { return p[128] })
	sized("4097", func(p *[4097]byte, n int) { p[4096] = byte(n) }, func(p *[4097]byte) int { return int(p[4096]) })
	sized("string", func(p *string, n int) { *p = string(rune('a' + n)) }, func(p *string) int { return len(*p + *p) })
	sized("strings", func(p *[3]string, n int) { p[2] = string(rune('a' + n)) }, func(p *[3]string) int { return len(p[2]) })
	sized("interface", func(p *any, n int) { *p = n }, func(p *any) int { n, _ := (*p).(int); return n })
	sized("float", func(p *float64, n int) { *p = float64(n) / 4 }, func(p *float64) int { return int(*p * 4) })
	sized("float32", func(p *[3]float32, n int) { p[1] = float32(n) }, func(p *[3]float32) int { return int(p[1]) })
	sized("complex", func(p *complex128, n int) { *p = complex(0, float64(n)) }, func(p *complex128) int { return int(imag(*p)) })
	sized("bool", func(p *[2]bool, n int) { p[n-1] = true }, func(p *[2]bool) int { return len(keys(*p)) })
	sized("mixed", func(p *struct {
		a byte
		b int64
		c string
		d any
		e [3]byte
	}, n int) {
		p.e[2], p.d = byte(n), n
	}, func(p *struct {
		a byte
		b int64
		c string
		d any
		e [3]byte
	}) int {
		return int(p.e[2])
	})
	println()
	println("all sizes have been tried")
}

func keys(b [2]bool) (s string) {
	for _, x := range b {
		if x {
			s += "x"
		}
	}
	return
}
