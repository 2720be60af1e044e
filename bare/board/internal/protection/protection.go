// Package protection tells boards which pages of memory are not to be read and written as all others are.
package protection

import "premain.dev/bare"

// Page is the size of a page.
const Page = 4 << 10

// Code returns the pages that have any code.
func Code(l bare.Layout) bare.Range {
	return bare.Range{Start: down(l.Text.Start), End: up(l.Text.End)}
}

// Constants returns the pages of constants, without the last one if variables, the stack or the heap begin in it.
func Constants(l bare.Layout) bare.Range {
	if l.Rodata.Size() == 0 {
		return bare.Range{}
	}
	r := bare.Range{Start: down(l.Rodata.Start), End: up(l.Rodata.End)}
	rest := bare.Range{Start: l.Rodata.End, End: r.End}
	for _, written := range [...]bare.Range{l.Data, l.Bss, l.Stack, l.Heap} {
		if overlap(rest, written) {
			r.End = rest.Start &^ (Page - 1)
		}
	}
	return r
}

// Guard returns the page below the stack's, into which it overflows, or an empty range if the program has something there. Sections that are a memory map's own are not
// known here.
func Guard(l bare.Layout) bare.Range {
	end := down(l.Stack.Start)
	if end < Page {
		return bare.Range{}
	}
	guard := bare.Range{Start: end - Page, End: end}
	for _, there := range [...]bare.Range{l.Text, l.Rodata, l.Data, l.Bss, l.Heap} {
		if overlap(guard, there) {
			return bare.Range{}
		}
	}
	return guard
}

func down(addr uintptr) uintptr { return addr &^ (Page - 1) }

func up(addr uintptr) uintptr { return down(addr + Page - 1) }

func overlap(a, b bare.Range) bool { return max(a.Start, b.Start) < min(a.End, b.End) }
