package main

import (
	"errors"
	"fmt"

	"premain.dev/examples/interning/control"
	"premain.dev/examples/interning/pool"
	"premain.dev/examples/interning/token"
)

// entry is the name of the function where a program begins. It is declared where it is needed.
var entry = pool.Strings.Add("main")

// check returns what is wrong with a source.
func check(name, source string) error {
	var errs []error
	wrong := func(t token.Token, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s:%d:%d: %s", name, t.Line, t.Column, fmt.Sprintf(format, args...)))
	}
	var open []token.Token // the blocks, by what has opened them
	var last token.Token
	entered := false
	for t := range token.All(source) {
		switch {
		case t.Symbol == nil && t.Word == pool.Str{}:
			wrong(t, "%q means nothing; remove it", t.Text)
		case t.Symbol == nil:
			entered = entered || last.Symbol == control.Func && t.Word.Is(entry)
		case t.Symbol.Nest > 0: // whichever package has brought the word
			open = append(open, t)
		case t.Symbol.Nest < 0 && len(open) == 0:
			wrong(t, "%q ends nothing; remove it", t.Text)
		case t.Symbol.Nest < 0:
			open = open[:len(open)-1]
		case t.Symbol == control.Else && (len(open) == 0 || open[len(open)-1].Symbol != control.If):
			wrong(t, "%q is not in an %q; move it there", t.Text, control.If.Text)
		}
		last = t
	}
	for _, t := range open {
		wrong(t, "%q does not end; write %q", t.Text, control.End.Text)
	}
	if !entered {
		wrong(token.Token{Line: 1, Column: 1}, "there is no %s %s; write one, where the program begins", control.Func.Text, *entry)
	}
	return errors.Join(errs...)
}
