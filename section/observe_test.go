package section_test

import (
	"iter"
	"strings"
	"testing"
)

// observe returns the items of a section as All yields them, and makes sure that its other methods say the same.
func observe[T any](t *testing.T, all iter.Seq2[int, *T], n int, at func(int) *T, index func(*T) (int, bool)) []T {
	t.Helper()
	items := make([]T, 0, n)
	for i, p := range all {
		if i != len(items) {
			t.Fatalf("All yields index %d in place %d", i, len(items))
		}
		if at(i) != p {
			t.Errorf("At(%d) is not the item that All yields", i)
		}
		if j, ok := index(p); j != i || !ok {
			t.Errorf("Index of item %d = %d, %v", i, j, ok)
		}
		items = append(items, *p)
	}
	if n != len(items) {
		t.Errorf("Len %d, but All yields %d items", n, len(items))
	}
	for range all {
		break
	}
	for _, i := range []int{-1, n} {
		if msg := panics(t, func() { at(i) }); !strings.Contains(msg, "index out of range") {
			t.Errorf("At(%d) of %d items: %s", i, n, msg)
		}
	}
	for _, p := range []*T{nil, new(T)} {
		if i, ok := index(p); i != 0 || ok {
			t.Errorf("Index of a stranger = %d, %v", i, ok)
		}
	}
	return items
}

// wantMessage makes sure that f panics with a text that has some parts, in that order.
func wantMessage(t *testing.T, f func(), parts ...string) {
	t.Helper()
	msg := panics(t, f)
	rest := msg
	for _, part := range parts {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			t.Errorf("message %q lacks %q", msg, part)
			return
		}
		rest = after
	}
}
