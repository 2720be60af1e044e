// Covers of the Go specification: run-time panics, and what their errors say: indices, slice expressions, division,
// shifts, sizes of make, writes to nil maps, and conversions of slices to arrays.
//
// A nil dereference has a file of its own, nilderef.go, and assertions that fail are in assertions.go.
package main

import "runtime"

var (
	five, ten, big = 5, 10, 1 << 40
	minus          = -1
	zero           = 0
	i8             = int8(-5)
	u8             = uint8(200)
	u64            = ^uint64(0)
	s              = []int{1, 2, 3}
	roomy          = make([]int, 3, 8)
	none           []int
	arr            [4]int
	parr           = &arr
	str            = "héllo"
	nilMap         map[string]int
	structs        []struct{ a, b int }
	bytes          = []byte("abc")
	sink           int
	sliceSink      []int
	textSink       string
	anySink        any
)

func panics(what string, f func()) {
	defer func() {
		r := recover()
		e, ok := r.(runtime.Error)
		if !ok {
			println("FAIL", what, "is not a run-time error")
			return
		}
		println(what+":", e.Error())
	}()
	f()
	println("FAIL", what, "did not panic")
}

func indices() {
	panics("index of a slice", func() { sink = s[five] })
	panics("index at the length", func() { sink = s[3+zero] })
	panics("index within the capacity", func() { sink = roomy[five] })
	panics("index of nil", func() { sink = none[zero] })
	panics("negative index", func() { sink = s[minus] })
	panics("negative index of 8 bits", func() { sink = s[i8] })
	panics("unsigned index", func() { sink = s[u8] })
	panics("large unsigned index", func() { sink = s[u64] })
	panics("large index", func() { sink = s[big] })
	panics("constant index", func() { sink = s[7] })
	panics("index of an array", func() { sink = arr[five] })
	panics("index of a pointer to an array", func() { sink = parr[ten] })
	panics("negative index of an array", func() { sink = arr[minus] })
	panics("index of a string", func() { sink = int(str[ten]) })
	panics("negative index of a string", func() { sink = int(str[minus]) })
	panics("index of a constant string", func() { sink = int("abc"[five]) })
	panics("index for writing", func() { s[five] = 1 })
	panics("index for adding", func() { s[five] += 1 })
	panics("index for an address", func() { p := &s[five]; sink = *p })
	panics("index of structs", func() { sink = structs[zero].b })
	panics("index of bytes", func() { bytes[five]++ })
	panics("inner index", func() { sink = [][]int{s}[zero][five] })
	panics("index in a loop", func() {
		for i := range 10 {
			sink += s[i]
		}
	})
	panics("index of a type parameter", func() { sink = at(s, five) })
	if s[0] != 1 || s[2] != 3 {
		println("FAIL a write out of range has written")
	}
}

//go:noinline
func at[T ~[]E, E any](t T, i int) E { return t[i] }

func slicing() {
	panics("s[:high]", func() { sliceSink = s[:five] })
	panics("s[:high] beyond the capacity", func() { sliceSink = roomy[:ten] })
	panics("s[low:]", func() { sliceSink = s[five:] })
	panics("s[low:] beyond the length", func() { sliceSink = roomy[five:] })
	panics("s[low:high] the wrong way", func() { sliceSink = roomy[five : five-1] })
	panics("s[low:high] with both beyond", func() { sliceSink = s[ten:five] })
	panics("s[-1:]", func() { sliceSink = s[minus:] })
	panics("s[:-1]", func() { sliceSink = s[:minus] })
	panics("s[0:u8]", func() { sliceSink = s[0:u8] })
	panics("s[:u64]", func() { sliceSink = s[:u64] })
	panics("s[::max]", func() { sliceSink = s[0:1:five] })
	panics("s[::max] beyond the capacity", func() { sliceSink = roomy[0:1:ten] })
	panics("s[::-1]", func() { sliceSink = roomy[0:1:minus] })
	panics("s[:high:max] the wrong way", func() { sliceSink = roomy[: five : 4+zero] })
	panics("s[:-1:max]", func() { sliceSink = roomy[zero:minus:five] })
	panics("s[low:high:max] the wrong way", func() { sliceSink = roomy[five : 4+zero : 6+zero] })
	panics("s[-1:high:max]", func() { sliceSink = roomy[minus:five:five] })
	panics("nil[:1]", func() { sliceSink = none[:1+zero] })
	panics("nil[1:]", func() { sliceSink = none[1+zero:] })
	panics("array[:high]", func() { sliceSink = arr[:five] })
	panics("array[low:]", func() { sliceSink = arr[five:] })
	panics("array[low:high]", func() { sliceSink = arr[3+zero : 2+zero] })
	panics("pointer to an array[:high]", func() { sliceSink = parr[:ten] })
	panics("array[::max]", func() { sliceSink = arr[: 2+zero : five] })
	panics("string[:high]", func() { textSink = str[:ten] })
	panics("string[low:]", func() { textSink = str[ten:] })
	panics("string[low:high]", func() { textSink = str[five : five-2] })
	panics("string[-1:]", func() { textSink = str[minus:] })
	panics("string[:-1]", func() { textSink = str[:minus] })
	panics("string[:u64]", func() { textSink = str[:u64] })
	panics("bytes[:high]", func() { textSink = string(bytes[:big]) })
}

func arithmetic() {
	panics("quotient", func() { sink = ten / zero })
	panics("remainder", func() { sink = ten % zero })
	panics("zero by zero", func() { sink = zero / zero })
	panics("quotient of 8 bits", func() { sink = int(i8 / int8(zero)) })
	panics("unsigned quotient", func() { sink = int(u64 / uint64(zero)) })
	panics("remainder of 16 bits", func() { sink = int(uint16(ten) % uint16(zero)) })
	panics("assigned quotient", func() { n := ten; n /= zero; sink = n })
	panics("left shift by -1", func() { sink = ten << minus })
	panics("right shift by -1", func() { sink = ten >> minus })
	panics("shift by -5 of 8 bits", func() { sink = int(u8 << i8) })
	panics("assigned shift", func() { n := ten; n <<= minus; sink = n })
	panics("shift of a constant", func() { sink = 1 << minus })
}

func making() {
	panics("make with length -1", func() { sliceSink = make([]int, minus) })
	panics("make with a large length", func() { sliceSink = make([]int, big<<20) })
	panics("make with capacity -1", func() { sliceSink = make([]int, zero, minus) })
	panics("make with a large capacity", func() { sliceSink = make([]int, zero, big<<20) })
	panics("make with length above capacity", func() { sliceSink = make([]int, ten, five) })
	panics("make with length of 8 bits", func() { sliceSink = make([]int, i8) })
	panics("make with an unsigned length", func() { sliceSink = make([]int, u64) })
	panics("make of bytes", func() { anySink = make([]byte, minus) })
	panics("make of large elements", func() { anySink = make([][1 << 20]int, big) })
	m := make(map[int]int, minus)
	m[1] = 2
	println("make of a map with a negative size", len(m))
	if len(m) != 1 {
		println("FAIL make of a map with a negative size")
	}
}

func maps() {
	panics("write to a nil map", func() { nilMap["a"] = 1 })
	panics("add in a nil map", func() { nilMap["a"]++ })
	panics("write to a nil map of numbers", func() { var m map[int]string; m[five] = "" })
	panics("write to a nil map of structs", func() { var m map[[2]int]struct{}; m[[2]int{five}] = struct{}{} })
	panics("write to an inner nil map", func() { m := map[int]map[int]int{}; m[1][1] = 1 })
	func() {
		ran := 0
		defer func() {
			recover()
			println("the value is evaluated before", ran)
		}()
		nilMap["x"] = func() int { ran++; return 1 }()
	}()
}

func converting() {
	panics("slice to a longer array", func() { a := [4]int(s); sink = a[0] })
	panics("slice to a pointer to a longer array", func() { p := (*[4]int)(s); sink = p[0] })
	panics("the capacity does not count", func() { p := (*[8]int)(roomy); sink = p[0] })
	panics("nil to an array", func() { a := [1]int(none); sink = a[0] })
	panics("bytes to an array", func() { a := [16]byte(bytes); sink = int(a[0]) })
}

func order() {
	// What comes before the panic has happened, and what comes after has not.
	n := 0
	func() {
		defer func() { recover() }()
		n = 1
		s[five] = func() int { n = 2; return 1 }()
		n = 3
	}()
	println("the operand of the assignment has been evaluated", n)
	if n != 2 {
		println("FAIL order")
	}
	a, b := 1, 2
	func() {
		defer func() { recover() }()
		a, b = b, ten/zero
	}()
	println("neither has been assigned", a, b)
	if a != 1 || b != 2 {
		println("FAIL assignments in parallel")
	}
}

func main() {
	indices()
	slicing()
	arithmetic()
	making()
	maps()
	converting()
	order()
}
