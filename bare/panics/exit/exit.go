// Package exit registers, by being imported, a panic handler that ends the program with status 2 when it has failed, and writes nothing.
package exit

import "premain.dev/bare"

var _ = bare.PanicHandler(handle)

func handle(p *bare.Panic) {
	bare.Exit(2)
}
