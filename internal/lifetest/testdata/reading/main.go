// Reading reads a static, and a variable that is none.
package main

import "premain.dev"

var filled, plain int

var _ = premain.Static(&filled, func() int { return 42 })

//go:noinline
func readStatic() int { return filled }

//go:noinline
func readPlain() int { return plain }

func main() {
	plain = 42
	premain.Main(func() int { return readStatic() - readPlain() })
}
