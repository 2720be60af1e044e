// Covers of the Go specification: conversions between numbers, to and from strings, between named types with the same
// underlying type, of structs whose tags differ, of slices to arrays and array pointers, and of functions and interfaces.
package main

type (
	myInt    int
	myString string
	myBytes  []byte
	myByte   byte
	byteList []myByte
	myRunes  []rune
	fn       func(int) int
	namer    interface{ name() string }
	strs     []string
	table    map[string]int
)

func (f fn) twice(n int) int { return f(f(n)) }

func (s myString) name() string { return "<" + string(s) + ">" }

type tagged struct {
	A int `k:"1"`
	B string
}

type plain struct {
	A int
	B string
}

var (
	number  = 233
	minus   = -1
	code    = rune(0x65e5)
	text    = "aé日😀\xff"
	letters = []byte("héllo")
	runes   = []rune{'a', 0xe9, 0x65e5, 0x1f600, 0xd800, 0x110000, -1}
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func show(what string, s string) {
	print(what, " ", len(s), ":")
	for i := 0; i < len(s); i++ {
		print(" ", s[i])
	}
	println()
}

func texts() {
	show("string of a rune", string(code))
	show("string of a byte above 127", string(rune(byte(number))))
	show("string of a surrogate", string(rune(0xd800+number-number)))
	show("string of what is too large", string(rune(0x110000*(number/233))))
	show("string of -1", string(rune(minus)))
	check("not a code point", string(rune(minus)) == "\uFFFD")
	show("string of runes", string(runes))
	back := []rune(text)
	print("runes of a string")
	for _, r := range back {
		print(" ", r)
	}
	println()
	check("runes of a string", len(back) == 5 && back[3] == 0x1f600 && back[4] == 0xfffd)
	b := []byte(text)
	b[0] = 'z'
	check("bytes are a copy", text[0] == 'a' && string(b[:3]) == "zé")
	s := string(letters)
	letters[0] = 'J'
	check("a string is a copy", s == "héllo" && string(letters) == "Jéllo")
	letters[0] = 'h'
	check("nil and empty", []byte("") != nil && string([]byte(nil)) == "" && string([]rune(nil)) == "")
	mb := myBytes(text)
	ms := myString(mb)
	check("named bytes and strings", string(ms) == text && ms.name() == "<"+text+">")
	bl := byteList(text)
	check("bytes of a named element type", len(bl) == 11 && bl[0] == 'a' && string(bl) == text)
	mr := myRunes(ms)
	check("named runes", len(mr) == 5 && myString(mr) == "aé日😀\uFFFD")
	// A conversion in a lookup, a comparison, a range or a concatenation may avoid the copy and must not show it.
	m := map[string]int{"héllo": 7}
	check("lookup by bytes", m[string(letters)] == 7)
	check("comparison of bytes", string(letters) == "héllo" && string(letters) > "hz")
	n := 0
	for i, c := range []byte("abc") {
		n += i * int(c)
	}
	check("range over converted", n == 'b'+2*'c')
	check("concatenation", "<"+string(letters)+">" == "<héllo>")
	long := make([]byte, 100)
	for i := range long {
		long[i] = byte('a' + i%26)
	}
	str := string(long)
	long[99] = '!'
	check("a long copy", str[99] == 'v' && len(str) == 100)
}

func numbers() {
	f := 3.99 * float64(number) / 233
	println("float to ints", int(f), int(-f), uint8(f), int64(float32(f)))
	check("toward zero", int(f) == 3 && int(-f) == -3)
	i := int64(1)<<53 + 1 + int64(number-number)
	println("int to float rounds", float64(i), int64(float64(i)) == i, int64(float64(i)))
	check("int to float rounds", int64(float64(i)) == 1<<53)
	println("signs", uint8(minus), uint16(minus), uint32(minus), uint64(minus), int8(number), int8(uint8(number)))
	check("signs", uint8(minus) == 255 && int8(number) == -23)
	println("complex narrows", complex64(complex(0.1, float64(number))))
	check("named numbers", int(myInt(number)+1) == 234)
	var u uintptr = uintptr(number)
	check("uintptr", int(u)+int(uint32(u)) == 466)
}

func shapes() {
	t := tagged{number, "x"}
	p := plain(t)
	check("tags are ignored", p == plain{233, "x"})
	pp := (*plain)(&t)
	pp.A = 9
	check("pointers to such structs", t.A == 9)
	anon := struct {
		A int `other:"2"`
		B string
	}(t)
	check("to a type without a name", anon.A == 9)
	ts := []tagged{t}
	ts[0] = tagged(anon)
	check("back again", ts[0] == t)
	var s strs = []string{"p", "q"}
	var l []string = s
	l[0] = "r"
	check("assignable without conversion", s[0] == "r")
	var tab table = map[string]int{"k": 1}
	map[string]int(tab)["k"]++
	check("maps share", tab["k"] == 2)
	check("functions", fn(func(n int) int { return n + number }).twice(1) == 467)
	var nm namer = myString("n")
	var e any = nm
	check("interface to interface", namer(e.(namer)).name() == "<n>" && any(nm) == e)
	ch := (*int)(nil)
	type intPtr *int
	check("named pointer", intPtr(ch) == nil)
}

func arrays() {
	s := []int{1, 2, 3, 4}
	a := [3]int(s)
	p := (*[3]int)(s)
	p[0] = 10
	check("array is a copy, pointer is not", a[0] == 1 && s[0] == 10 && p[2] == 3)
	var none []int
	check("nil slice to pointer", (*[0]int)(none) == nil)
	check("empty slice to pointer", (*[0]int)([]int{}) != nil)
	check("slice to empty array", [0]int(none) == [0]int{})
	type quad [4]int
	q := quad(s)
	pq := (*quad)(s[:4])
	s[3] = 44
	check("named arrays", q[3] == 4 && pq[3] == 44)
	b := [2]byte([]byte("xyz"))
	check("bytes", b == [2]byte{'x', 'y'})
	sub := (*[2]int)(s[1:3])
	sub[1] = -3
	check("of a part", s[2] == -3 && len(sub) == 2)
}

func main() {
	texts()
	numbers()
	shapes()
	arrays()
}
