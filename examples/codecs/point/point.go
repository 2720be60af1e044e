// Package point brings points of a raster.
package point

import (
	"encoding/binary"
	"fmt"

	"premain.dev/examples/codecs/codec"
)

var (
	_ = codec.RegisterType("point", 1, parse)
	_ = codec.RegisterFormat(1, "point", read)
)

// Point is a point.
type Point struct{ X, Y int16 }

func (p Point) String() string { return fmt.Sprint(p.X, " ", p.Y) }

// AppendBinary appends two bytes for each coordinate.
func (p Point) AppendBinary(b []byte) ([]byte, error) { return binary.Append(b, binary.BigEndian, p) }

func read(data []byte) (codec.Record, error) {
	var p Point
	_, err := binary.Decode(data, binary.BigEndian, &p)
	return p, err
}

func parse(words []string) (codec.Record, error) {
	var p Point
	if len(words) != 2 {
		return nil, fmt.Errorf("got %d words; write x and y", len(words))
	}
	for i, c := range []*int16{&p.X, &p.Y} {
		if _, err := fmt.Sscan(words[i], c); err != nil {
			return nil, fmt.Errorf("%q is not a whole number between -32768 and 32767", words[i])
		}
	}
	return p, nil
}
