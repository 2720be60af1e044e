// Covers of the Go specification: labeled statements, goto, break and continue with labels, the scope of labels, and
// terminating statements.
package main

var limit = 3

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func gotos() {
	n := 0
again:
	n++
	if n < 5 {
		goto again
	}
	check("backward", n == 5)
	if n == 5 {
		goto forward
	}
	n = 100
forward:
	check("forward", n == 5)
	i := 0
loop:
	for i < 10 {
		for {
			i++
			if i == 4 {
				goto loop
			}
			if i > 6 {
				goto out
			}
		}
	}
out:
	check("out of loops", i == 7)
	// A variable of a block is new each time that a goto runs through its declaration.
	var fs []func() int
	j := 0
turn:
	{
		k := j * 10
		fs = append(fs, func() int { k++; return k })
	}
	j++
	if j < limit {
		goto turn
	}
	println("variables", fs[0](), fs[1](), fs[2](), fs[0]())
	check("variables", fs[0]() == 3 && fs[2]() == 22)
	goto end
end:
}

func collatz(n int) (steps int) {
even:
	if n == 1 {
		return
	}
	if n%2 != 0 {
		goto odd
	}
	n /= 2
	steps++
	goto even
odd:
	n = 3*n + 1
	steps++
	goto even
}

func breaks() {
	trace := ""
outer:
	for i := 0; ; i++ {
		for j := 0; j < 3; j++ {
			switch {
			case i == 1 && j == 1:
				continue outer
			case j == 2:
				break
			case i == 3:
				break outer
			default:
				trace += string(rune('a' + i*3 + j))
			}
		}
		trace += "/"
	}
	println("loops and switches", trace)
	check("loops and switches", trace == "ab/dgh/")

	n := 0
sw:
	switch limit {
	case 3:
		for {
			n++
			if n == 4 {
				break sw
			}
		}
	default:
		n = -1
	}
	check("out of a switch", n == 4)
types:
	switch x := any(limit).(type) {
	case int:
		for {
			n += x
			if n > 10 {
				break types
			}
		}
	}
	check("out of a type switch", n == 13)
	m := map[int][]string{1: {"x", "y"}, 2: {"x", "z"}}
	found := 0
search:
	for k, l := range m {
		for _, s := range l {
			if s == "y" {
				found = k
				break search
			}
			if s == "z" {
				continue search
			}
		}
	}
	check("out of ranges", found == 1)
	sum := 0
a:
	for i := range 4 {
	b:
		for j := range 4 {
			for k := range 4 {
				switch (i + j + k) % 4 {
				case 0:
					continue b
				case 1:
					continue
				case 2:
					if i == 2 {
						continue a
					}
				case 3:
					if i == 3 {
						break a
					}
				}
				sum += 1<<i + j*k
			}
		}
	}
	println("three levels", sum)
}

// same has a label of the name of its variable and function: labels have a scope of their own.
func same(same int) int {
same:
	for {
		same--
		if same%2 == 0 {
			continue same
		}
		break same
	}
	func() {
	same:
		for {
			break same
		}
	}()
	return same
}

func sum(n int) int {
	s := 0
	for {
		if n == 0 {
			return s
		}
		s += n
		n--
	}
}

func sign(n int) string {
	switch {
	case n < 0:
		return "negative"
	case n > 0:
		return "positive"
	default:
		panic("zero")
	}
}

func forever(n int) int {
top:
	if n > 10 {
		return n
	}
	n *= 2
	goto top
}

func labelled(n int) int {
again:
	{
		if n > 0 {
			return 1
		} else if n == 0 {
			return 2
		}
		n++
		goto again
	}
}

func main() {
	gotos()
	println("collatz", collatz(27), collatz(1), collatz(6))
	check("collatz", collatz(27) == 111)
	breaks()
	check("a label of the same name", same(5) == 3)
	check("terminating for", sum(10) == 55)
	println("terminating switch", sign(-limit), sign(limit))
	check("terminating goto", forever(3) == 12)
	check("terminating block", labelled(1) == 1 && labelled(-4) == 2)
}
