// Package codec writes records of many types into streams, and reads them again. The types come from any package.
package codec

import (
	"encoding"
	"fmt"
	"slices"
	"strings"

	"premain.dev/section"
)

// Record is a value that a stream can hold. String returns what the type parses.
type Record interface {
	encoding.BinaryAppender
	fmt.Stringer
}

// Type is a type of records, by its name.
type Type struct {
	Number uint16 // of the format in which its records are written
	Parse  func(words []string) (Record, error)
}

// Format is how records have been written at some time, by its number. Streams outlive programs: a type may have several, and no number
// ever stands for another one.
type Format struct {
	Type string
	Read func(data []byte) (Record, error) // must not keep the data
}

var (
	types   section.Map[string, Type]
	formats section.Map[uint16, Format]
)

// RegisterType brings a type. Its format is registered beside it: a forwarder adds to one section.
func RegisterType(name string, number uint16, parse func(words []string) (Record, error)) *Type {
	return types.Add(name, Type{number, parse})
}

// RegisterFormat brings a format of a type.
func RegisterFormat(number uint16, name string, read func(data []byte) (Record, error)) *Format {
	return formats.Add(number, Format{name, read})
}

// Check returns an error if records of a type could be written, but not read again.
func Check() error {
	for name, t := range types.All() {
		if f, ok := formats.Get(t.Number); !ok || f.Type != name {
			return fmt.Errorf("codec: records of type %q are written in format %d, which does not read them; register both together", name, t.Number)
		}
	}
	return nil
}

// Parse returns the record that a line stands for, and its type: the name of the type comes first.
func Parse(line string) (*Type, Record, error) {
	words := strings.Fields(line)
	if len(words) == 0 {
		return nil, nil, fmt.Errorf("the line is empty; write a type: %s", names())
	}
	t, ok := types.Get(words[0])
	if !ok {
		return nil, nil, fmt.Errorf("no type is called %q; there are: %s", words[0], names())
	}
	r, err := t.Parse(words[1:])
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", words[0], err)
	}
	return t, r, nil
}

// names returns the names of all types.
func names() string {
	var names []string
	for name := range types.All() {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
