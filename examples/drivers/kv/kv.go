// Package kv looks up values by key. Where they come from is the business of drivers, as in database/sql.
package kv

import (
	"errors"
	"fmt"
	"strings"

	"premain.dev/section"
)

// ErrNotFound is the error for a key without a value.
var ErrNotFound = errors.New("not found")

// Conn is an open source of values.
type Conn interface {
	// Get returns the value of a key, or an error that wraps [ErrNotFound].
	Get(key string) (string, error)
	Close() error
}

// Driver opens sources of one kind. Only [Register] makes one.
type Driver struct {
	name string
	open func(dsn string) (Conn, error)
}

// drivers is not exported: that it is a section concerns nobody outside.
var drivers section.Of[Driver]

// Register adds a driver to the program. It is called where a package-level variable is initialised:
//
//	var _ = kv.Register("inline", open)
//
// As a forwarder it has this one statement only. What else a registration needs, [Open] does.
func Register(name string, open func(dsn string) (Conn, error)) *Driver {
	return drivers.Add(Driver{name, open})
}

// Open opens the source that dsn describes, in the language of the driver.
func Open(driver, dsn string) (Conn, error) {
	var found *Driver
	for _, d := range drivers.All() {
		if d.name != driver {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("kv: two drivers are called %q", driver)
		}
		found = d
	}
	if found == nil {
		return nil, fmt.Errorf("kv: no driver %q; there are: %s", driver, strings.Join(Drivers(), ", "))
	}
	c, err := found.open(dsn)
	if err != nil {
		return nil, fmt.Errorf("kv: %s: %w", driver, err)
	}
	return c, nil
}

// Drivers returns the names of all drivers.
func Drivers() []string {
	names := make([]string, 0, drivers.Len())
	for _, d := range drivers.All() {
		names = append(names, d.name)
	}
	return names
}
