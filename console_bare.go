//go:build premain_bare

package premain

import _ "unsafe" // for linkname

// printError prints an error that ends the program, unless its message is empty.
func printError(err error) {
	if text := err.Error(); text != "" {
		print(programName, ": ", text, "\n")
	}
}

// printPlace begins a line about a step.
func printPlace(s *Step) {
	print(programName, ": ", s.Place(), ": ")
	s.write()
}

// printDestructor begins a line about the destructor of a step.
func printDestructor(s *Step) { print(programName, ": ", s.Place(), ": destructor ", s.Name()) }

// printPanic prints a panic that is recovered by the caller's caller, as Go prints it, and where it was.
func printPanic(value any) {
	print("panic: ")
	printValue(value)
	print("\n\n")
	panicPlaces(func(function, file string, line int32) bool {
		if ownFunction(function) {
			return !process.ending // a destructor is nobody's call
		}
		print(function, "\n\t", file, ":", line, "\n")
		return true
	})
}

// ownFunction reports whether the name of a function says that it is this package's.
func ownFunction(name string) bool {
	const own = "premain%2edev."
	return len(name) >= len(own) && name[:len(own)] == own
}

// callerPlace returns the file and line of the innermost call that was made outside this package.
func callerPlace() (place callPlace) {
	callPlaces(func(function, file string, line int32) bool {
		place = callPlace{file, line}
		return ownFunction(function)
	})
	return place
}

type callPlace struct {
	file string
	line int32
}

//go:noescape
//go:linkname callPlaces runtime.callPlaces
func callPlaces(yield func(function, file string, line int32) bool)

// printValue prints the value of a panic as Go prints it.
func printValue(v any) {
	defer func() {
		if recover() != nil { // in the value's own method
			print("(", typeName(v), ") whose method panics when it is printed")
		}
	}()
	printPanicValue(v)
}

//go:noescape
//go:linkname panicPlaces runtime.panicPlaces
func panicPlaces(yield func(function, file string, line int32) bool)

//go:noescape
//go:linkname printPanicValue runtime.printValue
func printPanicValue(v any)
