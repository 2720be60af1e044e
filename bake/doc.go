// Package bake computes the values of variables when a program is linked, not when it starts.
//
//	var word = bake.Value(func() *regexp.Regexp { return regexp.MustCompile(`\w+`) })
//
// In a plain build, by the go command alone, Value calls the function, and the variable is initialised when its turn comes,
// like any other. In a linked build, by premain build, the tool runs the function while it links the program, lays out what the
// function has returned as data, and the program starts with the value in place: no code is run for it, and the code that
// only the function needs is not in the program. The program does the same in both, as long as the function keeps to what
// follows.
//
// # Which values are computed at link time
//
// Those of the main module, and of the modules of a workspace. Functions of other modules do not run on the building machine
// unless the flag -bake names their packages, or single variables: premain build -bake=example.com/p,example.com/q.Table. With
// -bake=off, all values are computed at initialisation. The functions of a program share a minute, or what -bake-timeout gives
// them.
//
// Programs for systems whose programs the building machine cannot run compute their values at initialisation, too, and a line of
// the build says so. So do packages that are compiled without inlining (-gcflags=-l), which premain build -v tells.
//
// # Where Value may stand
//
// A call of Value is the whole initialiser of a package-level variable, the blank one included. Anywhere else a linked
// build refuses it, at the line where it stands. The variable stays an ordinary variable: it may be exported,
// changed, and read by initialisers, which see the value that it has in the order of Go. Only an initialiser that reads it
// where Go sees no reference, through a method of an interface, may find in a linked program what in a plain one is not there yet.
//
// The tool has to write down the variable's type. If it cannot be named in the file, because it is an unexported type of
// another package, the variable must be given one that can.
//
// # What the function may do
//
// A linked build runs the function twice, in two processes in which the packages that it needs have been initialised as
// they are in the program, and with different environments. What the two return must be the same, or the build fails and
// says where they differ: the function must not depend on time, on randomness, on addresses, on the environment or on the
// machine that builds. Files come in by //go:embed. A function that panics, exits or does not return fails the build, too. What
// it prints, the build prints, and not the program.
//
// Only the value is kept. Whatever else the function changes has been changed in another process; so a linked build
// refuses a function that changes package-level variables, or reads a section, whose items are there only in the program.
// Variables that are caches, whose content may be lost, can be named by import path and variable above the baked one, in one
// line with spaces between them:
//
//	//premain:cache example.com/p.compiled
//
// # Without the Go runtime
//
// The values of a program for a board (see package premain.dev/bare) are computed by a program with the Go runtime, of the same packages and
// for the building machine, in a build of its own. So the function may allocate, make maps and start goroutines, whatever the tier of the
// program; what it imports is in the program nevertheless, where it must not need more than the tier has to be initialised.
//
// The function must not depend on the architecture: not on unsafe, and not on how floating-point operations are rounded that the compiler may
// fuse, either. Some values are computed at initialisation after all, and a line of the build says which and why:
//
//   - if the package, or one on which it depends, has other source files in a hosted program, or where it is for another system or
//     architecture than the building machine's, has the words GOOS or GOARCH and imports package runtime,
//   - if the program does not build without the tag premain_bare for the building machine,
//   - if what the package initialises fails there,
//   - if something has to be repaired at start (see below), which needs the Go runtime, or is a struct of the packages time and context, which
//     are made anew for boards, or leads to a symbol that the program for the board does not have.
//
// A function that computes at initialisation in the tier core must do without a heap.
//
// # What values can be
//
// A value can consist of numbers, strings, structs, arrays, slices, pointers and interfaces with any of these in them, in
// any package's types and with unexported fields, shared and in cycles; of functions and of function literals that refer to
// no variable outside; of types (reflect.Type); and of addresses of package-level variables and of parts of them. Two parts of
// values that point to one thing do so in the program, too, within one value and among several. Locks are as the function
// has left them.
//
// What is not plain data but can be made again is repaired when the program starts: maps are filled with the pairs that
// they held, unique.Handle values are made again, and a pointer to what a variable outside the value points to is taken from
// that variable, so that io.EOF is io.EOF. That costs a little at start; premain build -v lists it.
//
// Values that hold a channel, a function literal or a method value with variables of its own, or an unsafe.Pointer or an
// address in an integer that leads to memory that the function has allocated cannot be baked. The build fails and prints
// the way through the value to what is in it.
//
// Types say what a value consists of. Code that reaches behind what they say, by package unsafe, will not find there what the
// function has put there.
//
// A value is data of the program: what it saves in code and in work at start, it may take in the file. A map takes what filling it
// takes, whenever the program starts; a sorted slice takes nothing.
package bake
