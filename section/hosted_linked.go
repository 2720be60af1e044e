//go:build premain && !premain_bare

package section

func (t *table) orderSpace(n int) []uint32 {
	if t.layout != nil && len(t.layout.order) == n {
		return t.layout.order
	}
	return make([]uint32, n)
}

// name returns what messages call the section.
func (t *table) name(nilItem itemType) string {
	if t.layout == nil {
		return "of " + typeName(nilItem)
	}
	return t.layout.name
}
