// Covers package math/rand/v2 with generators that are given their seed, and so give the same numbers everywhere.
package main

import "math/rand/v2"

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	sources := []rand.Source{rand.NewPCG(1, 2), rand.NewChaCha8([32]byte{1, 2, 3})}
	for i, s := range sources {
		r := rand.New(s)
		println("source", i, r.Uint64(), r.Uint32(), r.IntN(100), r.Int64N(1<<40), r.Int32N(7), r.Float64(), r.Float32())
		println("permutation", r.Perm(5)[0], r.Perm(5)[1], r.UintN(10))
		l := []int{0, 1, 2, 3, 4, 5, 6, 7}
		r.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
		sum, seen := 0, 0
		for i, v := range l {
			sum += i * v
			seen |= 1 << v
		}
		println("shuffled", sum)
		check("all of them", seen == 255)
		counts := [6]int{}
		for range 6000 {
			counts[r.IntN(6)]++
		}
		println("dice", counts[0], counts[1], counts[2], counts[3], counts[4], counts[5])
		check("about even", min(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]) > 850)
	}
	a, b := rand.NewPCG(3, 4), rand.NewPCG(3, 4)
	check("the same seed", a.Uint64() == b.Uint64() && a.Uint64() == b.Uint64())
	b.Seed(4, 4)
	check("another seed", a.Uint64() != b.Uint64())
	func() {
		defer func() { println("IntN:", recover().(string)) }()
		rand.New(a).IntN(0)
	}()
}
