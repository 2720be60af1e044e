//go:build premain_bare

package time

import (
	"errors"
	"unsafe"
)

// There is neither a clock nor a system that knows of time zones.

// startNano is there for Now, of which the linker says that it lacks a clock.
const startNano = 0

func initLocal() { localLoc.name = "UTC" }

// LoadLocation returns the location with a name: UTC for "" and "UTC", Local for "Local". Others are not known; LoadLocationFromTZData takes
// what a program has of them.
func LoadLocation(name string) (*Location, error) {
	switch name {
	case "", "UTC":
		return UTC, nil
	case "Local":
		return Local, nil
	}
	return nil, errors.New("unknown time zone " + name)
}

func syncTimer(c chan Time) unsafe.Pointer { return nil }
