//go:build !premain

package section_test

import (
	"fmt"
	"io"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"premain.dev/section"
)

// What these tests do, the linked build refuses to compile.

func TestAddAfterRead(t *testing.T) {
	var s section.Of[fmt.Stringer]
	s.Len()
	msg := panics(t, func() { s.Add(nil) })
	if !strings.Contains(msg, "Add to the section of fmt.Stringer comes after its first read at ") ||
		strings.Count(msg, "plain_test.go:") != 2 {
		t.Error(msg)
	}
}

func TestCopy(t *testing.T) {
	var s section.Of[*io.Reader]
	s.Append(nil)
	v := reflect.New(reflect.TypeFor[section.Of[*io.Reader]]()) // go vet refuses a plain assignment
	v.Elem().Set(reflect.ValueOf(&s).Elem())
	msg := panics(t, func() { v.Interface().(*section.Of[*io.Reader]).Len() })
	if !strings.Contains(msg, "plain_test.go:") || !strings.Contains(msg, "the section of *io.Reader has been copied") {
		t.Error(msg)
	}
}

var misplacedInInit, misplacedInlined, misplacedDeep section.Of[int]

func init() {
	misplacedInInit.Add(1)
	forward(1)
	func() { deep(2) }()
}

func forward(n int) *int { return misplacedInlined.Add(n) }

//go:noinline
func deep(n int) *int { return misplacedDeep.Add(n) }

func TestAddInInitFunction(t *testing.T) {
	for _, c := range []struct {
		section *section.Of[int]
		want    string
	}{
		{&misplacedInInit, `plain_test.go:LINE: Add to the section of int is called by an init function or by main; make it`},
		{&misplacedInlined, `plain_test.go:LINE: Add to the section of int is called \(at .*plain_test.go:LINE\) by an init function or by main; make it`},
		{&misplacedDeep, `plain_test.go:LINE: Add to the section of int is called \(at .*plain_test.go:LINE\) by an init function or by main; make it`},
	} {
		for range 2 { // the refusal is repeated
			msg := panics(t, func() { c.section.Len() })
			if want := strings.ReplaceAll(c.want, "LINE", `\d+`); !regexp.MustCompile(want).MatchString(msg) {
				t.Errorf("got %q, want %q", msg, c.want)
			}
		}
	}
}

var _ = []*int{bulk.Add(0), helper(1), helper(2)}
var bulk section.Of[int]

// helper is more than a forwarder, but plain Go cannot know.
//
//go:noinline
func helper(n int) *int {
	for range 100 {
		bulk.Add(n)
	}
	return bulk.Add(n)
}

func TestAddBelowVariableInitialiser(t *testing.T) {
	if n := bulk.Len(); n != 203 {
		t.Errorf("Len = %d", n)
	}
}

var (
	twinWords   section.Map[string, int]
	twinNumbers section.Map[int16, int]
)

func registerWord(k string) *int { return twinWords.Add(k, 0) } // inlined

//go:noinline
func registerNumber(k int16) *int { return twinNumbers.Add(k, 0) }

var (
	_, _, twinLine, _ = runtime.Caller(0)

	_ = registerWord("word")
	_ = registerWord("word")
	_ = registerNumber(-32768)
	_ = registerNumber(-32768)
)

// TestEqualKeys has forwarders: what is wrong are their calls.
func TestEqualKeys(t *testing.T) {
	for _, c := range []struct {
		read func() int
		want string
		line int
	}{
		{twinWords.Len, `the section of map[string]int has the key "word" already`, twinLine + 2},
		{twinNumbers.Len, `the section of map[int16]int has the key -32768 already`, twinLine + 4},
	} {
		msg := panics(t, func() { c.read() })
		want := fmt.Sprintf(`plain_test.go:%d: %s, from .*plain_test.go:%d; give each`, c.line+1, regexp.QuoteMeta(c.want), c.line)
		if !regexp.MustCompile(want).MatchString(msg) {
			t.Errorf("got %q, want %q", msg, want)
		}
	}
}
