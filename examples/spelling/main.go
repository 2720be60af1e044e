// Spelling finds misspelt words in texts and sources, out of 28,000 mistakes that people make. Where there are any, it
// leaves with 1, so that it can stand in a script. The dictionaries are baked values: sorted tables, linked by pointers.
//
//	go run ./examples/spelling README.md RATIONALE.md
//	go run ./examples/spelling -of receive
//	premain run ./examples/spelling -locale uk README.md
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	locale := flag.String("locale", "", "`us` or uk: what is right only on the other side of the ocean is wrong, too")
	of := flag.Bool("of", false, "the arguments are words; print how each is misspelt")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: spelling [-locale us|uk] [FILE]...\n       spelling -of WORD...")
		flag.PrintDefaults()
	}
	flag.Parse()

	c := checker{w: bufio.NewWriter(os.Stdout), dictionaries: []*dictionary{english}}
	switch *locale {
	case "":
	case "us":
		c.dictionaries = append(c.dictionaries, american)
	case "uk":
		c.dictionaries = append(c.dictionaries, british)
	default:
		fail(fmt.Errorf("unknown locale %q; want us or uk", *locale))
	}

	var err error
	switch {
	case *of:
		c.mistakesOf(flag.Args())
	case flag.NArg() == 0:
		err = c.text("standard input", os.Stdin)
	default:
		for _, name := range flag.Args() {
			err = errors.Join(err, c.file(name))
		}
	}
	if err := errors.Join(c.w.Flush(), err); err != nil {
		fail(err)
	}
	if c.found {
		os.Exit(1)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "spelling:", err)
	os.Exit(2)
}

// checker prints the mistakes that it finds.
type checker struct {
	w            *bufio.Writer // its errors come with Flush
	dictionaries []*dictionary
	found        bool
}

// file checks the file of a name.
func (c *checker) file(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return c.text(name, f)
}

// text checks what a reader has.
func (c *checker) text(name string, r io.Reader) error {
	in := bufio.NewReader(r)
	for number := 1; ; number++ {
		line, err := in.ReadString('\n')
		for column, text := range words(line) {
			if w := c.correct(strings.ToLower(text)); w != nil {
				fmt.Fprintf(c.w, "%s:%d:%d: %q is misspelt; write %q\n", name, number, column+1, text, like(text, w.text))
				c.found = true
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
}

// correct returns the word that was meant, or nil.
func (c *checker) correct(text string) *word {
	for _, d := range c.dictionaries {
		if w := d.correct(text); w != nil {
			return w
		}
	}
	return nil
}

// mistakesOf prints how words are misspelt.
func (c *checker) mistakesOf(texts []string) {
	for _, text := range texts {
		fmt.Fprintf(c.w, "%s:", text)
		for _, d := range c.dictionaries {
			if w := d.word(strings.ToLower(text)); w != nil {
				for _, m := range w.mistakes {
					fmt.Fprintf(c.w, " %s", m.text)
				}
			}
		}
		fmt.Fprintln(c.w)
	}
}
