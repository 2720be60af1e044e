package bake

import _ "premain.dev/section" // to whose archive the link step adds what it lays out

// Value returns what f returns. In a linked build, it is the initialiser of a package-level variable, and f runs when the program
// is linked, unless the package is of another module than the main one and -bake does not name it. The package documentation
// says what f may do and what it may return; whatever it must not, is an error of the linked build.
func Value[T any](f func() T) T { return f() }
