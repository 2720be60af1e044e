// Package control brings the words by which a program of the language flows.
package control

import "premain.dev/examples/interning/token"

// The words. Whoever reads tokens compares them with these.
var (
	Func   = token.Declare("func", 1)
	If     = token.Declare("if", 1)
	Else   = token.Declare("else", 0)
	While  = token.Declare("while", 1)
	Return = token.Declare("return", 0)
	End    = token.Declare("end", -1)
)
