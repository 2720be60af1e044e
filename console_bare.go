//go:build premain_bare

package premain

import _ "unsafe" // for linkname

// printLine prints a line behind the name of the program.
func printLine(a, b, c, d string) { print(programName, ": ", a, b, c, d, "\n") }

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
		const own = "premain%2edev."
		if len(function) < len(own) || function[:len(own)] != own {
			print(function, "\n\t", file, ":", line, "\n")
		}
		return true
	})
}

// printValue prints the value of a panic as Go prints it.
func printValue(v any) {
	defer func() {
		if recover() != nil { // in the value's own method
			print("(", typeName(v), ") whose method panics when it is printed")
		}
	}()
	printPanicValue(v)
}

//go:linkname panicPlaces runtime.panicPlaces
func panicPlaces(yield func(function, file string, line int32) bool)

//go:linkname printPanicValue runtime.printValue
func printPanicValue(v any)
