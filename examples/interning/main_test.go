package main

import (
	"os"
	"testing"

	"premain.dev/examples/interning/control"
	"premain.dev/examples/interning/pool"
	"premain.dev/examples/interning/token"
	"premain.dev/examples/worlds"
)

func TestWorlds(t *testing.T) {
	_, missing := os.ReadFile("testdata/nothing") // the systems' words differ
	if missing == nil {
		t.Fatal("there is a file testdata/nothing")
	}
	worlds.Build(t).Run(t, []worlds.Case{
		{
			Args: []string{"-count", "testdata/fib"},
			Stdout: "" +
				"2\tsymbol 0\tfunc\n" +
				"1\tsymbol 1\tif\n" +
				"1\tsymbol 2\telse\n" +
				"1\tsymbol 3\twhile\n" +
				"2\tsymbol 4\treturn\n" +
				"4\tsymbol 5\tend\n" +
				"2\tsymbol 6\t=\n" +
				"2\tsymbol 8\t<\n" +
				"2\tsymbol 10\t+\n" +
				"2\tsymbol 11\t-\n" +
				"6\tsymbol 14\t(\n" +
				"6\tsymbol 15\t)\n" +
				"1\tsymbol 16\t,\n" +
				"1\tword 1\tmain\n" +
				"1\tword 3\tprint\n",
		},
		{
			Args: []string{"testdata/broken", "testdata/nothing"},
			Stderr: "" +
				"testdata/broken:3:3: \"else\" is not in an \"if\"; move it there\n" +
				"testdata/broken:4:12: \"~\" means nothing; remove it\n" +
				"testdata/broken:7:1: \"end\" ends nothing; remove it\n" +
				"testdata/broken:8:1: \"if\" does not end; write \"end\"\n" +
				"testdata/broken:1:1: there is no func main; write one, where the program begins\n" +
				missing.Error() + "\n",
			Status: 1,
		},
	})
}

// TestAllocations interns all words of a source, known and others. Nothing allocates, not even a word that is not known.
func TestAllocations(t *testing.T) {
	text, err := os.ReadFile("testdata/fib")
	if err != nil {
		t.Fatal(err)
	}
	source := string(text)
	c := newCounts()
	if n := testing.AllocsPerRun(10, func() { c.add(source) }); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
	if c.symbols[0] != 2*11 { // AllocsPerRun makes one run more
		t.Errorf("got %d times func, want 22", c.symbols[0])
	}
}

// TestHandles has both handles of a word that two packages declare, and those of symbols.
func TestHandles(t *testing.T) {
	known, other := pool.Intern("main"), pool.Intern("maid")
	if id, ok := known.ID(); !ok || *pool.Strings.At(id) != "main" || id > 0 && *pool.Strings.At(id - 1) == "main" {
		t.Errorf("the id of main is %d, %t", id, ok)
	}
	if id, ok := other.ID(); ok || other.String() != "maid" {
		t.Errorf("%q has the id %d", other, id)
	}
	n := 0
	for _, handle := range pool.Strings.All() {
		if got := known.Is(handle); got != (*handle == "main") {
			t.Errorf("%q is %q: %t", known, *handle, got)
		} else if got {
			n++
		}
	}
	if n != 2 || !known.Is(entry) || other.Is(entry) || known != pool.Intern("main") {
		t.Errorf("main has %d handles, want 2", n)
	}
	for tok := range token.All("end") {
		if tok.Symbol != control.End || tok.Symbol.Text != tok.Text {
			t.Errorf("got %+v", tok)
		}
	}
}

// TestLinked runs the tests that look into the program in the linked world, too.
func TestLinked(t *testing.T) { worlds.Test(t, "TestAllocations|TestHandles") }
