// Package pools lets the program allocate with an [alloc.Pools], by being imported.
package pools

import (
	"premain.dev/bare"
	"premain.dev/bare/alloc"
)

// Allocator is the program's allocator. It has the memory of the board.
var Allocator alloc.Pools

var _ = bare.Allocator(&Allocator)
