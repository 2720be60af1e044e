package bake

import _ "premain.dev/section" // to whose archive the link step adds what it lays out

// Value returns what f returns. In a linked build, where it initialises a package-level variable, f runs when the
// program is linked.
func Value[T any](f func() T) T { return f() }
