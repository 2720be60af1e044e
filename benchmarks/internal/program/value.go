package program

import (
	"fmt"
	"strings"
)

// Shape is what a value consists of.
type Shape string

const (
	Tree     Shape = "tree"     // a balanced tree of nodes, each with a pointer to the next one besides
	Sorted   Shape = "sorted"   // a sorted slice
	Hashed   Shape = "hashed"   // a map
	Literals Shape = "literals" // a sorted slice that is written out, as by a generator of code, and not computed
)

// Value describes a program of which one variable is computed by a function. Names lead to numbers in it, and each
// name is a string of its own. The program looks up the first name; called with an argument, it looks up each and
// prints what it finds.
type Value struct {
	Shape   Shape
	Entries int
}

func (s Value) files(root string) (map[string]string, error) {
	files := map[string]string{
		"go.mod":   goMod(root),
		"main.go":  fmt.Sprintf(valueMain, s.Entries),
		"value.go": valueSources[s.Shape],
	}
	if s.Shape == Literals {
		files["value.go"] = s.literals()
	}
	return files, nil
}

const valueMain = `package main

import (
	"fmt"
	"os"
	"strconv"
)

const entries = %d

func name(i int) string { return "entry-" + strconv.Itoa(1_000_000+i) }

func main() {
	if number, found := find(name(0)); found != (entries > 0) || number != 0 {
		panic("the value is not what was computed")
	}
	if len(os.Args) == 1 {
		return
	}
	for i := range entries {
		number, found := find(name(i))
		fmt.Println(i, number, found)
	}
	_, found := find("entry")
	fmt.Println(count(), found)
}
`

// valueSources declare a variable, and the functions find and count that look into it.
var valueSources = map[Shape]string{
	Tree: `package main

import "premain.dev/bake"

type node struct {
	name              string
	number            int
	left, right, next *node
}

var root = bake.Value(func() *node { return new(grower).grow(0, entries) })

type grower struct{ last *node }

// grow makes the nodes of some numbers, in order.
func (g *grower) grow(low, high int) *node {
	if low == high {
		return nil
	}
	middle := (low + high) / 2
	n := &node{name: name(middle), number: middle}
	n.left = g.grow(low, middle)
	if g.last != nil {
		g.last.next = n
	}
	g.last = n
	n.right = g.grow(middle+1, high)
	return n
}

func find(name string) (int, bool) {
	if n := lookup(name); n != nil {
		return n.number, true
	}
	return 0, false
}

func lookup(name string) *node {
	n := root
	for n != nil && n.name != name {
		if name < n.name {
			n = n.left
		} else {
			n = n.right
		}
	}
	return n
}

// count follows the list, whose nodes are those of the tree.
func count() (sum int) {
	for n := lookup(name(0)); n != nil; n = n.next {
		if n != lookup(name(sum)) {
			panic("the list does not lead through the tree")
		}
		sum++
	}
	return sum
}
`,

	Sorted: `package main

import "premain.dev/bake"

var table = bake.Value(func() []entry {
	list := make([]entry, entries)
	for i := range list {
		list[i] = entry{name(i), i}
	}
	return list
})
` + sortedFind,

	Hashed: `package main

import "premain.dev/bake"

var table = bake.Value(func() map[string]int {
	numbers := make(map[string]int, entries)
	for i := range entries {
		numbers[name(i)] = i
	}
	return numbers
})

func find(name string) (int, bool) {
	number, found := table[name]
	return number, found
}

func count() int { return len(table) }
`,
}

const sortedFind = `
type entry struct {
	name   string
	number int
}

func find(name string) (int, bool) {
	low, high := 0, len(table)
	for low < high {
		if middle := (low + high) / 2; table[middle].name < name {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(table) || table[low].name != name {
		return 0, false
	}
	return table[low].number, true
}

func count() int { return len(table) }
`

func (s Value) literals() string {
	var b strings.Builder
	b.WriteString("package main\n\nvar table = []entry{\n")
	for i := range s.Entries {
		fmt.Fprintf(&b, "\t{\"entry-%d\", %d},\n", 1_000_000+i, i)
	}
	b.WriteString("}\n" + sortedFind)
	return b.String()
}
