// Package bump lets the program allocate with an [alloc.Bump], by being imported.
package bump

import (
	"premain.dev/bare"
	"premain.dev/bare/alloc"
)

// Allocator is the program's allocator. It has the memory of the board.
var Allocator alloc.Bump

var _ = bare.Allocator(&Allocator)
