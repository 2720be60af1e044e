// Covers of the Go specification: type switches with and without a variable, several types in a case, nil, interfaces
// as cases, the order of cases, and type switches on values of type parameters.
package main

type stringer interface{ String() string }
type sizer interface{ size() int }

type id int
type named struct{ s string }
type wrapped[T any] struct{ v T }

func (i id) String() string     { return "id" }
func (n *named) String() string { return n.s }
func (n *named) size() int      { return len(n.s) }

func (w wrapped[T]) size() int { return -1 }

type oops struct{}

func (oops) Error() string { return "oops" }

var things = []any{
	nil, true, 1, int8(-2), int16(3), int32(4), int64(5), uint(6), uint8(7), uint16(8), uint32(9), uint64(10), uintptr(11),
	float32(1.5), 2.5, complex64(1i), 2i, "text", []byte("bytes"), []rune("日"), []int{1, 2}, [2]int{3, 4}, map[string]int{"k": 1},
	id(12), &named{"n"}, named{"v"}, func() int { return 13 }, new(int), struct{}{}, struct{ A int }{14}, oops{}, &oops{}, wrapped[int]{15}, wrapped[string]{"w"}, (*named)(nil),
}

//go:noinline
func classify(x any) (string, int) {
	switch v := x.(type) {
	case nil:
		return "nil", 0
	case bool:
		if v {
			return "bool", 1
		}
		return "bool", 0
	case int:
		return "int", v
	case int8, int16:
		// Here v is an any.
		if n, ok := v.(int8); ok {
			return "int8", int(n)
		}
		return "int16", int(v.(int16))
	case int32:
		return "int32", int(v)
	case int64:
		return "int64", int(v)
	case uint, uint8, uint16, uint32, uint64, uintptr:
		return "unsigned", 0
	case float32:
		return "float32", int(v * 2)
	case float64:
		return "float64", int(v * 2)
	case complex64:
		return "complex64", int(imag(v))
	case complex128:
		return "complex128", int(imag(v))
	case string:
		return "string " + v, len(v)
	case []byte:
		return "bytes " + string(v), len(v)
	case []rune:
		return "runes", int(v[0])
	case []int:
		return "ints", v[1]
	case [2]int:
		return "array", v[1]
	case map[string]int:
		return "map", v["k"]
	case stringer:
		if s, ok := v.(sizer); ok && v.(*named) != nil {
			return "stringer with size", s.size()
		}
		return "stringer", -1
	case error:
		return "error " + v.Error(), 0
	case named:
		return "named " + v.s, 0
	case func() int:
		return "func", v()
	case *int:
		return "pointer", *v
	case struct{}:
		return "empty struct", 0
	case struct{ A int }:
		return "struct", v.A
	case wrapped[int]:
		return "wrapped int", v.v
	case sizer:
		return "sizer", v.size()
	default:
		return "default", 0
	}
}

// byInterface meets the cases in their order, of which more than one may hold.
//
//go:noinline
func byInterface(x any) string {
	switch x.(type) {
	case interface{ nobody() }:
		return "nobody"
	case sizer, error:
		return "sizer or error"
	case stringer:
		return "stringer"
	case any:
		return "any"
	}
	return "nil"
}

func generic[T any](x T) string {
	switch any(x).(type) {
	case int:
		return "int"
	case []T:
		return "slice of itself"
	case wrapped[int]:
		return "wrapped int"
	case stringer:
		return "stringer"
	}
	return "other"
}

func member[T any](x any) string {
	switch v := x.(type) {
	case T:
		_ = v
		return "T"
	case []T:
		return "[]T"
	case map[string]T:
		return "map to T"
	case wrapped[T]:
		return "wrapped T"
	}
	return "other"
}

func fall(x stringer) (s string) {
	switch y := x; z := y.(type) {
	case id:
		s = "id "
		z++
		if z > 12 {
			break
		}
		s += "not reached"
	case *named:
		s = "named " + z.s
	case nil:
		s = "nil stringer"
	}
	return s + "."
}

func side(count *int, x any) any {
	*count++
	return x
}

func main() {
	for i, x := range things {
		what, n := classify(x)
		println("thing", i, what, n, byInterface(x))
	}
	if what, n := classify(things[24]); what != "stringer with size" || n != 1 {
		println("FAIL interface case")
	}
	if what, _ := classify(things[30]); what != "error oops" {
		println("FAIL error case")
	}
	println("generic", generic(1), generic("s"), generic(wrapped[int]{1}), generic(id(1)), generic[any](2), generic[any](nil))
	println("member", member[int](1), member[int]([]int{}), member[string](map[string]string{}), member[id](1), member[bool](wrapped[bool]{}), member[error](oops{}), member[error](nil))
	if member[error](oops{}) != "T" || member[error](nil) != "other" || member[id](1) != "other" {
		println("FAIL member")
	}
	println("fall", fall(id(12)), fall(&named{"q"}), fall(nil))
	count := 0
	switch side(&count, 1).(type) {
	case string, bool:
		println("FAIL")
	case float64:
		println("FAIL")
	case int:
		println("evaluated once", count)
	}
	if count != 1 {
		println("FAIL evaluated", count)
	}
	sum := 0
outer:
	for i := 0; ; i++ {
		switch v := things[i].(type) {
		case uint8, uint16:
			continue outer
		case int16:
			sum += int(v)
		case string:
			break outer
		default:
			sum += 100
		}
	}
	println("labels", sum)
	if sum != 1403 {
		println("FAIL labels")
	}
	total := 0
	for range 100 {
		for _, x := range things {
			if byInterface(x) == "stringer" {
				total++
			}
		}
	}
	println("asked often", total)
	if total != 100 {
		println("FAIL asked often")
	}
}
