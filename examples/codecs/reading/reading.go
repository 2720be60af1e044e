// Package reading brings what weather stations report.
package reading

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"

	"premain.dev/examples/codecs/codec"
)

// Thermometers had whole degrees once. Streams of that time can still be read.
var (
	_ = codec.RegisterType("reading", 4, parse)
	_ = codec.RegisterFormat(4, "reading", read)
	_ = codec.RegisterFormat(2, "reading", readWhole)
)

// Reading is a temperature, in degrees Celsius, at a place.
type Reading struct {
	Degrees float64
	Place   string
}

func (r Reading) String() string { return fmt.Sprint(r.Degrees, " ", r.Place) }

// AppendBinary appends eight bytes for the degrees, and the place.
func (r Reading) AppendBinary(b []byte) ([]byte, error) {
	return append(binary.BigEndian.AppendUint64(b, math.Float64bits(r.Degrees)), r.Place...), nil
}

func read(data []byte) (codec.Record, error) {
	if len(data) < 8 {
		return nil, errors.New("the degrees are cut off")
	}
	return Reading{math.Float64frombits(binary.BigEndian.Uint64(data)), string(data[8:])}, nil
}

// readWhole has one byte for the degrees.
func readWhole(data []byte) (codec.Record, error) {
	if len(data) < 1 {
		return nil, errors.New("the degrees are cut off")
	}
	return Reading{float64(int8(data[0])), string(data[1:])}, nil
}

func parse(words []string) (codec.Record, error) {
	if len(words) != 2 {
		return nil, fmt.Errorf("got %d words; write degrees and place", len(words))
	}
	degrees, err := strconv.ParseFloat(words[0], 64)
	if err != nil {
		return nil, fmt.Errorf("%q is not a number", words[0])
	}
	return Reading{degrees, words[1]}, nil
}
