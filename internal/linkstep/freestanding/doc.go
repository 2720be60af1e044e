// Package freestanding makes the package runtime of programs without the Go runtime.
//
// Package runtime is replaced as a whole, by an overlay of the go command. Its files are those of the directory runtime here, and
// declarations of the one in GOROOT: those that ours, the compiler and the standard library refer to, and what these need in turn,
// up to where ours take their place. So what Go says of an index out of range, how it grows a slice or converts a string is Go's
// own code in the release at hand, and what is below it, memory, the stack, panics, the console, is ours. RATIONALE.md says more.
package freestanding
