package linkstep

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/choice"
	"premain.dev/internal/linkstep/registration"
)

// importPath returns the path by which the go command knows a package that its record names.
func (p *program) importPath(path string) string {
	if path == "main" {
		return p.path
	}
	return path
}

// displayName returns the name of a section with the import path by which the go command knows its package.
func (p *program) displayName(c *contents) string {
	if variable, ok := strings.CutPrefix(c.name, "main."); ok && !strings.Contains(variable, ".") {
		return p.path + "." + variable
	}
	return c.name
}

// choose returns the sections without the items that the rules leave out, and says on standard output what those are. The go
// command shows that, and shows it again when it finds the program up to date. It keeps it with the main package, not with
// the program; where that is not tagged with the choice, nothing is printed, since it would come back at the wrong time. See
// [Options.Tag].
func (p *program) choose(sections []*contents, options Options, tagged bool) ([]*contents, error) {
	rules := options.without
	if len(rules) == 0 {
		return sections, nil
	}
	var list []choice.Section
	for _, c := range sections {
		s := choice.Section{Name: p.displayName(c)}
		for _, it := range c.items {
			s.Items = append(s.Items, choice.Item{Package: it.pkg, Place: it.Place})
		}
		list = append(list, s)
	}
	// A test binary has what its package imports, and rarely all items of the program.
	out, err := rules.Apply(list, !p.isTest())
	if err != nil {
		return nil, err
	}
	var chosen []*contents
	for i, c := range sections {
		n := 0
		smaller := c.without(func(k int) bool {
			if out[i][k] {
				n++
			}
			return out[i][k]
		})
		if n > 0 && tagged {
			fmt.Fprintf(os.Stdout, "premain: %s is linked without %d of its %d items: %s\n", list[i].Name, n, len(c.items), byPackage(c, out[i]))
		}
		if smaller != nil {
			chosen = append(chosen, smaller)
		}
	}
	return chosen, nil
}

// byPackage says how many of the marked items come from which package.
func byPackage(c *contents, marked []bool) string {
	var parts []string
	for _, g := range c.groups() {
		n := 0
		for _, k := range g.items {
			if marked[k] {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d from %s", n, g.pkg))
		}
	}
	return strings.Join(parts, ", ")
}

// group is the items that a section has from one package.
type group struct {
	pkg   string
	items []int // indices
}

// groups returns the items of a section by package. Packages come in the order of their first items.
func (c *contents) groups() []group {
	var list []group
	at := make(map[string]int)
	for k, it := range c.items {
		i, ok := at[it.pkg]
		if !ok {
			i = len(list)
			at[it.pkg] = i
			list = append(list, group{pkg: it.pkg})
		}
		list[i].items = append(list[i].items, k)
	}
	return list
}

// without returns a section without some of its items, or nil if none is left.
func (c *contents) without(out func(index int) bool) *contents {
	smaller := *c
	smaller.items = nil
	for k, it := range c.items {
		if !out(k) {
			smaller.items = append(smaller.items, it)
		}
	}
	if len(smaller.items) == 0 && c.kind != registration.Mutable {
		return nil
	}
	if c.hash != nil {
		smaller.arrange() // its keys have been found different
	}
	return &smaller
}

// withoutGroup returns the sections without the items that one of them has from a package, or from any if pkg is empty.
func withoutGroup(sections []*contents, of *contents, pkg string) []*contents {
	var list []*contents
	for _, c := range sections {
		if c == of {
			c = c.without(func(k int) bool { return pkg == "" || of.items[k].pkg == pkg })
		}
		if c != nil {
			list = append(list, c)
		}
	}
	return slices.Clip(list)
}
