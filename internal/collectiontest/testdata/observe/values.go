package observe

import (
	"fmt"
	"reflect"
	"strings"
)

// What values of maps and items of Mutables are, apart from integers: each has a number. Poking one lets it point to memory of the heap,
// of which it then must be seen whether the garbage collector knows.
type (
	// Small has no pointers.
	Small struct{ N int16 }
	// Value has some.
	Value struct {
		N int
		S string
		P *int
	}
	// Large has them where they are easily overlooked.
	Large struct {
		Before [3]byte
		List   []int
		Zeroes [9]int
		N      int32
		Any    any
		Last   *int
	}
)

// Var is what pointers in keys point to.
type Var struct{ N int }

// Vars are variables.
var Vars [100]Var

// number returns the number of a value.
func number(p any) int {
	switch p := p.(type) {
	case *int:
		return *p
	case *Small:
		return int(p.N)
	case *Value:
		return p.N
	case *Large:
		return int(p.N)
	}
	panic("no value")
}

// poke lets a value point to the heap.
func poke(p any) {
	n := number(p)
	fresh := new(int)
	*fresh = n
	text := strings.Repeat("x", 10+n%10)
	switch p := p.(type) {
	case *Value:
		p.S, p.P = text, fresh
	case *Large:
		p.List, p.Any, p.Last = []int{n, n}, &text, fresh
	}
}

// poked reports whether a value that has been poked still points to the same.
func poked(p any) bool {
	n := number(p)
	text := strings.Repeat("x", 10+n%10)
	switch p := p.(type) {
	case *Value:
		return p.P == nil || *p.P == n && p.S == text
	case *Large:
		return p.Last == nil || *p.Last == n && p.List[0] == n && p.List[1] == n && *p.Any.(*string) == text
	}
	return true
}

// show returns a text that tells different values apart, and has no addresses.
func show(v any) string {
	var b strings.Builder
	write(&b, reflect.ValueOf(v))
	return b.String()
}

func write(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Invalid:
		b.WriteString("nil")
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	case reflect.Interface:
		write(b, v.Elem())
	case reflect.Pointer:
		for i := range Vars {
			if v.Pointer() == reflect.ValueOf(&Vars[i]).Pointer() {
				fmt.Fprintf(b, "&Vars[%d]", i)
				return
			}
		}
		b.WriteString("&")
		write(b, v.Elem())
	case reflect.Struct:
		fmt.Fprintf(b, "%s{", v.Type())
		for i := range v.NumField() {
			write(b, v.Field(i))
			b.WriteString(", ")
		}
		b.WriteString("}")
	case reflect.Array, reflect.Slice:
		fmt.Fprintf(b, "%s{", v.Type())
		for i := range v.Len() {
			write(b, v.Index(i))
			b.WriteString(", ")
		}
		b.WriteString("}")
	default:
		fmt.Fprintf(b, "%s(%v)", v.Type(), v)
	}
}

// Same is a call that the compiler can inline.
func Same[T any](v T) T { return v }

// Computed returns v, of which the compiler does not know that. Strings in it are not where they were.
//
//go:noinline
func Computed[T any](v T) T {
	moveStrings(reflect.ValueOf(&v).Elem())
	return v
}

func moveStrings(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(strings.Clone(v.String()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			moveStrings(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			moveStrings(v.Index(i))
		}
	}
}
