// Package preinittest starts programs with functions that run before the Go runtime, very often and in all build modes, and compares what is
// left of that in main with programs without such functions.
package preinittest
