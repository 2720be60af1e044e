// Package pool interns strings. Those that packages declare are known before main, in alphabetical order, each with a handle and an id.
// All others stay what they are.
package pool

import "premain.dev/section"

// Strings are the known strings. Any package adds its own, where it needs them, and keeps the handle:
//
//	var Main = pool.Strings.Add("main")
//
// Two packages may add the same string. It then has two handles, and the id of the first.
var Strings section.Sorted[string]

// Str is a string, a known one or another one. It is comparable: the Strs of equal strings are equal. The zero value is the empty string,
// as long as nobody adds that.
type Str struct {
	id   int    // one more than the rank in Strings
	text string // of a string that is not known
}

// Intern returns the Str of a text. It does not allocate. If the string is known, the Str does not hold on to the text, which is often a
// small part of a large source.
func Intern(text string) Str {
	if i, ok := Strings.Find(text); ok {
		return Str{id: i + 1}
	}
	return Str{text: text}
}

// ID returns the id of a known string, its rank in the order of the alphabet.
func (s Str) ID() (int, bool) { return s.id - 1, s.id > 0 }

// Is reports whether s is the string with that handle. It compares texts only if there is more than one handle, or if the answer is no.
func (s Str) Is(handle *string) bool {
	return s.id > 0 && (Strings.At(s.id-1) == handle || s.String() == *handle)
}

func (s Str) String() string {
	if s.id > 0 {
		return *Strings.At(s.id - 1)
	}
	return s.text
}
