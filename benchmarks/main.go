// Benchmarks measures what a program costs with premain.dev and with what people write without it, and writes
// docs/benchmarks.md. All numbers of a page come from one run:
//
//	go run -C benchmarks .
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"premain.dev/benchmarks/internal/program"
)

// subject is a part of the page: one question and the tables that answer it.
type subject struct {
	name    string // for -only
	title   string
	measure func(b *program.Builder, s scale, p *page) error
}

var subjects = []subject{
	{"start", "Start of a program", start},
	{"add", "Cost of an Add in the plain world", add},
	{"binary", "Binary", binary},
	{"reading", "Reading", reading},
	{"lookup", "Looking keys up", lookup},
	{"lifecycle", "Life cycle", lifecycle},
	{"static", "Reading a static", static},
	{"values", "Link-time values", values},
	{"preinit", "Before the Go runtime", preinit},
	{"sizes", "Sizes without the Go runtime", sizes},
	{"boards", "Boards", boards},
	{"building", "Building a program", building},
}

func main() {
	if err := mainErr(); err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

func mainErr() error {
	only := flag.String("only", "", "measure these `subjects` only, a list with commas, of "+names())
	quick := flag.Bool("quick", false, "measure smaller programs in fewer runs, to see that all works")
	out := flag.String("o", "", "write the page to this `file`; without -only and -quick that is docs/benchmarks.md of the repository")
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("there is no argument %q; see -help", flag.Arg(0))
	}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	s := full
	if *quick {
		s = small
	}

	b, err := program.NewBuilder()
	if err != nil {
		return err
	}
	defer b.Close()
	if *out == "" && *only == "" && !*quick {
		*out = filepath.Join(b.Root(), "docs", "benchmarks.md")
	}
	var text bytes.Buffer
	p := &page{&text}
	if err := head(p); err != nil {
		return err
	}
	os.Stdout.Write(text.Bytes())
	for _, c := range chosen {
		fmt.Fprintf(os.Stderr, "benchmarks: measuring %s\n", c.name)
		printed := text.Len()
		p.title(c.title)
		if err := c.measure(b, s, p); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		os.Stdout.Write(text.Bytes()[printed:])
	}
	if *out == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(*out), 0o777); err != nil {
		return err
	}
	return os.WriteFile(*out, text.Bytes(), 0o666)
}

func names() string {
	var list []string
	for _, s := range subjects {
		list = append(list, s.name)
	}
	return strings.Join(list, ", ")
}

func choose(only string) ([]subject, error) {
	if only == "" {
		return subjects, nil
	}
	var chosen []subject
next:
	for _, name := range strings.Split(only, ",") {
		for _, s := range subjects {
			if s.name == name {
				chosen = append(chosen, s)
				continue next
			}
		}
		return nil, fmt.Errorf("-only: there is no subject %q, but %s", name, names())
	}
	return chosen, nil
}
