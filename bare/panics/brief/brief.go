// Package brief registers, by being imported, a panic handler that writes one line about a panic and ends the program with status 2. It is the smallest that tells something.
package brief

import "premain.dev/bare"

var _ = bare.PanicHandler(handle)

func handle(p *bare.Panic) {
	p.PrintBrief()
	bare.Exit(2)
}
