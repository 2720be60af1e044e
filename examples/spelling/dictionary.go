package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/golangci/misspell"

	"premain.dev/bake"
)

// The dictionaries are made of lists of what is wrong, what is right, what is wrong, and so on: what people who collect
// mistakes write, and no form in which to find anything. Putting them in order takes a plain program more time than the
// text that most of its runs read. In a linked one, the tables below are data of the file, with the pointers between
// them, and the lists, which nothing else reads, are not in it.
var (
	english  = bake.Value(func() *dictionary { return read(misspell.DictMain) })
	american = bake.Value(func() *dictionary { return read(misspell.DictAmerican) })
	british  = bake.Value(func() *dictionary { return read(misspell.DictBritish) })
)

// dictionary has words and how they are misspelt. Both tables are sorted by text.
type dictionary struct {
	words    []word
	mistakes []mistake
}

// word is a word as it should be.
type word struct {
	text     string
	mistakes []*mistake // sorted, too
}

// mistake is a wrong way to write a word.
type mistake struct {
	text string
	word *word
}

// read returns the dictionary of a list. Maps are fine on the way: what it returns holds none, which would have to be
// filled when the program starts.
func read(list []string) *dictionary {
	var pairs [][]string
	for pair := range slices.Chunk(list, 2) {
		if isWord(pair[0]) { // a few are two words, or have a digit
			pairs = append(pairs, pair)
		}
	}
	slices.SortFunc(pairs, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })

	d := &dictionary{mistakes: make([]mistake, len(pairs))}
	of := make(map[string][]*mistake)
	for i, pair := range pairs {
		m := &d.mistakes[i]
		m.text = pair[0]
		of[pair[1]] = append(of[pair[1]], m)
	}
	d.words = make([]word, 0, len(of)) // so that no pointer to a word outlives its place
	for _, text := range slices.Sorted(maps.Keys(of)) {
		d.words = append(d.words, word{text, of[text]})
		for _, m := range of[text] {
			m.word = &d.words[len(d.words)-1]
		}
	}
	return d
}

// correct returns the word that was meant, or nil if the text, in small letters, is no mistake.
func (d *dictionary) correct(text string) *word {
	i, found := slices.BinarySearchFunc(d.mistakes, text, func(m mistake, text string) int {
		return cmp.Compare(m.text, text)
	})
	if !found {
		return nil
	}
	return d.mistakes[i].word
}

// word returns a word by how it should be written, or nil.
func (d *dictionary) word(text string) *word {
	i, found := slices.BinarySearchFunc(d.words, text, func(w word, text string) int {
		return cmp.Compare(w.text, text)
	})
	if !found {
		return nil
	}
	return &d.words[i]
}

// isWord reports whether a text has only small letters.
func isWord(text string) bool { return strings.Trim(text, "abcdefghijklmnopqrstuvwxyz") == "" }
