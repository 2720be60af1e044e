package section_test

import (
	"fmt"

	"premain.dev/section"
)

type codec struct {
	name   string
	encode func(s string) string
}

var codecs section.Of[codec]

// In a real program these stand in packages of their own.
var (
	quoted = codecs.Add(codec{name: "quoted", encode: func(s string) string { return fmt.Sprintf("%q", s) }})
	_      = codecs.Add(codec{name: "hex", encode: func(s string) string { return fmt.Sprintf("%x", s) }})
)

func ExampleOf() {
	for i, c := range codecs.All() {
		fmt.Println(i, c.name, c.encode("go"))
	}
	i, ok := codecs.Index(quoted)
	fmt.Println(quoted.name, "is item", i, ok)
	// Output:
	// 0 quoted "go"
	// 1 hex 676f
	// quoted is item 0 true
}

type driver struct {
	name string
	open func(source string) error
}

var drivers section.Of[driver]

// registerDriver is a forwarder: its calls are registrations like those of Add.
func registerDriver(name string, open func(source string) error) *driver {
	return drivers.Add(driver{name, open})
}

var _ = registerDriver("memory", func(string) error { return nil })

func ExampleOf_Add_forwarder() {
	fmt.Println(drivers.Len(), drivers.At(0).name)
	// Output: 1 memory
}

var plugins section.Of[string]

func init() {
	for _, name := range []string{"first", "second"} {
		plugins.Append(name)
	}
}

func ExampleOf_Append() {
	for _, name := range plugins.All() {
		fmt.Println(*name)
	}
	// Output:
	// first
	// second
}
