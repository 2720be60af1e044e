package memorymap

import (
	"errors"
	"fmt"
	"slices"
)

// join makes an error of faults, sorted, or nil if there are none.
func join(file string, faults []fault) error {
	slices.SortStableFunc(faults, func(a, b fault) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return a.column - b.column
	})
	var all []error
	for _, f := range faults {
		all = append(all, errors.New(at(file, f.position)+": "+f.text))
	}
	return errors.Join(all...)
}

// at writes a position, "" if it is none.
func at(file string, p position) string {
	if p.line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", file, p.line, p.column)
}

// bytesOf writes a number of bytes.
func bytesOf(n uint64) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}
