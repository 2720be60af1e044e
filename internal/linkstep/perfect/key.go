package perfect

import (
	"slices"

	"premain.dev/internal/perfect"
)

// Key is a key as the program sees it: a string, an integer, or several of them in a row.
type Key struct {
	kind  kind
	word  uint64
	text  string
	parts []Key
}

type kind uint8

const (
	isWord kind = iota
	isString
	isComposite
)

// String returns the key for Table.String.
func String(s string) Key { return Key{kind: isString, text: s} }

// Word returns the key for Table.Word: an integer, extended to 64 bits.
func Word(w uint64) Key { return Key{kind: isWord, word: w} }

// Composite returns the key for Table.Find of a hash that is mixed from strings and words, in this order.
func Composite(parts ...Key) Key { return Key{kind: isComposite, parts: parts} }

// hash returns the hash and what a slot of k has to say.
func (k Key) hash(seed uint64) (hash, check uint64) {
	switch k.kind {
	case isWord:
		return perfect.HashWord(seed, k.word), k.word
	case isString:
		h := perfect.HashString(seed, k.text)
		if len(k.text) <= 8 {
			return h, perfect.Short(k.text)
		}
		return h, h
	default:
		h := k.mix(seed, seed)
		return h, h
	}
}

// mix returns the hash of a key, the hash of what is before it being h.
func (k Key) mix(seed, h uint64) uint64 {
	switch k.kind {
	case isWord:
		return perfect.Mix(h, k.word)
	case isString:
		return perfect.Mix(h, perfect.HashString(seed, k.text))
	default:
		for _, part := range k.parts {
			h = part.mix(seed, h)
		}
		return h
	}
}

func (k Key) equal(l Key) bool {
	return k.kind == l.kind && k.word == l.word && k.text == l.text && slices.EqualFunc(k.parts, l.parts, Key.equal)
}
