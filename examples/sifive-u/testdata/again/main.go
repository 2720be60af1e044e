//go:build premain_bare

// Again traps where the board has nothing, and then in what is to tell of that.
package main

import (
	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

const nowhere mmio.Reg32 = 0x7000_0000

var _ = bare.PanicHandler(func(p *bare.Panic) {
	cause, _, addr, ok := p.Trap()
	println("trap", cause, addr, ok)
	nowhere.Store(1)
})

func main() { println(nowhere.Load()) }
