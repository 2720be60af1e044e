package main

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words returns the words of a line and where each begins. In names of programs, a capital after a small letter begins
// another word.
func words(line string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		begin, last := -1, ' '
		for i, r := range line {
			starts := unicode.IsLetter(r) && (!unicode.IsLetter(last) || unicode.IsLower(last) && unicode.IsUpper(r))
			if begin >= 0 && (starts || !unicode.IsLetter(r)) {
				if !yield(begin, line[begin:i]) {
					return
				}
				begin = -1
			}
			if starts {
				begin = i
			}
			last = r
		}
		if begin >= 0 {
			yield(begin, line[begin:])
		}
	}
}

// like returns a word with capitals where the text in whose place it comes has them.
func like(text, word string) string {
	first, size := utf8.DecodeRuneInString(text)
	switch {
	case len(text) > size && strings.ToUpper(text) == text:
		return strings.ToUpper(word)
	case unicode.IsUpper(first):
		_, size = utf8.DecodeRuneInString(word)
		return strings.ToUpper(word[:size]) + word[size:]
	default:
		return word
	}
}
