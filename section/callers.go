//go:build !premain_bare

package section

import "runtime"

// callers holds return addresses, innermost first, as runtime.Callers stores them.
type callers [8]uintptr

func (c *callers) capture() { runtime.Callers(2, c[:]) }

// place returns the file and line of the innermost call that was made outside this package.
func (c *callers) place() string {
	n := 0
	for n < len(c) && c[n] != 0 {
		n++
	}
	if n == 0 {
		return "unknown place"
	}
	frames := runtime.CallersFrames(c[:n])
	for {
		f, more := frames.Next()
		if !more || !ownFile(f.File) {
			return f.File + ":" + itoa(f.Line)
		}
	}
}

// at returns " at " and the place.
func (c *callers) at() string { return " at " + c.place() }

// here returns what messages begin with: where the package has been called.
func here() string {
	var c callers
	c.capture()
	return c.place() + ": "
}

// refuse panics with a text in parts.
func refuse(text ...string) {
	var all string
	for _, part := range text {
		all += part
	}
	panic(all)
}

// ownFile reports whether a file belongs to this package, its tests aside. The name of a function would not tell: a
// closure that is inlined has the name of the function around it.
func ownFile(file string) bool {
	_, self, _, _ := runtime.Caller(0)
	const name, test = "callers.go", "_test.go"
	dir := self[:len(self)-len(name)]
	return len(file) > len(dir) && file[:len(dir)] == dir &&
		(len(file) < len(test) || file[len(file)-len(test):] != test)
}

// own reports whether a function belongs to this package.
func own(function string) bool {
	const prefix = "premain.dev/section."
	return len(function) > len(prefix) && function[:len(prefix)] == prefix
}

// itoa and the other string handling here do without strconv and strings: a section is to add next to nothing
// to a program, and strings alone brings the tables of unicode.
func itoa(n int) string { return decimal(uint64(n)) }

func decimal(n uint64) string {
	var b [20]byte
	i := len(b)
	for {
		i--
		b[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(b[i:])
		}
	}
}

// typeName returns the name of T as Go prints it, given a nil *T. Going through the message of a failed assertion
// spares every program that has a section the reflect package.
func typeName(nilItem any) (name string) {
	defer func() {
		err, ok := recover().(runtime.Error)
		if !ok {
			return
		}
		// interface conversion: *cli.Command is not section.impossible: missing method impossible
		const before, after = "interface conversion: *", " is not "
		name = err.Error()
		if len(name) < len(before) || name[:len(before)] != before {
			return
		}
		name = name[len(before):]
		for i := range name {
			if len(name)-i >= len(after) && name[i:i+len(after)] == after {
				name = name[:i]
				return
			}
		}
	}()
	return nilItem.(impossible).impossible()
}

type impossible interface{ impossible() string }
