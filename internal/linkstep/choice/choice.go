// Package choice says which items a program is linked without.
package choice

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// List is what the -without flags of a build say, in order.
type List []Rule

// Rule is one flag.
//
// The flag is SECTION=PATTERN, with more patterns behind commas. SECTION names a section by the import path of its
// package and its variable, as in example.com/app/cli.Commands, or by an end of that from a slash on, as in cli.Commands.
//
// A pattern matches items by where they are declared: in a package (example.com/app/serve), a file
// (example.com/app/serve/http.go), at a line (…/http.go:12) or at a place (…/http.go:12:5). The import path stands for
// the directory, and that of the program's main package is the one by which the go command knows it. Three dots match
// any text, as in patterns of the go command: example.com/app/... is also example.com/app. A pattern with an exclamation
// mark takes back what ones before it leave out.
type Rule struct {
	Section  string
	patterns []pattern
}

type pattern struct {
	back bool
	text string
	re   *regexp.Regexp
}

// Parse reads the value of a flag.
func Parse(value string) (Rule, error) {
	section, patterns, ok := strings.Cut(value, "=")
	if !ok || section == "" || patterns == "" {
		return Rule{}, fmt.Errorf("-without=%s: want SECTION=PATTERN, as in -without=example.com/app/cli.Commands=example.com/app/serve", value)
	}
	r := Rule{Section: section}
	for text := range strings.SplitSeq(patterns, ",") {
		p := pattern{text: text}
		rest, back := strings.CutPrefix(text, "!")
		p.back = back
		if rest == "" {
			return Rule{}, fmt.Errorf("-without=%s: an empty pattern; want the package, file or place of items", value)
		}
		if strings.HasPrefix(rest, "./") || strings.HasPrefix(rest, "../") || strings.HasPrefix(rest, "/") {
			return Rule{}, fmt.Errorf("-without=%s: %s is a path of a directory; a pattern begins with an import path", value, rest)
		}
		re := strings.ReplaceAll(regexp.QuoteMeta(rest), `\.\.\.`, `.*`)
		if prefix, ok := strings.CutSuffix(re, `/.*`); ok {
			re = prefix + `(/.*)?`
		}
		p.re = regexp.MustCompile("^(?:" + re + ")$")
		r.patterns = append(r.patterns, p)
	}
	return r, nil
}

// Item is where an item is declared.
type Item struct {
	Package string // the import path
	Place   string // file:line:col
}

// names returns what a pattern may match.
func (it Item) names() []string {
	file := it.Place[strings.LastIndexAny(it.Place, `/\`)+1:]
	list := []string{it.Package, it.Package + "/" + file}
	for range 2 { // without the column, without the line
		if i := strings.LastIndexByte(file, ':'); i > 0 {
			file = file[:i]
			list = append(list, it.Package+"/"+file)
		}
	}
	return list
}

// Section is a section of a program and its items.
type Section struct {
	Name  string // import path and variable
	Items []Item
}

// Apply says, for each section, which of its items are left out. If it is to be strict, a rule that finds no section and a
// pattern that matches no item are errors.
func (l List) Apply(program []Section, strict bool) (out [][]bool, err error) {
	out = make([][]bool, len(program))
	for i, s := range program {
		out[i] = make([]bool, len(s.Items))
	}
	var problems []error
	for _, r := range l {
		i, err := r.find(program)
		if err != nil {
			problems = append(problems, err)
		}
		if i < 0 {
			if err == nil && strict {
				problems = append(problems, fmt.Errorf("-without: the program has no items in a section %s; %s", r.Section, listed(program)))
			}
			continue
		}
		for _, p := range r.patterns {
			matched := false
			for k, it := range program[i].Items {
				if slices.ContainsFunc(it.names(), p.re.MatchString) {
					out[i][k], matched = !p.back, true
				}
			}
			if !matched && strict {
				problems = append(problems, fmt.Errorf("-without: the section %s has no item in %s; -report lists the packages that it has items from", program[i].Name, strings.TrimPrefix(p.text, "!")))
			}
		}
	}
	return out, errors.Join(problems...)
}

// find returns the index of the section that a rule is about, or a negative number.
func (r Rule) find(program []Section) (int, error) {
	found := -1
	for i, s := range program {
		switch {
		case s.Name == r.Section:
			return i, nil
		case !strings.HasSuffix(s.Name, "/"+r.Section):
		case found >= 0:
			return -1, fmt.Errorf("-without: %s is either %s or %s; write more of the import path", r.Section, program[found].Name, s.Name)
		default:
			found = i
		}
	}
	return found, nil
}

func listed(program []Section) string {
	if len(program) == 0 {
		return "it has none at all"
	}
	var names []string
	for _, s := range program {
		names = append(names, s.Name)
	}
	return "it has some in " + strings.Join(names, ", ")
}
