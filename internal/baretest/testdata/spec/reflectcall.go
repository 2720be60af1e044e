// Calls by package reflect: functions and methods by name and by number, made functions and method values, arguments in registers and on the
// stack, panics through calls, and types that are made while the program runs.
package main

import (
	"reflect"
	"strconv"
)

type number int

func (n number) String() string { return "number " + strconv.Itoa(int(n)) }

type pair struct{ x, y int }

func (p pair) Sum(k int, f float64, s string) (int, string) { return p.x + p.y + k + int(f), s + "!" }

func (p pair) Variadic(k ...int) int { return 10*len(k) + p.x }

func (p *pair) Set(x int) { p.x = x }

type large struct {
	list [300]int
	name string
}

func (l large) First() int { return l.list[0] + len(l.name) }

//go:noinline
func changed(l large) large {
	l.list[0]++
	l.list[299] = l.list[0]
	l.name += "x"
	return l
}

func many(a, b, c, d, e, f, g, h, i, j, k, l int, m, n float64, s string) (int, float64, string, []int) {
	return a - b + c - d + e - f + g - h + i - j + k - l, m * n, s + s, []int{a, l}
}

func values(list ...any) (v []reflect.Value) {
	for _, x := range list {
		v = append(v, reflect.ValueOf(x))
	}
	return v
}

func try(name string, f func()) {
	defer func() {
		switch v := recover().(type) {
		case nil:
			println(name, "did not panic")
		case error:
			println(name, v.Error())
		case string:
			println(name, v)
		default:
			println(name, "other")
		}
	}()
	f()
}

func main() {
	p := pair{3, 4}
	v := reflect.ValueOf(p)
	out := v.MethodByName("Sum").Call(values(1, 2.5, "s"))
	println(out[0].Int(), out[1].String(), v.NumMethod(), reflect.TypeOf(&p).NumMethod())
	println(v.MethodByName("Variadic").Call(values(1, 2))[0].Int(), v.Method(1).CallSlice(values([]int{1, 2, 3}))[0].Int())
	reflect.ValueOf(&p).MethodByName("Set").Call(values(40))
	println(p.x, v.Interface().(pair).x, v.MethodByName("None").IsValid())
	println(reflect.ValueOf(number(5)).MethodByName("String").Interface().(func() string)())
	method, _ := reflect.TypeOf(p).MethodByName("Sum")
	println(method.Func.Call(values(p, 1, 1.0, ""))[0].Int(), method.Index, method.Type.String())

	out = reflect.ValueOf(many).Call(values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1.5, 2.5, "s"))
	println(out[0].Int(), out[1].Float(), out[2].String(), out[3].Index(0).Int(), out[3].Index(1).Int())
	l := changed(changed(large{name: "q"}))
	out = reflect.ValueOf(changed).Call(values(l))
	println(out[0].Interface().(large).First(), reflect.ValueOf(l).MethodByName("First").Call(nil)[0].Int())

	made := reflect.MakeFunc(reflect.TypeFor[func(int, string, float64, large) (string, float64)](), func(a []reflect.Value) []reflect.Value {
		return values(a[1].String()+strconv.Itoa(int(a[0].Int())+a[3].Interface().(large).list[299]), a[2].Float()*2)
	}).Interface().(func(int, string, float64, large) (string, float64))
	s, f := made(7, "z", 1.25, l)
	println(s, f)
	swap := reflect.MakeFunc(reflect.TypeFor[func(a, b *int) (*int, *int)](), func(a []reflect.Value) []reflect.Value { return []reflect.Value{a[1], a[0]} })
	a, b := 1, 2
	c, d := swap.Interface().(func(a, b *int) (*int, *int))(&a, &b)
	println(*c, *d)
	var outer func(n int) int
	outer = func(n int) int {
		if n == 0 {
			return 0
		}
		return int(reflect.ValueOf(outer).Call(values(n - 1))[0].Int()) + n
	}
	println(outer(100))

	try("panic", func() { reflect.ValueOf(func() { panic("through a call") }).Call(nil) })
	try("nil dereference", func() { reflect.ValueOf(func(p *pair) { p.x++ }).Call(values((*pair)(nil))) })
	try("made", func() {
		reflect.MakeFunc(reflect.TypeFor[func()](), func([]reflect.Value) []reflect.Value { panic("in a made function") }).Interface().(func())()
	})
	try("results", func() {
		reflect.MakeFunc(reflect.TypeFor[func() int](), func([]reflect.Value) []reflect.Value { return nil }).Interface().(func() int)()
	})
	try("too few", func() { reflect.ValueOf(many).Call(nil) })
	try("nil function", func() { reflect.Zero(reflect.TypeFor[func()]()).Call(nil) })
	try("recovered in a call", func() {
		defer reflect.ValueOf(func() { println("recovers", recover() != nil) }).Call(nil)
		panic("still there")
	})
	try("recovered in a made function", func() {
		defer reflect.MakeFunc(reflect.TypeFor[func()](), func([]reflect.Value) []reflect.Value { println("recovers", recover() != nil); return nil }).Interface().(func())()
		panic("still there")
	})
	try("recovered in a method value", func() {
		defer reflect.ValueOf(recoverer{}).MethodByName("Recover").Interface().(func())()
		panic("gone")
	})

	none := reflect.Zero(reflect.TypeFor[chan int]())
	try("close", none.Close)
	println(none.TrySend(reflect.ValueOf(1)), none.Len(), none.Type().String())
	_, ok := none.TryRecv()
	println(ok)

	println(reflect.DeepEqual(map[string][]any{"a": {1, &p}}, map[string][]any{"a": {1, &pair{40, 4}}}), reflect.DeepEqual(p, v.Interface()))
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeFor[string](), reflect.TypeFor[int]()))
	m.SetMapIndex(reflect.ValueOf("k"), reflect.ValueOf(5))
	println(m.Interface().(map[string]int)["k"], m.Type().String())
	t := reflect.StructOf([]reflect.StructField{{Name: "X", Type: reflect.TypeFor[int]()}, {Name: "Y", Type: reflect.TypeFor[string]()}})
	x := reflect.New(t).Elem()
	x.Field(0).SetInt(3)
	println(t.String(), t.Size(), x.Field(0).Int(), x.Interface() == reflect.Zero(t).Interface(), reflect.ArrayOf(5, t).Size(), reflect.SliceOf(t).String())
	println(reflect.FuncOf([]reflect.Type{t}, []reflect.Type{reflect.PointerTo(t)}, false).String())
}

type recoverer struct{}

func (recoverer) Recover() { println("recovers", recover() != nil) }
