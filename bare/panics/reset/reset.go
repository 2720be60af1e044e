// Package reset registers, by being imported, a panic handler that writes the message of a panic and the places, and starts the machine anew.
package reset

import "premain.dev/bare"

var _ = bare.PanicHandler(handle)

func handle(p *bare.Panic) {
	p.Print()
	for at := range p.Places {
		print(at.Function, "\n\t", at.File, ":", at.Line, "\n")
	}
	bare.Reset()
}
