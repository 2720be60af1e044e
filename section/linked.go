//go:build premain

package section

// The link step defines this name when it compiles this package. Without it the build stops here, before
// anything gets into the build cache that a linked build would take for its own.
const _ = this_build_has_the_tag_premain_but_not_the_link_step__use_premain_build_or_go_build_toolexec_premain

// registry is what a table holds in the linked world only.
type registry struct {
	layout *layout // nil for a section without items
}

// layout is what the link step tells about a section that has items. It is data in the binary.
type layout struct {
	name    string
	pending []pending // the items whose values are computed, in order
	order   []uint32  // zeroes, as many as there are items
}

// pending is an item that its package's initialisation has to fill.
type pending struct {
	done  *bool
	place string
}

// testReaders are the functions that read required sections. The link step fills it in test binaries, and lets those call
// readForTests when all packages have been initialised.
var testReaders []func()

func readForTests() {
	for _, read := range testReaders {
		read()
	}
}

// Add is what the link step recognises. No call of it is left in a linked program.
func (s *Of[T]) Add(v T) *T {
	refuse(here(), "the link step could not see this call of Add; call it, or the forwarder around it, by its name")
	return nil
}

// Item returns v. The link step makes calls of it where it cannot spell T.
func (s *Of[T]) Item(v T) T { return v }

// takeAdded refuses to read a section of which a part has not been computed yet.
func (t *table) takeAdded(nilItem itemType) {
	if t.layout == nil {
		return
	}
	for _, p := range t.layout.pending {
		if !*p.done {
			refuse(here(), "the section ", t.name(nilItem), " is read before its item at ", p.place,
				" has been computed; read it after the packages that add to it have initialised")
		}
	}
}
