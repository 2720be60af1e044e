//go:build !premain

package section_test

import (
	"reflect"
	"strings"
	"testing"

	"premain.dev/section"
)

// What these tests do, the linked build refuses.

var (
	constantTwice section.Map[string, int]
	inlinedTwice  section.Map[string, int]
	calledTwice   section.Map[rune, int]
	mixedTwice    section.Map[string, int]

	_ = constantTwice.Add("a", 1)                // first
	_ = constantTwice.Add("b", 2)                //
	_ = constantTwice.Add("a", 3)                // second
	_ = constantTwice.Add("b", 4)                // what comes behind is not said
	_ = addInlined("a", 1)                       // first
	_ = addInlinedGeneric("a", 1)                // second
	_ = addCalled('a')                           // first
	_ = addDeep('a')                             // second
	_ = mixedTwice.Add("a", 1)                   // first
	_ = mixedTwice.Add(strings.ToLower("A"), 13) // second
)

func addInlined(k string, v int) *int { return inlinedTwice.Add(k, v) }

func addInlinedGeneric[V int | uint](k string, v V) *int { return addInlined(k, int(v)) }

//go:noinline
func addCalled(k rune) *int { return calledTwice.Add(k, 1) }

//go:noinline
func addDeep(k rune) *int { return addCalled(k) }

// TestConstantKeys is TestEqualKeysOfMap for what the linked build refuses. The places are those of the variables, not of forwarders.
func TestConstantKeys(t *testing.T) {
	for _, c := range []struct {
		name, of string
		read     func()
	}{
		{"constantTwice.Add", `map[string]int has the key "a"`, func() { constantTwice.Len() }},
		{"= addInlined", `map[string]int has the key "a"`, func() { inlinedTwice.Get("") }},
		{"'a'", `map[int32]int has the key 97`, func() { calledTwice.Index(nil) }},
		{"mixedTwice.Add", `map[string]int has the key "a"`, func() { mixedTwice.Get("a") }},
	} {
		first, second := placesOf(t, "plain_collections_test.go", c.name)
		wantMessage(t, c.read, second+": the section of "+c.of+" already, from ", first+"; give each item a key of its own")
	}
}

func TestAddToReadCollections(t *testing.T) {
	var (
		sorted   section.Sorted[int]
		sortedBy section.SortedBy[release]
		m        section.Map[int, string]
		set      section.Set[nameKey]
		mutable  section.Mutable[int]
		edited   section.Mutable[int]
	)
	sorted.Find(1)
	sortedBy.Find(release{})
	m.Get(1)
	set.Has("")
	mutable.Len()
	edited.Edit(func(list []*int) []*int { return list })
	for _, c := range []struct {
		of  string
		add func()
	}{
		{"int", func() { sorted.Add(1) }},
		{"section_test.release", func() { sortedBy.Add(release{}) }},
		{"map[int]string", func() { m.Add(1, "") }},
		{"section_test.nameKey", func() { set.Add("") }},
		{"int", func() { mutable.Add(1) }},
		{"int", func() { edited.Add(1) }},
	} {
		wantMessage(t, c.add, "plain_collections_test.go:", ": Add to the section of "+c.of+" comes after ",
			"plain_collections_test.go:", "; register items while packages initialise, before anything reads the section")
	}
	if n := sorted.Len() + sortedBy.Len() + m.Len() + set.Len() + mutable.Len() + edited.Len(); n != 0 {
		t.Errorf("%d refused items are there", n)
	}
}

func TestCopiedCollections(t *testing.T) {
	var (
		sorted   section.Sorted[int]
		sortedBy section.SortedBy[release]
		m        section.Map[int, string]
		set      section.Set[int]
		mutable  section.Mutable[int]
	)
	sorted.Append(1)
	sortedBy.Append(release{})
	m.Append(1, "")
	set.Append(1)
	mutable.Append(1)
	for _, c := range []struct {
		of      string
		section any
	}{
		{"int", &sorted}, {"section_test.release", &sortedBy}, {"map[int]string", &m}, {"int", &set}, {"int", &mutable},
	} {
		v := reflect.New(reflect.TypeOf(c.section).Elem()) // go vet refuses a plain assignment
		v.Elem().Set(reflect.ValueOf(c.section).Elem())
		wantMessage(t, func() { v.MethodByName("Len").Call(nil) },
			": the section of "+c.of+" has been copied; declare a section as a package-level variable")
		if s, ok := v.Interface().(*section.Mutable[int]); ok {
			wantMessage(t, func() { s.Edit(nil) }, "plain_collections_test.go:", " has been copied; ")
		}
	}
}

var (
	misplacedSorted   section.Sorted[int]
	misplacedSortedBy section.SortedBy[release]
	misplacedMap      section.Map[int, string]
	misplacedSet      section.Set[int]
	misplacedMutable  section.Mutable[int]
)

func init() {
	misplacedSorted.Add(1)
	misplacedSortedBy.Add(release{})
	misplacedMap.Add(1, "")
	misplacedSet.Add(1)
	misplacedMutable.Add(1)
}

func TestAddToCollectionsInInitFunction(t *testing.T) {
	for _, read := range []func(){
		func() { misplacedSorted.Find(1) },
		func() { misplacedSortedBy.Len() },
		func() { misplacedMap.Get(1) },
		func() { misplacedSet.Has(1) },
		func() { misplacedMutable.Edit(func(list []*int) []*int { return list }) },
	} {
		for range 2 { // the refusal is repeated
			wantMessage(t, read, "plain_collections_test.go:", ": Add to the section of ",
				" is called by an init function or by main; make it the whole initialiser of a package-level variable, or call Append")
		}
	}
}
