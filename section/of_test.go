package section_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"premain.dev/section"
)

type command struct {
	name string
	run  func()
}

func nop() {}

var commands section.Of[command]

var (
	_     = commands.Add(command{"a", nop})
	hB    = commands.Add(command{name: "b"})
	_, hC = register("c"), register("d")
	_     = commands.Add(command{name: dynamic()})
)

func register(name string) *command { return commands.Add(command{name: name}) }

func dynamic() string { return strings.Repeat("e", 1) }

func init() { commands.Append(command{name: "appended"}) }

func TestOrderAndIndex(t *testing.T) {
	var names []string
	for i, c := range commands.All() {
		names = append(names, c.name)
		if commands.At(i) != c {
			t.Errorf("At(%d) is not the item that All yields", i)
		}
		if j, ok := commands.Index(c); j != i || !ok {
			t.Errorf("Index of item %d = %d, %v", i, j, ok)
		}
	}
	if got := strings.Join(names, " "); got != "a b c d e appended" || commands.Len() != 6 {
		t.Errorf("items: %s; Len %d", got, commands.Len())
	}
	if hB.name != "b" || hC.name != "d" {
		t.Errorf("handles: %q %q", hB.name, hC.name)
	}
	for _, p := range []*command{nil, new(command)} {
		if i, ok := commands.Index(p); i != 0 || ok {
			t.Errorf("Index of a stranger = %d, %v", i, ok)
		}
	}
}

var (
	many   section.Of[[3]int32]
	empty  section.Of[string]
	zeroes section.Of[struct{}]
	_      = zeroes.Add(struct{}{})
	_      = zeroes.Add(struct{}{})
)

func init() {
	for i := range 1000 {
		many.Append([3]int32{int32(i)})
	}
}

func TestIndexOfMany(t *testing.T) {
	for i, p := range many.All() {
		if j, ok := many.Index(p); j != i || !ok {
			t.Fatalf("Index of item %d = %d, %v", i, j, ok)
		}
	}
	p := many.At(500)
	if n := testing.AllocsPerRun(100, func() { many.Index(p) }); n != 0 {
		t.Errorf("Index allocates %v times", n)
	}
	if i, ok := many.Index(new([3]int32)); i != 0 || ok {
		t.Errorf("Index of a stranger = %d, %v", i, ok)
	}
}

func TestEmpty(t *testing.T) {
	for range empty.All() {
		t.Error("an item in an empty section")
	}
	if empty.Len() != 0 {
		t.Errorf("Len = %d", empty.Len())
	}
}

func TestZeroSize(t *testing.T) {
	if zeroes.Len() != 2 {
		t.Errorf("Len = %d", zeroes.Len())
	}
	if i, ok := zeroes.Index(zeroes.At(1)); i != 0 || ok {
		t.Errorf("Index = %d, %v", i, ok)
	}
}

var (
	sealed   section.Of[int]
	_        = sealed.Add(1)
	contends section.Of[int]
)

func TestAppendAfterRead(t *testing.T) {
	sealed.Len()
	msg := panics(t, func() { sealed.Append(2) })
	for _, want := range []string{"of_test.go:", "Append to the section", "first read at ", "of_test.go:"} {
		_, after, ok := strings.Cut(msg, want)
		if !ok {
			t.Fatalf("message %q lacks %q", msg, want)
		}
		msg = after
	}
	if sealed.Len() != 1 {
		t.Errorf("Len = %d after a refused Append", sealed.Len())
	}
}

// TestConcurrentReads is for the race detector.
func TestConcurrentReads(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			func() {
				defer func() { recover() }()
				contends.Append(1)
			}()
			for _, p := range contends.All() {
				contends.Index(p)
			}
		})
	}
	wg.Wait()
	n := contends.Len()
	for range contends.All() {
		n--
	}
	if n != 0 {
		t.Errorf("Len and All differ by %d", n)
	}
}

func panics(t *testing.T, f func()) (msg string) {
	t.Helper()
	defer func() {
		v := recover()
		if v == nil {
			t.Error("no panic")
		}
		msg = fmt.Sprint(v)
	}()
	f()
	return ""
}
