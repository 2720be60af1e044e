//go:build premain_bare && !go1.27

package runtime

// laidOut returns the table that the linker has laid out, if it has.
func laidOut(inter *interfacetype, typ *_type) *itab {
	for _, m := range firstmoduledata.itablinks {
		if m.Inter == inter && m.Type == typ {
			return m
		}
	}
	return nil
}
