package linkstep

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/linkstep/registration"
)

// ValueReport is what the link step tells of the link-time values of a program, and of its sections that have an order or a hash. It writes it as JSON into a file of the directory that
// Options.ValuesTo names.
type ValueReport struct {
	Program string // import path
	Took    [2]time.Duration
	Values  []BakedValue

	Sections []ArrangedSection
}

// ArrangedSection is a section other than an Of.
type ArrangedSection struct {
	Section string // import path and name
	Place   string // file:line:col
	Done    string // what has been done: sorted or hashed; nothing of a Mutable
	Items   int    // members of a Set, if it has been hashed
	Late    string `json:",omitempty"` // why the first read has to do it after all

	ReadOnly bool // the items are in pages that become read-only when the constructors have ended
}

// BakedValue is a variable whose value was to be computed at link time.
type BakedValue struct {
	Variable string             // import path and name
	Place    string             // file:line:col
	Plain    string             `json:",omitempty"` // why it is computed at initialisation after all
	Objects  int                // pieces of memory that the value consists of
	Bytes    int64              // in them
	FixUps   []evaluation.FixUp `json:",omitempty"` // what is done at start
}

// ValuesSuffix is the end of the names of files with a ValueReport.
const ValuesSuffix = ".values.json"

// tell writes what is told of link-time values, if that is wanted and there are any.
func (o Options) tell(r ValueReport) error {
	if o.ValuesTo == "" || len(r.Values)+len(r.Sections) == 0 {
		return nil
	}
	return writeJSON(o.ValuesTo, ValuesSuffix, r)
}

// ReadValueReport reads what has been told of the link-time values of a program.
func ReadValueReport(r io.Reader) (*ValueReport, error) {
	report := new(ValueReport)
	if err := json.NewDecoder(r).Decode(report); err != nil {
		return nil, fmt.Errorf("what a link step tells of values: %w", err)
	}
	return report, nil
}

// report returns what is told of the values and of sections.
func (v *values) report(l *linking, sections []*contents) ValueReport {
	p := l.program
	r := ValueReport{Program: p.path, Took: v.took}
	byID := make(map[int]*evaluation.Value)
	for _, x := range v.list {
		byID[x.ID] = x
	}
	late := make(map[string]string) // why Compare has not sorted sections
	for _, b := range v.bakes {
		if b.Order != "" {
			late[b.Order] = b.plain
			continue
		}
		value := BakedValue{Variable: b.name, Place: b.Place, Plain: b.plain}
		if x := byID[b.id]; x != nil {
			value.Objects, value.Bytes, value.FixUps = x.Objects, x.Bytes, x.FixUps
		}
		r.Values = append(r.Values, value)
	}
	for _, c := range sections {
		s := c.report(late[c.name])
		s.ReadOnly = c.kind == registration.Mutable && l.protects()
		if s.Done != "" || s.ReadOnly {
			s.Section = p.displayName(c)
			r.Sections = append(r.Sections, s)
		}
	}
	return r
}

// protects reports whether a program makes pages of its memory read-only: see readOnly in package premain.
func (l *linking) protects() bool {
	goos, _ := l.program.target()
	return l.options.Board == "" && l.program.named(modulePath) != nil && slices.Contains([]string{"linux", "android", "darwin", "ios", "windows", "freebsd", "netbsd", "dragonfly"}, goos)
}

// report returns what is told of a section, if anything. Why Compare has not sorted it, the caller knows.
func (c *contents) report(unsorted string) ArrangedSection {
	s := ArrangedSection{Place: c.place, Items: len(c.items), Done: map[registration.Kind]string{
		registration.Sorted: "sorted", registration.SortedBy: "sorted", registration.Map: "hashed", registration.Set: "hashed",
	}[c.kind]}
	computed := slices.IndexFunc(c.items, func(it item) bool { return it.done != "" })
	switch {
	case s.Done == "" || c.arranged || c.kind == registration.SortedBy && len(c.items) < 2:
	case computed >= 0:
		s.Late = "its item at " + c.items[computed].Place + " is computed"
	case c.element == nil && (c.kind == registration.Map || c.kind == registration.Set):
		s.Late = "there is more in its keys than strings, integers and booleans"
	case c.kind == registration.SortedBy && unsorted == "":
		s.Late = "the type of its items, or uint32, cannot be named in the file of the section"
	default:
		s.Late = cmp.Or(unsorted, "its items are data of an unknown form")
	}
	return s
}
