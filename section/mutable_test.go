package section_test

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"testing"

	"premain.dev/section"
)

type stage struct {
	name string
	rank int
}

var (
	stages section.Mutable[stage]

	_          = stages.Add(stage{"c", 3})
	stageFirst = addStage("a", 1)
	_          = addRanked("x", int8(9))
	_          = stages.Add(stage{dynamic(), 2})
	stageLast  *stage
)

func addStage(name string, rank int) *stage { return stages.Add(stage{name, rank}) }

// addRanked is a generic forwarder.
func addRanked[N int | int8](name string, rank N) *stage { return stages.Add(stage{name, int(rank)}) }

func init() { stageLast = stages.Append(stage{"z", 4}) }

// namesOf returns the names of a list of stages.
func namesOf(list []*stage) string {
	var names []string
	for _, s := range list {
		names = append(names, s.name)
	}
	return strings.Join(names, " ")
}

func TestMutable(t *testing.T) {
	var kept []*stage
	stages.Edit(func(list []*stage) []*stage { // sorts, and changes an item
		if got, want := namesOf(list), "c a x e z"; got != want {
			t.Errorf("at first %s, want %s", got, want)
		}
		slices.SortFunc(list, func(a, b *stage) int { return cmp.Compare(a.rank, b.rank) })
		list[4].name = "removed"
		kept = list
		return list
	})
	slices.Reverse(kept) // what Edit has given belongs to nobody
	own := &stage{"new", 5}
	stages.Edit(func(list []*stage) []*stage { // filters, and adds
		if got, want := namesOf(list), "a e c z removed"; got != want {
			t.Errorf("after sorting %s, want %s", got, want)
		}
		list = slices.DeleteFunc(list, func(s *stage) bool { return s.name == "removed" })
		list = append(list, own, &stage{"newer", 6}, &stage{"newest", 7})
		kept = list
		return list
	})
	kept[0] = nil
	stages.Edit(func(list []*stage) []*stage {
		slices.Reverse(list)
		list[0].name += "!"
		return list[:5]
	})
	got := observe(t, stages.All(), stages.Len(), stages.At, stages.Index)
	if want := []stage{{"newest!", 7}, {"newer", 6}, {"new", 5}, {"z", 4}, {"c", 3}}; !slices.Equal(got, want) {
		t.Errorf("items %v, want %v", got, want)
	}
	if i, ok := stages.Index(own); i != 2 || !ok {
		t.Errorf("Index of an item that Edit has added = %d, %v", i, ok)
	}
	if i, ok := stages.Index(stageLast); i != 3 || !ok {
		t.Errorf("Index of the handle of an appended item = %d, %v", i, ok)
	}
	if i, ok := stages.Index(stageFirst); i != 0 || ok {
		t.Errorf("Index of an item that Edit has left out = %d, %v", i, ok)
	}
}

var (
	uneditedStages section.Mutable[string]
	noStages       section.Mutable[string]
	emptiedStages  section.Mutable[string]
	appendedStages section.Mutable[string]
	madeStages     section.Mutable[int]
	zeroStages     section.Mutable[struct{}]
	twiceStages    section.Mutable[int]

	_          = uneditedStages.Add("b")
	_          = uneditedStages.Add("a")
	_          = emptiedStages.Add("a")
	_          = zeroStages.Add(struct{}{})
	_          = zeroStages.Add(struct{}{})
	stageTwice = twiceStages.Add(1)
)

func init() {
	appendedStages.Append("b")
	appendedStages.Append("a")
}

func TestMutableFew(t *testing.T) {
	emptiedStages.Edit(func([]*string) []*string { return nil })
	appendedStages.Edit(func(list []*string) []*string { return []*string{list[1], list[0]} })
	for _, s := range []struct {
		name string
		got  []string
		want []string
	}{
		{"unedited", observe(t, uneditedStages.All(), uneditedStages.Len(), uneditedStages.At, uneditedStages.Index), []string{"b", "a"}},
		{"empty", observe(t, noStages.All(), noStages.Len(), noStages.At, noStages.Index), nil},
		{"emptied", observe(t, emptiedStages.All(), emptiedStages.Len(), emptiedStages.At, emptiedStages.Index), nil},
		{"appended", observe(t, appendedStages.All(), appendedStages.Len(), appendedStages.At, appendedStages.Index), []string{"a", "b"}},
	} {
		if !slices.Equal(s.got, s.want) {
			t.Errorf("%s: items %q, want %q", s.name, s.got, s.want)
		}
	}
	madeStages.Edit(func(list []*int) []*int {
		if len(list) != 0 {
			t.Errorf("%d items in an empty section", len(list))
		}
		for i := range 100 {
			n := 100 - i
			list = append(list, &n)
		}
		return list
	})
	got := observe(t, madeStages.All(), madeStages.Len(), madeStages.At, madeStages.Index)
	if len(got) != 100 || got[0] != 100 || got[99] != 1 {
		t.Errorf("items that Edit has added: %v", got)
	}
	zeroStages.Edit(func(list []*struct{}) []*struct{} { return append(list, new(struct{})) })
	if i, ok := zeroStages.Index(zeroStages.At(2)); zeroStages.Len() != 3 || i != 0 || ok {
		t.Errorf("%d items without a size, Index %d, %v", zeroStages.Len(), i, ok)
	}
	twiceStages.Edit(func(list []*int) []*int { return append(list, list...) })
	if i, ok := twiceStages.Index(stageTwice); twiceStages.Len() != 2 || twiceStages.At(0) != twiceStages.At(1) || i > 1 || !ok {
		t.Errorf("an item that is there %d times has index %d, %v", twiceStages.Len(), i, ok)
	}
}

var (
	nilStages    section.Mutable[string]
	nestedStages section.Mutable[string]
	readStages   section.Mutable[string]
	panicStages  section.Mutable[string]
	lateStages   section.Mutable[string]

	_ = nilStages.Add("a")
	_ = nilStages.Add("b")
	_ = nestedStages.Add("a")
	_ = readStages.Add("a")
	_ = panicStages.Add("a")
	_ = panicStages.Add("b")
	_ = lateStages.Add("a")
)

func nopEdit(list []*string) []*string { return list }

func TestEditRefuses(t *testing.T) {
	wantMessage(t, func() { nilStages.Edit(func(list []*string) []*string { list[0] = nil; return list }) },
		"mutable_test.go:", ": Edit of the section ", " returns a nil item; leave out what is not to be there")
	if got := observe(t, nilStages.All(), nilStages.Len(), nilStages.At, nilStages.Index); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("after a nil item: %q", got)
	}

	nestedStages.Edit(func(list []*string) []*string {
		wantMessage(t, func() { nestedStages.Edit(nopEdit) }, "mutable_test.go:", ": Edit of the section ", " inside another one at ",
			"mutable_test.go:", "; edit the list that it is given")
		for _, read := range []func(){
			func() { nestedStages.Len() }, func() { nestedStages.At(0) }, func() { nestedStages.Index(list[0]) },
			func() {
				for range nestedStages.All() {
				}
			},
		} {
			wantMessage(t, read, "mutable_test.go:", ": the section ", " is read inside Edit at ", "mutable_test.go:",
				"; read the list that it is given")
		}
		wantMessage(t, func() { nestedStages.Append("b") }, "mutable_test.go:", ": Append to the section ", " at ", "mutable_test.go:")
		return append(list, new(string))
	})
	nestedStages.Edit(nopEdit) // that has done no harm
	if n := nestedStages.Len(); n != 2 {
		t.Errorf("%d items after refusals inside Edit", n)
	}

	readStages.At(0)
	wantMessage(t, func() { readStages.Edit(nopEdit) }, "mutable_test.go:", ": Edit of the section ", " comes after its first read at ",
		"mutable_test.go:", "; edit in constructors, before anything reads the section")
	wantMessage(t, func() { readStages.Append("b") }, "mutable_test.go:", ": Append to the section ", " comes after its first read at ",
		"mutable_test.go:", "; register items while packages initialise")

	wantMessage(t, func() {
		panicStages.Edit(func(list []*string) []*string {
			*list[0] = "changed"
			slices.Reverse(list)
			panic("inside")
		})
	}, "inside")
	panicStages.Edit(nopEdit)
	if got := observe(t, panicStages.All(), panicStages.Len(), panicStages.At, panicStages.Index); !slices.Equal(got, []string{"changed", "b"}) {
		t.Errorf("after a panic: %q", got)
	}

	lateStages.Edit(nopEdit)
	wantMessage(t, func() { lateStages.Append("b") }, "mutable_test.go:", ": Append to the section ", " comes after ", "mutable_test.go:",
		"; register items while packages initialise")
	if lateStages.Len() != 1 {
		t.Error("a refused item is in the section")
	}
}

var (
	contendsStages section.Mutable[int]

	_ = contendsStages.Add(0)
	_ = contendsStages.Add(0)
)

// TestConcurrentEdits is for the race detector.
func TestConcurrentEdits(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				func() {
					defer func() { recover() }() // there is another one
					contendsStages.Edit(func(list []*int) []*int {
						*list[0]++
						slices.Reverse(list)
						return list
					})
				}()
			}
		})
	}
	wg.Wait()
	for range 8 {
		wg.Go(func() {
			for _, p := range contendsStages.All() {
				if i, ok := contendsStages.Index(p); !ok || contendsStages.At(i) != p {
					t.Errorf("Index = %d, %v", i, ok)
				}
			}
		})
	}
	wg.Wait()
	edits := 0
	for _, p := range contendsStages.All() {
		edits += *p
	}
	if edits == 0 || contendsStages.Len() != 2 {
		t.Errorf("%d edits, %d items", edits, contendsStages.Len())
	}
}
