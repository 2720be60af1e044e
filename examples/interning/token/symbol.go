package token

import "premain.dev/section"

// Symbol is what belongs to a word or sign that means something in the language. The pointer is its handle, to compare and to switch on.
type Symbol struct {
	Text string
	Nest int // 1 if the symbol opens a block, -1 if it closes one
}

// Symbols are the symbols of the language by their texts. It is what a pool of known strings grows into once something belongs to
// each. That two packages mean different things by one text is an error of the linked build and, in plain Go, of the first look-up.
var Symbols section.Map[string, Symbol]

// Declare adds a symbol to the language. As a forwarder, it spares writing the text twice.
func Declare(text string, nest int) *Symbol { return Symbols.Add(text, Symbol{text, nest}) }
