package section_test

import (
	"cmp"
	"fmt"
	"slices"

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

var ports section.Sorted[int]

var (
	_    = ports.Add(443)
	http = ports.Add(80)
	_    = ports.Add(8080)
)

func ExampleSorted() {
	for i, port := range ports.All() {
		fmt.Println(i, *port)
	}
	fmt.Println(ports.Index(http)) // its rank
	fmt.Println(ports.Find(443))
	fmt.Println(ports.Find(1000))
	// Output:
	// 0 80
	// 1 443
	// 2 8080
	// 0 true
	// 1 true
	// 2 false
}

type migration struct {
	version int
	apply   func() error
}

func (m migration) Compare(o migration) int { return cmp.Compare(m.version, o.version) }

var migrations section.SortedBy[migration]

// In a real program these stand in packages of their own.
var (
	_ = migrations.Add(migration{3, func() error { return nil }})
	_ = migrations.Add(migration{1, func() error { return nil }})
	_ = migrations.Add(migration{2, func() error { return nil }})
)

func ExampleSortedBy() {
	next, _ := migrations.Find(migration{version: 2}) // the first one that the database lacks
	for i := next; i < migrations.Len(); i++ {
		m := migrations.At(i)
		fmt.Println("apply", m.version, m.apply())
	}
	// Output:
	// apply 2 <nil>
	// apply 3 <nil>
}

var statusTexts section.Map[int, string]

var (
	_ = statusTexts.Add(200, "OK")
	_ = statusTexts.Add(404, "not found")
)

func ExampleMap() {
	if text, ok := statusTexts.Get(404); ok {
		fmt.Println(*text)
	}
	_, ok := statusTexts.Get(500)
	fmt.Println(ok)
	for status, text := range statusTexts.All() {
		fmt.Println(status, *text)
	}
	// Output:
	// not found
	// false
	// 200 OK
	// 404 not found
}

var keywords section.Set[string]

var (
	_ = keywords.Add("if")
	_ = keywords.Add("for")
	_ = keywords.Add("if") // merges with the first one
)

func ExampleSet() {
	fmt.Println(keywords.Has("for"), keywords.Has("while"), keywords.Len())
	// Output: true false 2
}

type middleware struct {
	name     string
	priority int
	enabled  bool
}

var middlewares section.Mutable[middleware]

var (
	_ = middlewares.Add(middleware{"log", 2, true})
	_ = middlewares.Add(middleware{"trace", 0, false})
	_ = middlewares.Add(middleware{"recover", 1, true})
)

// arrange would be a constructor of package premain.
func arrange() {
	middlewares.Edit(func(list []*middleware) []*middleware {
		list = slices.DeleteFunc(list, func(m *middleware) bool { return !m.enabled })
		slices.SortFunc(list, func(a, b *middleware) int { return cmp.Compare(a.priority, b.priority) })
		return list
	})
}

func ExampleMutable() {
	arrange()
	for _, m := range middlewares.All() {
		fmt.Println(m.name)
	}
	// Output:
	// recover
	// log
}
