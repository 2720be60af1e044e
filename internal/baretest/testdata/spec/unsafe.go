// Covers of the Go specification: package unsafe: sizes, offsets and alignments, Pointer and its conversions, Add,
// Slice, SliceData, String and StringData; and the guarantees about sizes and alignments.
package main

import "unsafe"

type record struct {
	a byte
	b int64
	c uint16
	d float32
	e string
	f [3]byte
	g struct{}
}

type header struct {
	kind uint8
	size uint32
}

var (
	number uint64 = 0x0123456789abcdef
	list          = []int32{10, 20, 30, 40}
	text          = "hello"
	three         = 3
	none   []int
	minus  = -1
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func panics(what string, f func()) {
	defer func() {
		e, ok := recover().(error)
		if !ok {
			println("FAIL", what, "is not an error")
			return
		}
		println(what+":", e.Error())
	}()
	f()
	println("FAIL", what, "did not panic")
}

func sizeOf[T any]() uintptr {
	var t T
	return unsafe.Sizeof(t)
}

func main() {
	var r record
	println("sizes", unsafe.Sizeof(r.a), unsafe.Sizeof(r.b), unsafe.Sizeof(r.c), unsafe.Sizeof(r.d), unsafe.Sizeof(r.f), unsafe.Sizeof(r.g))
	println("of words", unsafe.Sizeof(text), unsafe.Sizeof(list), unsafe.Sizeof(&r), unsafe.Sizeof(any(r)), unsafe.Sizeof(three))
	println("record", unsafe.Sizeof(r), unsafe.Alignof(r), unsafe.Offsetof(r.b), unsafe.Offsetof(r.c), unsafe.Offsetof(r.d), unsafe.Offsetof(r.e), unsafe.Offsetof(r.f))
	check("guaranteed", unsafe.Sizeof(byte(0)) == 1 && unsafe.Sizeof(int16(0)) == 2 && unsafe.Sizeof(float32(0)) == 4 && unsafe.Sizeof(complex128(0)) == 16)
	check("aligned", unsafe.Offsetof(r.b)%unsafe.Alignof(r.b) == 0 && unsafe.Sizeof(r)%unsafe.Alignof(r) == 0 && unsafe.Alignof(r.f) == 1)
	const c = unsafe.Sizeof(record{}.b) * 2
	check("constant", c == 16 && len([unsafe.Sizeof(int32(0))]byte{}) == 4)
	println("of type parameters", sizeOf[int8](), sizeOf[[5]uint16](), sizeOf[struct{}](), sizeOf[header](), sizeOf[string]())

	p := unsafe.Pointer(&number)
	halves := (*[2]uint32)(p)
	bytes := (*[8]byte)(p)
	println("reinterpreted", halves[0], halves[1], bytes[0], bytes[7])
	check("reinterpreted", uint64(halves[1])<<32|uint64(halves[0]) == number && bytes[0] == 0xef)
	bytes[0] = 0
	check("written through", number == 0x0123456789abcd00)
	f := 1.5
	check("bits of a float", *(*uint64)(unsafe.Pointer(&f)) == 0x3ff8000000000000)
	q := (*float32)(unsafe.Add(unsafe.Pointer(&r), unsafe.Offsetof(r.d)))
	*q = 2.5
	check("a field by its offset", r.d == 2.5)
	e := (*string)(unsafe.Pointer(uintptr(unsafe.Pointer(&r)) + unsafe.Offsetof(r.e)))
	*e = "set"
	check("a field by arithmetic", r.e == "set")
	last := (*int32)(unsafe.Add(unsafe.Pointer(&list[0]), three*4))
	check("an element", *last == 40)
	back := (*int32)(unsafe.Add(unsafe.Pointer(last), -8))
	check("and back", *back == 20)
	type same struct {
		k uint8
		s uint32
	}
	h := header{1, 2}
	check("types of one layout", (*same)(unsafe.Pointer(&h)).s == 2)

	s := unsafe.Slice(&list[1], three)
	println("slice", len(s), cap(s), s[0], s[2])
	check("slice", len(s) == 3 && s[2] == 40)
	s[0] = -20
	check("slice shares", list[1] == -20)
	check("data of a slice", unsafe.SliceData(list[2:]) == &list[2] && unsafe.SliceData(none) == nil && unsafe.SliceData(list[:0]) == &list[0])
	check("slice of nothing", unsafe.Slice((*int)(nil), 0) == nil && len(unsafe.Slice(&three, 0)) == 0)
	b := []byte("bytes")
	str := unsafe.String(&b[0], len(b)-1)
	check("string", str == "byte")
	check("data of a string", *unsafe.StringData(text) == 'h' && unsafe.String(unsafe.StringData(text), three) == "hel")
	check("string of nothing", unsafe.String(nil, 0) == "")
	copyOf := unsafe.Slice(unsafe.StringData(text), len(text))
	check("bytes of a string", copyOf[4] == 'o' && len(copyOf) == 5)
	arr := (*[2]int32)(unsafe.Pointer(unsafe.SliceData(list)))
	check("array of a slice", arr[0] == 10 && arr[1] == -20)
	check("equal pointers", unsafe.Pointer(&list[0]) == unsafe.Pointer(unsafe.SliceData(list)) && unsafe.Pointer(nil) == nil)

	var np *int
	var nb *byte
	panics("slice with a negative length", func() { s = unsafe.Slice(&list[0], minus) })
	panics("slice of nil", func() { none = unsafe.Slice(np, three) })
	panics("slice too long", func() { s = unsafe.Slice(&list[0], uint64(1)<<62) })
	panics("string with a negative length", func() { text = unsafe.String(&b[0], minus) })
	panics("string of nil", func() { text = unsafe.String(nb, three) })
}
