// Interning checks programs of a small language, or counts what it knows of their words. Words and signs are scattered over packages, each
// next to what uses it, and yet have small numbers and are there before main: names in a sorted table, found by binary search; symbols,
// with what belongs to them, in a map, found by their hash.
//
//	go run ./examples/interning examples/interning/testdata/fib
//	premain run ./examples/interning -count examples/interning/testdata/fib
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"premain.dev/examples/interning/pool"
	"premain.dev/examples/interning/token"

	// The language has the symbols and words of the packages that are linked into the program.
	_ "premain.dev/examples/interning/operators"
	_ "premain.dev/examples/interning/prelude"
)

func main() {
	count := flag.Bool("count", false, "print how often each symbol and each known word occurs")
	flag.Parse()

	c := newCounts()
	var err error
	for _, name := range flag.Args() {
		text, failed := os.ReadFile(name)
		if failed == nil {
			c.add(string(text))
			failed = check(name, string(text))
		}
		err = errors.Join(err, failed)
	}
	out := bufio.NewWriter(os.Stdout)
	if *count {
		c.print(out)
	}
	if err := errors.Join(out.Flush(), err); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// counts are arrays by id, which never grow.
type counts struct{ symbols, words []int }

func newCounts() counts {
	return counts{make([]int, token.Symbols.Len()), make([]int, pool.Strings.Len())}
}

// add counts what is known of a source.
func (c counts) add(source string) {
	for t := range token.All(source) {
		if id, ok := token.Symbols.Index(t.Symbol); ok {
			c.symbols[id]++
		} else if id, ok := t.Word.ID(); ok {
			c.words[id]++
		}
	}
}

// print prints the counts: of symbols in the order of the packages that declare them, of words in that of the alphabet.
func (c counts) print(w io.Writer) {
	for text, s := range token.Symbols.All() {
		if id, _ := token.Symbols.Index(s); c.symbols[id] > 0 {
			fmt.Fprintf(w, "%d\tsymbol %d\t%s\n", c.symbols[id], id, text)
		}
	}
	for id, word := range pool.Strings.All() {
		if c.words[id] > 0 {
			fmt.Fprintf(w, "%d\tword %d\t%s\n", c.words[id], id, *word)
		}
	}
}
