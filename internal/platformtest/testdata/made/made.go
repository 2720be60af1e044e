// Package made adds items that are computed, between some that are constant.
package made

import (
	"premain.dev/internal/platformtest/testdata/fixed"
	"premain.dev/internal/platformtest/testdata/registry"
)

var calls uint64

func next() uint64 { calls++; return calls }

var (
	_      = registry.Items.Add(registry.Item{Name: "fourth", Wide: next(), Value: fixed.First})
	_      = registry.Items.Add(registry.Item{Name: "fifth", Words: []string{"three"}, Value: &registry.Item{Name: "behind"}})
	letter = byte('r' + next())
	_      = registry.Letters.Add(letter)
	_      = registry.Register(name(), twice)
	_      = registry.Letters.Add('s')
)

func name() string {
	if next() == 3 {
		return "sixth"
	}
	return "out of order"
}

func twice(s string) string { return s + s }

func init() {
	registry.Items.Append(registry.Item{Name: "appended", Wide: 1<<64 - 1, Words: []string{"four", "five"}})
	registry.Letters.Append('z')
}
