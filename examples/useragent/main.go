// Useragent says which browser, system and device a User-Agent header stands for: the columns are family, version,
// system and device, with tabs between them. What recognises them is 1200 regular expressions, in one baked value.
//
//	go run ./examples/useragent 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
//	premain build -o useragent ./examples/useragent
//	./useragent -log -count <access.log
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	log := flag.Bool("log", false, "lines are of an access log in the combined format, whose last field is the user agent")
	count := flag.Bool("count", false, "print each line of the output once, the most frequent first, and how often it came")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: useragent [-count] [-log] [AGENT]...\n"+
			"Without agents, they are the lines of standard input.")
		flag.PrintDefaults()
	}
	flag.Parse()

	out := bufio.NewWriter(os.Stdout)
	p := printer{w: out, log: *log}
	if *count {
		p.counts = make(map[string]int)
	}
	err := cmp.Or(p.read(flag.Args()), p.finish(), out.Flush())
	if err != nil {
		fmt.Fprintln(os.Stderr, "useragent:", err)
		os.Exit(1)
	}
}

// printer prints what agents stand for.
type printer struct {
	w      io.Writer
	log    bool
	counts map[string]int // nil unless they are asked for
}

// read prints or counts the lines, or those of standard input if there are none.
func (p *printer) read(lines []string) error {
	for _, line := range lines {
		if err := p.line(line); err != nil {
			return err
		}
	}
	if len(lines) > 0 {
		return nil
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20) // what a client sends as its name may be long
	for in.Scan() {
		if err := p.line(in.Text()); err != nil {
			return err
		}
	}
	return in.Err()
}

// line prints or counts one line.
func (p *printer) line(line string) error {
	if p.log {
		line = logged(line)
	}
	text := describe(line)
	if p.counts != nil {
		p.counts[text]++
		return nil
	}
	_, err := fmt.Fprintln(p.w, text)
	return err
}

// finish prints the counts.
func (p *printer) finish() error {
	order := slices.SortedFunc(maps.Keys(p.counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(p.counts[b], p.counts[a]), cmp.Compare(a, b))
	})
	for _, text := range order {
		if _, err := fmt.Fprintf(p.w, "%d\t%s\n", p.counts[text], text); err != nil {
			return err
		}
	}
	return nil
}

// logged returns the last quoted field of a line of an access log. A quote inside it has a backslash.
func logged(line string) string {
	line = strings.TrimRight(line, " ")
	line, quoted := strings.CutSuffix(line, `"`)
	if !quoted {
		return ""
	}
	begin := len(line)
	for begin > 0 && (line[begin-1] != '"' || begin > 1 && line[begin-2] == '\\') {
		begin--
	}
	return strings.ReplaceAll(line[begin:], `\"`, `"`)
}
