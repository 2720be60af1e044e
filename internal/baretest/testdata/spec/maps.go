// Covers of the Go specification: map types, making maps, index expressions of maps, the comma-ok form, deleting,
// clearing, range over maps and what may change during it, and keys of all comparable kinds.
//
// The order of a range is not said, so that everything that is printed is a sum or a count.
package main

import "math"

type point struct{ x, y int }

type key struct {
	name string
	any  any
	arr  [2]int8
}

type shape interface{ area() int }

func (p point) area() int { return p.x * p.y }

var (
	none map[string]int
	one  = 1
	word = "word"
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func basics() {
	m := map[string]int{"a": 1, "b": 2, word: 3}
	v, ok := m["b"]
	w, no := m["z"]
	println("looked up", v, ok, w, no, len(m))
	check("looked up", v == 2 && ok && w == 0 && !no && len(m) == 3)
	m["a"]++
	m["new"] += 5
	m["b"] <<= 3
	check("changed in place", m["a"] == 2 && m["new"] == 5 && m["b"] == 16)
	delete(m, "a")
	delete(m, "absent")
	_, ok = m["a"]
	check("deleted", !ok && len(m) == 3)
	alias := m
	alias["x"] = 9
	check("maps are references", m["x"] == 9 && len(m) == 4)
	clear(m)
	check("cleared", len(alias) == 0)
	_, ok = none["q"]
	check("nil can be read", none[word] == 0 && !ok && len(none) == 0 && none == nil)
	delete(none, "q")
	clear(none)
	for range none {
		println("FAIL a nil map has entries")
	}
	check("empty is not nil", make(map[int]int) != nil && map[int]int{} != nil && make(map[int]int, -one+1) != nil)
	lists := map[string][]int{}
	lists["a"] = append(lists["a"], 1)
	lists["a"] = append(lists["a"], 2)
	check("append to what is absent", len(lists["a"]) == 2)
	deep := map[string]map[string]int{"a": {"b": 1}}
	check("read through what is absent", deep["x"]["y"] == 0 && deep["a"]["b"] == 1)
	var p *int
	if v, ok := map[*int]string{nil: "nil"}[p]; !ok || v != "nil" {
		println("FAIL nil key")
	}
	structs := map[int]point{1: {1, 2}}
	s := structs[1]
	s.x = 50
	check("values are copies", structs[1].x == 1)
	pts := map[int]*point{1: {1, 2}}
	pts[1].x = 50
	check("pointers are not", pts[1].x == 50)
}

func growing() {
	m := make(map[int]int, 4)
	for i := range 5000 {
		m[i*7919] = i
	}
	println("grown", len(m))
	bad := 0
	for i := range 5000 {
		if v, ok := m[i*7919]; !ok || v != i {
			bad++
		}
		if _, ok := m[i*7919+1]; ok {
			bad++
		}
	}
	for i := 0; i < 5000; i += 2 {
		delete(m, i*7919)
	}
	sum := 0
	for k, v := range m {
		if k != v*7919 || v%2 == 0 {
			bad++
		}
		sum += v
	}
	println("after deleting", len(m), sum)
	check("grown and shrunk", bad == 0 && len(m) == 2500 && sum == 6250000)
	s := map[string]string{}
	for i := range 1000 {
		k := string(rune('a'+i%26)) + string(rune('a'+i/26))
		s[k] = k + k
	}
	for k, v := range s {
		if v != k+k {
			bad++
		}
	}
	check("strings", bad == 0 && len(s) == 1000)
}

func ranging() {
	m := map[int]bool{}
	for i := range 100 {
		m[i] = true
	}
	seen := 0
	for k := range m {
		seen++
		// Whatever is deleted before it is reached does not come.
		delete(m, k)
		delete(m, (k+50)%100)
	}
	println("deleting while ranging", seen, len(m))
	check("deleting while ranging", seen == 50 && len(m) == 0)
	for i := range 10 {
		m[i] = true
	}
	twice := map[int]int{}
	for k := range m {
		twice[k]++
		if k < 10 {
			m[k+1000] = true
		}
	}
	ok := true
	for k, n := range twice {
		if n != 1 || k > 10 && k < 1000 {
			ok = false
		}
	}
	for i := range 10 {
		ok = ok && twice[i] == 1
	}
	check("adding while ranging", ok && len(m) == 20)
	n := 0
	for range m {
		n++
		clear(m)
	}
	check("clearing while ranging", n == 1 && len(m) == 0)
	m[1], m[2] = true, false
	n = 0
	for k, v := range m {
		if v {
			n += k
			break
		}
	}
	check("leaving a range", n == 1)
}

func keys() {
	pt := map[point]string{{1, 2}: "a"}
	check("struct keys", pt[point{one, 2}] == "a" && pt[point{2, 1}] == "")
	k := map[key]int{{"n", 1, [2]int8{1, 2}}: 5}
	check("mixed struct keys", k[key{"n", one, [2]int8{1, 2}}] == 5 && k[key{"n", int8(1), [2]int8{1, 2}}] == 0)
	mix := map[any]int{1: 1, "1": 2, 1.0: 3, point{1, 2}: 4, nil: 5, true: 6, 'a': 7, int8(1): 8, [1]int{1}: 9}
	println("interface keys", mix[1], mix["1"], mix[1.0], mix[point{1, 2}], mix[nil], mix[true], mix[int8(one)], mix[[1]int{one}], mix[uint(1)])
	check("interface keys", len(mix) == 9 && mix[one] == 1 && mix[float64(one)] == 3 && mix['a'] == 7)
	sh := map[shape]int{point{1, 2}: 1}
	check("keys of an interface with methods", sh[point{1, 2}] == 1 && sh[&point{1, 2}] == 0)
	f := map[float64]int{0: 1, math.Inf(1): 2}
	f[math.Copysign(0, -1)] += 10
	check("both zeros are one key", f[0] == 11 && len(f) == 2 && f[math.Inf(1)] == 2)
	nan := math.NaN()
	f[nan] = 1
	f[nan] = 2
	_, ok := f[nan]
	println("nan keys", len(f), ok)
	check("every nan is another key", len(f) == 4 && !ok)
	delete(f, nan)
	check("and cannot be deleted", len(f) == 4)
	sum := 0
	for k, v := range f {
		if k != k {
			sum += v
		}
	}
	check("but ranged over", sum == 3)
	clear(f)
	check("and cleared", len(f) == 0)
	x, y := new(int), new(int)
	ptrs := map[*int]int{x: 1, y: 2}
	check("pointers", ptrs[x] == 1 && ptrs[y] == 2 && len(ptrs) == 2)
	small := map[uint8]int{}
	for i := range 1000 {
		small[uint8(i)]++
	}
	check("keys that wrap", len(small) == 256 && small[0] == 4 && small[255] == 3)
	void := map[struct{}]int{}
	void[struct{}{}]++
	void[struct{}{}]++
	check("a key without a size", len(void) == 1 && void[struct{}{}] == 2)
	wide := map[[40]int]int{{39: 1}: 7}
	check("a large key", wide[[40]int{39: one}] == 7 && wide[[40]int{}] == 0)
	large := map[int][50]string{3: {49: "end"}}
	check("a large value", large[3][49] == "end" && large[4][49] == "")
	set := map[string]struct{}{"in": {}}
	_, ok = set["in"]
	check("a set", ok)
	b := map[bool]string{true: "t", false: "f"}
	check("booleans", b[one == 1]+b[one == 2] == "tf")
	c := map[complex64]int{1i: 4}
	check("complex", c[complex(0, 1)] == 4)
}

func main() {
	basics()
	growing()
	ranging()
	keys()
}
