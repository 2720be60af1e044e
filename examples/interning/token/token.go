// Package token splits sources into tokens. Which words and signs mean something is declared by other packages.
package token

import (
	"iter"
	"strings"
	"unicode/utf8"

	"premain.dev/examples/interning/pool"
)

// Token is a symbol, another word, or a character that means nothing. Lines and columns count from 1, columns in bytes.
type Token struct {
	Line, Column int
	Text         string   // as it stands in the source
	Symbol       *Symbol  // nil if it is none
	Word         pool.Str // of a word or number that is no symbol
}

// All yields the tokens of a source. It does not allocate: texts are parts of the source, symbols and known words are there before.
func All(source string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		l := lexer{source, 1, 1}
		for {
			if t, ok := l.next(); !ok || !yield(t) {
				return
			}
		}
	}
}

// lexer is what has not been read yet, and where it begins.
type lexer struct {
	rest         string
	line, column int
}

// next returns the next token and true, or false at the end of the source.
func (l *lexer) next() (Token, bool) {
	l.space()
	if l.rest == "" {
		return Token{}, false
	}
	t := Token{Line: l.line, Column: l.column}
	if n := word(l.rest); n > 0 {
		t.Text = l.take(n)
		if s, ok := Symbols.Get(t.Text); ok {
			t.Symbol = s
		} else {
			t.Word = pool.Intern(t.Text)
		}
		return t, true
	}
	for n := min(2, len(l.rest)); n > 0; n-- { // the longest sign
		if s, ok := Symbols.Get(l.rest[:n]); ok {
			t.Symbol, t.Text = s, l.take(n)
			return t, true
		}
	}
	_, n := utf8.DecodeRuneInString(l.rest)
	t.Text = l.take(n)
	return t, true
}

// space skips white space and comments.
func (l *lexer) space() {
	for l.rest != "" {
		switch c := l.rest[0]; {
		case c == '\n':
			l.rest = l.rest[1:]
			l.line, l.column = l.line+1, 1
		case c == ' ' || c == '\t' || c == '\r':
			l.take(1)
		case c == '#':
			comment, _, _ := strings.Cut(l.rest, "\n")
			l.take(len(comment))
		default:
			return
		}
	}
}

// take takes n bytes, none of which ends a line.
func (l *lexer) take(n int) string {
	text := l.rest[:n]
	l.rest = l.rest[n:]
	l.column += n
	return text
}

// word returns the length of the word or number at the beginning of s.
func word(s string) int {
	for i := range len(s) {
		if c := s[i]; !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_') {
			return i
		}
	}
	return len(s)
}
