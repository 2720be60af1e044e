// Package files has the files that the program carries, which any of its packages may add to.
package files

import (
	"errors"

	"premain.dev"
	"premain.dev/examples/bare/kernel/checksum"
	"premain.dev/examples/bare/kernel/clock"
	"premain.dev/examples/bare/kernel/driver"
	"premain.dev/section"
)

var _ = driver.Drivers.Add(driver.Driver{Name: "files", About: "what the program carries"})

type file struct{ name, text string }

var list section.Of[file]

// File adds a file.
func File(name, text string) *file { return list.Add(file{name, text}) }

// Up is when the files can be read.
var Up = premain.Constructor(mount, premain.Name("files"), premain.After(clock.Up))

func mount() {
	for _, f := range list.All() {
		println("files:", f.name, "has the sum", checksum.Sum(f.text))
	}
}

var errMissing = errors.New("there is no such file")

// Read returns what a file holds.
func Read(name string) (string, error) {
	for _, f := range list.All() {
		if f.name == name {
			return f.text, nil
		}
	}
	return "", errMissing
}
