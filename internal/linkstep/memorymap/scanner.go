package memorymap

import (
	"fmt"
	"strings"
)

// position is where something is written: the line and, in bytes, the column, both from 1.
type position struct{ line, column int }

// fault is one thing that is wrong.
type fault struct {
	position
	text string
}

// scanner reads the words of a map. What a word is depends on where it is, as in GNU ld: a - is a part of a section's name, but a
// minus in an expression. So it is the parser that says what it expects.
//
// After the first fault in a statement, there is nothing more to read in it: every function behaves as at the end of the file, until
// recover.
type scanner struct {
	text   string
	at     int // the next byte
	line   int
	start  int // of the line
	failed bool
	faults []fault
}

func (s *scanner) position() position { return position{s.line, s.at - s.start + 1} }

// wrong notes a fault and goes on.
func (s *scanner) wrong(p position, format string, args ...any) {
	if len(s.faults) < maxFaults {
		s.faults = append(s.faults, fault{p, fmt.Sprintf(format, args...)})
	}
}

// fail notes a fault behind which the statement can't be read.
func (s *scanner) fail(p position, format string, args ...any) {
	if !s.failed {
		s.wrong(p, format, args...)
		s.failed = true
	}
}

// next reads a byte.
func (s *scanner) next() {
	if s.text[s.at] == '\n' {
		s.line++
		s.start = s.at + 1
	}
	s.at++
}

func (s *scanner) skip(n int) {
	for range n {
		s.next()
	}
}

// blank skips blanks and comments.
func (s *scanner) blank() {
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			s.next()
		case c == '#':
			for s.at < len(s.text) && s.text[s.at] != '\n' {
				s.next()
			}
		case strings.HasPrefix(s.text[s.at:], "/*"):
			p := s.position()
			n := strings.Index(s.text[s.at+2:], "*/")
			if n < 0 {
				s.skip(len(s.text) - s.at)
				s.fail(p, "the comment has no end: write */")
				return
			}
			s.skip(n + 4)
		case strings.HasPrefix(s.text[s.at:], "//"):
			s.wrong(s.position(), "GNU ld has no comments with //: write /* … */ or #")
			for s.at < len(s.text) && s.text[s.at] != '\n' {
				s.next()
			}
		default:
			return
		}
	}
}

// peek returns the byte that the next word begins with, or 0 if there is none.
func (s *scanner) peek() byte {
	if !s.failed {
		s.blank()
	}
	if s.failed || s.at == len(s.text) {
		return 0
	}
	return s.text[s.at]
}

// accept reads the sign, if it comes next.
func (s *scanner) accept(sign string) bool {
	if s.peek() == 0 || !strings.HasPrefix(s.text[s.at:], sign) {
		return false
	}
	s.skip(len(sign))
	return true
}

// expect reads the sign, which is needed.
func (s *scanner) expect(sign, why string) {
	if !s.accept(sign) {
		s.fail(s.position(), "expected %s %s, but found %s", sign, why, s.found())
	}
}

// found says what comes next, for errors.
func (s *scanner) found() string {
	c := s.peek()
	if c == 0 {
		return "the end of the file"
	}
	rest := s.text[s.at:]
	if isName(c) || c == '"' {
		if n := strings.IndexAny(rest, " \t\r\n(){};,"); n >= 0 {
			rest = rest[:n]
		}
		if len(rest) > 40 {
			return fmt.Sprintf("%.40q…", rest)
		}
		return fmt.Sprintf("%q", rest)
	}
	for _, r := range rest {
		return fmt.Sprintf("%q", string(r))
	}
	return ""
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

// isName reports whether names without quotes may begin with c.
func isName(c byte) bool { return isLetter(c) || c == '_' || c == '.' || c == '$' || c == '/' }

// quoted reads a text in quotes, of one line.
func (s *scanner) quoted() string {
	p := s.position()
	s.next()
	n := strings.IndexAny(s.text[s.at:], "\"\n")
	if n < 0 || s.text[s.at+n] == '\n' {
		s.fail(p, `the quote has no end: write " on the same line`)
		return ""
	}
	text := s.text[s.at : s.at+n]
	s.skip(n + 1)
	return text
}

// word reads a name without quotes whose bytes, behind the first, are letters, digits and those of more. It is "" if there is none.
// A sign of more is none of the name if it begins a comment or an assignment.
func (s *scanner) word(more string) string {
	if c := s.peek(); c == 0 || !isName(c) {
		return ""
	}
	from := s.at
	for s.at < len(s.text) {
		c := s.text[s.at]
		if s.at > from && !isLetter(c) && !isDigit(c) {
			if strings.IndexByte(more, c) < 0 {
				break
			}
			if s.at+1 < len(s.text) {
				if n := s.text[s.at+1]; c == '/' && (n == '*' || n == '/') || n == '=' && strings.IndexByte("+-/", c) >= 0 {
					break
				}
			}
		}
		s.next()
	}
	return s.text[from:s.at]
}

// What names have besides letters and digits: those of statements, and those in expressions.
const (
	inNames       = "_.$/-+"
	inExpressions = "_.$/"
)

// ahead returns the next word, which remains.
func (s *scanner) ahead() string {
	if s.peek() == 0 {
		return ""
	}
	was := *s
	w := s.word(inNames)
	*s = was
	return w
}

// name reads a name, with quotes or without, which is needed.
func (s *scanner) name(what string) string {
	p := s.position()
	name := ""
	if s.peek() == '"' {
		p = s.position()
		if name = s.quoted(); name == "" {
			s.fail(p, "the name in the quotes is empty: write one")
		}
	} else {
		name = s.word(inNames)
	}
	if name == "" {
		if s.peek() != 0 {
			p = s.position()
		}
		s.fail(p, "expected %s, but found %s", what, s.found())
	}
	return name
}

// recover goes behind the statement in which something was wrong: behind its ; or its closing brace, or before the brace that closes
// what the statement is in.
func (s *scanner) recover() {
	for depth := 0; ; {
		s.failed = false
		switch s.peek() {
		case 0:
			s.failed = false // a comment without an end
			return
		case '"':
			s.quoted()
			continue
		case '{':
			depth++
		case '}':
			if depth == 0 {
				return
			}
			if depth--; depth == 0 {
				s.next()
				for s.accept(">") || s.accept("AT>") || s.accept(":") {
					s.word(inNames)
				}
				return
			}
		case ';':
			if depth == 0 {
				s.next()
				return
			}
		}
		s.next()
	}
}
