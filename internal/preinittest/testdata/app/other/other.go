//go:build premain

// Package other has functions of its own that run early.
package other

import "premain.dev/preinit"

// Ran is how many of them have run, in their order.
var Ran int

var (
	_ = preinit.Func(func(*preinit.Process) { Ran *= 2 }, 502)
	_ = preinit.Func(func(*preinit.Process) { Ran++ }, 501)
)
