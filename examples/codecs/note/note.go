// Package note brings texts.
package note

import (
	"strings"

	"premain.dev/examples/codecs/codec"
)

var (
	_ = codec.RegisterType("note", 3, func(words []string) (codec.Record, error) { return Note(strings.Join(words, " ")), nil })
	_ = codec.RegisterFormat(3, "note", func(data []byte) (codec.Record, error) { return Note(data), nil })
)

// Note is a text.
type Note string

func (n Note) String() string { return string(n) }

// AppendBinary appends the text.
func (n Note) AppendBinary(b []byte) ([]byte, error) { return append(b, n...), nil }
