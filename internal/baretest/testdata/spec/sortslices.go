// Covers packages sort and slices: sorting by all means, stability, searching, and the changes and sequences of slices.
package main

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

type person struct {
	name string
	age  int
}

type byAge []person

func (b byAge) Len() int           { return len(b) }
func (b byAge) Less(i, j int) bool { return b[i].age < b[j].age }
func (b byAge) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

var people = []person{{"ann", 30}, {"bob", 25}, {"cid", 30}, {"dan", 25}, {"eve", 41}, {"fay", 25}}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func numbers(n int) []int {
	l, x := make([]int, n), uint32(2463534242)
	for i := range l {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		l[i] = int(x % 1000)
	}
	return l
}

func names(ps []person) (s string) {
	for _, p := range ps {
		s += p.name + " "
	}
	return
}

func show(what string, l []int) {
	print(what, ":")
	for _, n := range l {
		print(" ", n)
	}
	println()
}

func sorts() {
	for _, n := range []int{0, 1, 2, 3, 12, 13, 50, 51, 500, 3000} {
		a := numbers(n)
		b, c, d := slices.Clone(a), slices.Clone(a), slices.Clone(a)
		sum := 0
		for _, v := range a {
			sum += v
		}
		slices.Sort(a)
		sort.Ints(b)
		sort.Sort(sort.Reverse(sort.IntSlice(c)))
		slices.SortFunc(d, func(x, y int) int { return y - x })
		for i, v := range a {
			sum -= v
			if i > 0 && a[i-1] > v || b[i] != v || c[n-1-i] != v || d[n-1-i] != v {
				println("FAIL sorted", n, i)
			}
		}
		println("sorted", n, sum, slices.IsSorted(a), sort.IntsAreSorted(b))
	}
	p := slices.Clone(people)
	sort.Stable(byAge(p))
	println("stable", names(p))
	check("stable", names(p) == "bob dan fay ann cid eve ")
	slices.SortStableFunc(p, func(a, b person) int { return -cmp.Compare(a.age, b.age) })
	println("stable, downward", names(p))
	slices.SortFunc(p, func(a, b person) int {
		return cmp.Or(cmp.Compare(a.age, b.age), -strings.Compare(a.name, b.name))
	})
	println("by two", names(p))
	check("by two", names(p) == "fay dan bob cid ann eve ")
	s := []string{"pear", "fig", "apple", "Fig", ""}
	sort.Strings(s)
	println("strings", strings.Join(s, ","))
	f := []float64{2, -1, 0, 1e9}
	f = append(f, f[2]/f[2])
	slices.Sort(f)
	check("nan first", f[0] != f[0] && f[1] == -1 && f[4] == 1e9)
}

func searches() {
	l := []int{1, 3, 5, 7, 9, 9, 11}
	for _, x := range []int{0, 1, 4, 9, 12} {
		i, ok := slices.BinarySearch(l, x)
		println("search", x, i, ok, sort.SearchInts(l, x))
	}
	i, ok := sort.Find(len(l), func(i int) int { return cmp.Compare(7, l[i]) })
	check("find", i == 3 && ok && sort.Search(100, func(n int) bool { return n*n >= 50 }) == 8)
	j, ok := slices.BinarySearchFunc(people[1:2], 25, func(p person, n int) int { return p.age - n })
	check("by function", j == 0 && ok)
	println("index", slices.Index(l, 9), slices.Index(l, 2), slices.IndexFunc(l, func(n int) bool { return n > 5 }), slices.Contains(l, 11), slices.Max(l), slices.Min(l))
	check("compare", slices.Equal(l, slices.Clone(l)) && slices.Compare(l, l[:3]) == 1 && slices.Compare(l, []int{2}) == -1)
}

func changes() {
	l := []int{1, 2, 3, 4, 5}
	l = slices.Insert(l, 2, 20, 21)
	show("inserted", l)
	l = slices.Delete(l, 0, 2)
	show("deleted", l)
	l = slices.Replace(l, 1, 3, 7, 8, 9)
	show("replaced", l)
	slices.Reverse(l)
	show("reversed", l)
	check("changes", slices.Equal(l, []int{5, 4, 9, 8, 7, 20}))
	show("compact", slices.Compact([]int{1, 1, 2, 2, 2, 3, 1}))
	show("deleted by function", slices.DeleteFunc([]int{1, 2, 3, 4}, func(n int) bool { return n%2 == 0 }))
	show("concat", slices.Concat([]int{1}, nil, []int{2, 3}))
	show("repeat", slices.Repeat([]int{1, 2}, 3))
	g := slices.Grow(l[:2:2], 10)
	check("grow", cap(g) >= 12 && len(g) == 2 && cap(slices.Clip(g)) == 2)
	tail := []*int{new(int), new(int), new(int)}
	short := slices.Delete(tail, 1, 2)
	check("delete clears the rest", len(short) == 2 && tail[2] == nil)
	defer func() { println("out of range:", recover().(error).Error()) }()
	l = slices.Delete(l, 3, len(l)+4)
	println("FAIL out of range", len(l))
}

func sequences() {
	show("sorted keys", slices.Sorted(slices.Values([]int{3, 1, 2})))
	n := 0
	for i, v := range slices.Backward([]int{5, 6, 7}) {
		n = n*100 + i*10 + v
	}
	println("backward", n)
	for c := range slices.Chunk([]int{1, 2, 3, 4, 5}, 2) {
		show("chunk", c)
	}
	l := slices.Collect(func(yield func(int) bool) {
		for i := 1; i < 100 && yield(i); i *= 3 {
		}
	})
	show("collected", slices.AppendSeq(l, slices.Values(l[:2])))
	p := slices.SortedFunc(slices.Values(people), func(a, b person) int { return cmp.Compare(b.name, a.name) })
	println("sorted by function", names(p))
}

func main() {
	sorts()
	searches()
	changes()
	sequences()
}
