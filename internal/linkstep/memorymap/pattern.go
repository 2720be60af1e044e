package memorymap

import "strings"

// pattern is a pattern of names of sections.
type pattern struct {
	position
	text string
}

// match reports whether the name is one of the pattern's: * is any text, ? any byte, [a-z] one of these, and [!a-z] and [^a-z] one of the
// others.
func match(pattern, name string) bool {
	star, again := -1, 0 // where to go on, behind the last *, if what follows does not match
	p, n := 0, 0
	for n < len(name) || p < len(pattern) {
		if p < len(pattern) {
			if pattern[p] == '*' {
				star, again = p+1, n
				p++
				continue
			}
			if n < len(name) {
				if ok, size := matchByte(pattern[p:], name[n]); ok {
					p += size
					n++
					continue
				}
			}
		}
		if star < 0 || again >= len(name) {
			return false
		}
		again++
		p, n = star, again
	}
	return true
}

// takes reports whether the pattern names a section of a program. Those that are parts of another one it must name by their whole
// name, with or without a * behind it: other patterns, as *(*), are about what is left.
func (t pattern) takes(name string) bool {
	if partOf[name] != "" {
		return strings.TrimSuffix(t.text, "*") == name
	}
	return match(t.text, name)
}

// matchByte matches a byte and returns the size of what in the pattern stands for it.
func matchByte(pattern string, c byte) (bool, int) {
	switch {
	case pattern[0] == '?':
		return true, 1
	case pattern[0] == '[':
		end := classEnd(pattern)
		if end < 0 {
			break
		}
		class := pattern[1:end]
		not := class[0] == '!' || class[0] == '^'
		if not {
			class = class[1:]
		}
		in := false
		for i := 0; i < len(class); {
			from, to := class[i], class[i]
			i++
			if i+1 < len(class) && class[i] == '-' {
				to = class[i+1]
				i += 2
			}
			in = in || from <= c && c <= to
		}
		return in != not, end + 1
	}
	return pattern[0] == c, 1
}

// classEnd returns where the class at the beginning of the pattern ends, or -1 if it does not. A ] as the first of its bytes is one
// of them.
func classEnd(pattern string) int {
	first := 1
	if first < len(pattern) && (pattern[first] == '!' || pattern[first] == '^') {
		first++
	}
	if first+1 >= len(pattern) {
		return -1
	}
	n := strings.IndexByte(pattern[first+1:], ']')
	if n < 0 {
		return -1
	}
	return first + 1 + n
}

// wellFormed reports whether every class of the pattern ends.
func wellFormed(pattern string) bool {
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '[' {
			end := classEnd(pattern[i:])
			if end < 0 {
				return false
			}
			i += end
		}
	}
	return true
}
