package preinit

import (
	_ "premain.dev/internal/sanitizer" // which the entry uses; in both worlds, so that packages are initialised in the same order
	"premain.dev/section"
)

// Priority says when a function runs; lower ones run first. The numbers are those of constructors (see premain.Priority):
// 0 to 100 are reserved, which the build says.
type Priority uint16

// Common priorities.
const (
	Early   Priority = 101
	Default Priority = 500 // of functions that are registered without one
	Late    Priority = 65535
)

// Function is a registered function.
type Function struct {
	// The link step reads both in the compiled item; see entry.go in internal/linkstep.
	run      func(*Process)
	priority []Priority
}

// functions gathers the functions of the program. The link step orders them.
//
//premain:entry start begin program
var functions section.Of[Function]

// program is what the link step tells of a program that has functions. It is data in the binary.
var program struct {
	functions []*Function // in the order in which they run
	code      []code      // everything that may run before the runtime
	texts     []string    // names of files and reasons
}

// code is a compiled function.
type code struct {
	entry  *byte
	size   uintptr
	name   string
	lines  []line
	panics []ending
}

// line says where the instructions from an offset on come from.
type line struct {
	offset uint32
	line   uint32
	file   uint32 // in texts
}

// ending is a call of the runtime that does not return.
type ending struct {
	offset uint32 // of the instruction behind the call
	reason uint32 // in texts
}
