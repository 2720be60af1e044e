package protection

import (
	"testing"

	"premain.dev/bare"
)

func TestPages(t *testing.T) {
	usual := bare.Layout{
		Text: bare.Range{Start: 0x80000020, End: 0x80001234}, Rodata: bare.Range{Start: 0x80002000, End: 0x80004567},
		Data: bare.Range{Start: 0x80005000, End: 0x80005100}, Bss: bare.Range{Start: 0x80005100, End: 0x80006010},
		Stack: bare.Range{Start: 0x80008000, End: 0x80010000}, Heap: bare.Range{Start: 0x80010000, End: 0x80020000},
	}
	code := bare.Range{Start: 0x80000000, End: 0x80002000}
	constants := bare.Range{Start: 0x80002000, End: 0x80005000}
	fewer := bare.Range{Start: 0x80002000, End: 0x80004000}
	guard := bare.Range{Start: 0x80007000, End: 0x80008000}
	none := bare.Range{}
	for _, c := range []struct {
		name                   string
		change                 func(l *bare.Layout)
		code, constants, guard bare.Range
	}{
		{"usual", func(l *bare.Layout) {}, code, constants, guard},
		{"no constants", func(l *bare.Layout) { l.Rodata = none }, code, none, guard},
		{"constants in one page with the heap", func(l *bare.Layout) { l.Heap.Start = 0x80004570; l.Heap.End = 0x80004580 }, code, fewer, guard},
		{"constants in one page with the stack", func(l *bare.Layout) { l.Stack = bare.Range{Start: 0x80004570, End: 0x80005000} }, code, fewer, none},
		{"constants in a part of one page", func(l *bare.Layout) {
			l.Rodata.End = 0x80002100
			l.Bss = bare.Range{Start: 0x80002100, End: 0x80002200}
		}, code, bare.Range{Start: 0x80002000, End: 0x80002000}, guard},
		{"stack within a page", func(l *bare.Layout) { l.Stack.Start += 0x10 }, code, constants, guard},
		{"variables below the stack", func(l *bare.Layout) { l.Bss.End = 0x80007001 }, code, constants, none},
		{"heap below the stack", func(l *bare.Layout) { l.Heap = bare.Range{Start: 0x80006010, End: 0x80008000} }, code, constants, none},
		{"stack at the end", func(l *bare.Layout) { l.Stack.Start = 0x80020000; l.Stack.End = 0x80021000 }, code, constants, none},
		{"stack first", func(l *bare.Layout) { l.Stack = bare.Range{Start: 0x7fff0000, End: 0x80000000} }, code, constants,
			bare.Range{Start: 0x7ffef000, End: 0x7fff0000}},
		{"stack at 0", func(l *bare.Layout) { l.Stack = bare.Range{Start: 0x10, End: 0x1000} }, code, constants, none},
	} {
		l := usual
		c.change(&l)
		if got := Code(l); got != c.code {
			t.Errorf("%s: code %#x", c.name, got)
		}
		if got := Constants(l); got != c.constants {
			t.Errorf("%s: constants %#x", c.name, got)
		}
		if got := Guard(l); got != c.guard {
			t.Errorf("%s: guard %#x", c.name, got)
		}
	}
}
