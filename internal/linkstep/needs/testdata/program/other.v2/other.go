package other

var space []byte

func Assembled(n int) int

func CallsBack()

func Outer()

func Inner()

func C()

//go:noinline
func back() {}

func hidden() { back() }

func Sequence(yield func(int) bool) {
	for i := range 3 {
		if !yield(i) {
			return
		}
	}
}

// Deep reaches make through two bodies, of which the compiler puts the first one in its place.
//
//go:noinline
func Deep(n int) { middle(n) }

func middle(n int) { deepest(n) }

//go:noinline
func deepest(n int) { space = make([]byte, n) }

// outer is a name for the assembly function without a wrapper.
var outer = Outer
