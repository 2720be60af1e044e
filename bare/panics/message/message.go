// Package message registers, by being imported, a panic handler that writes the message of a panic, in full and without places, and ends the program with status 2.
package message

import "premain.dev/bare"

var _ = bare.PanicHandler(handle)

func handle(p *bare.Panic) {
	p.Print()
	bare.Exit(2)
}
