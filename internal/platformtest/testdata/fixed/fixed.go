// Package fixed adds items that are constant.
package fixed

import "premain.dev/internal/platformtest/testdata/registry"

var First = registry.Items.Add(registry.Item{Small: 0x12, Name: "first", Wide: 0x0123456789abcdef, Words: []string{"one", "two"}})

var (
	_ = registry.Items.Add(registry.Item{Name: "second", Parent: First, Do: twice, Value: 1.5})
	_ = registry.Register("third", func(s string) string { return "<" + s + ">" })
	_ = registry.Letters.Add('p')
	_ = registry.Letters.Add('q')
)

func twice(s string) string { return s + s }
