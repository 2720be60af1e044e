// Package prelude declares the functions that a program of the language finds there, and the one that it must have.
package prelude

import "premain.dev/examples/interning/pool"

var (
	_ = pool.Strings.Add("print")
	_ = pool.Strings.Add("read")
	_ = pool.Strings.Add("length")
	_ = pool.Strings.Add("main")
)
