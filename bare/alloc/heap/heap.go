// Package heap lets the program allocate with an [alloc.Heap], by being imported.
package heap

import (
	"premain.dev/bare"
	"premain.dev/bare/alloc"
)

// Allocator is the program's allocator. It has the memory of the board.
var Allocator alloc.Heap

var _ = bare.Allocator(&Allocator)
