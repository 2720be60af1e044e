// Tables has sections, with items from several packages, and imports little.
package main

import (
	_ "premain.dev/internal/platformtest/testdata/fixed"
	_ "premain.dev/internal/platformtest/testdata/made"
	"premain.dev/internal/platformtest/testdata/registry"
)

var (
	_ = registry.Items.Add(registry.Item{Name: "main", Small: 255})
	_ = registry.Register("last", nil)
	_ = registry.Register("behind last", nil) // more than a linear search finds
	_ = registry.Letters.Add('m')
)

func main() { registry.Print() }
