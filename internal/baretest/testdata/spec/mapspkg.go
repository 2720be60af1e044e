// Covers package maps.
package main

import (
	"maps"
	"slices"
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

type table map[string]int

func main() {
	m := table{"a": 1, "b": 2, "c": 3}
	for i, k := range slices.Sorted(maps.Keys(m)) {
		println("key", i, k, m[k])
	}
	v := slices.Sorted(maps.Values(m))
	check("values", slices.Equal(v, []int{1, 2, 3}))
	c := maps.Clone(m)
	c["a"] = 100
	check("clone", m["a"] == 1 && len(c) == 3 && maps.Clone(table(nil)) == nil)
	large := map[int][2]string{}
	for i := range 3000 {
		large[i] = [2]string{string(rune('a' + i%26)), "x"}
	}
	for i := 0; i < 3000; i += 3 {
		delete(large, i)
	}
	lc := maps.Clone(large)
	check("clone of a large one", len(lc) == 2000 && lc[1][0] == "b" && maps.Equal(large, lc))
	lc[1] = [2]string{}
	check("is apart", large[1][0] == "b" && !maps.Equal(large, lc))
	maps.Copy(c, table{"d": 4, "b": -2})
	check("copy", len(c) == 4 && c["b"] == -2)
	maps.DeleteFunc(c, func(k string, v int) bool { return v < 0 || k == "a" })
	check("delete by function", len(c) == 2 && c["c"] == 3 && c["d"] == 4)
	check("equal by function", maps.EqualFunc(m, map[string]string{"a": "x", "b": "xx", "c": "xxx"}, func(n int, s string) bool { return n == len(s) }))
	check("equal", maps.Equal(m, map[string]int{"c": 3, "b": 2, "a": 1}) && !maps.Equal(m, table{}) && !maps.Equal(m, table{"a": 1, "b": 2, "x": 3}))
	maps.Insert(m, maps.All(c))
	check("insert", len(m) == 4 && m["d"] == 4)
	col := maps.Collect(slices.All([]string{"zero", "one"}))
	check("collect", len(col) == 2 && col[1] == "one")
	sum := 0
	for k, v := range maps.All(m) {
		sum += len(k) * v
	}
	check("all", sum == 10)
	n := 0
	for range maps.Keys(m) {
		n++
		break
	}
	check("left early", n == 1)
}
