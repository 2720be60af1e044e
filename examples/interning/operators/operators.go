// Package operators brings the signs of the language, and the words that are operators. Nobody asks for a single one.
package operators

import "premain.dev/examples/interning/token"

var (
	_ = token.Declare("=", 0)
	_ = token.Declare("==", 0)
	_ = token.Declare("<", 0)
	_ = token.Declare("<=", 0)
	_ = token.Declare("+", 0)
	_ = token.Declare("-", 0)
	_ = token.Declare("and", 0)
	_ = token.Declare("or", 0)
	_ = token.Declare("(", 0)
	_ = token.Declare(")", 0)
	_ = token.Declare(",", 0)
)
