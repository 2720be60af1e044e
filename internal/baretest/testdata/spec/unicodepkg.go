// Covers packages unicode, unicode/utf8 and unicode/utf16.
package main

import (
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

var runes = []rune{0, ' ', 'a', 'Z', '5', '_', '+', 0x7f, 0x85, 0xa0, 'ß', 'é', 'Ǆ', 'ǅ', 'ω', 'Я', '٣', 'Ⅷ', '日', '€', 0x301, 0x200b, 0x2028, 0xd800, 0xfffd, 0x1f600, 0x10ffff, 0x110000, -1}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func classes() {
	for _, r := range runes {
		println("rune", r, unicode.IsLetter(r), unicode.IsUpper(r), unicode.IsLower(r), unicode.IsTitle(r), unicode.IsDigit(r), unicode.IsNumber(r), unicode.IsSpace(r), unicode.IsPunct(r), unicode.IsSymbol(r), unicode.IsControl(r), unicode.IsMark(r), unicode.IsPrint(r), unicode.IsGraphic(r))
		println("case", unicode.ToUpper(r), unicode.ToLower(r), unicode.ToTitle(r), unicode.SimpleFold(r))
	}
	check("tables", unicode.Is(unicode.Greek, 'ω') && unicode.Is(unicode.Han, '日') && !unicode.Is(unicode.Latin, 'Я') && unicode.In('Я', unicode.Latin, unicode.Cyrillic))
	n := 0
	for r := rune(0); r <= 0x2ffff; r++ {
		if unicode.IsUpper(r) && unicode.ToLower(unicode.ToUpper(r)) != r {
			n++
		}
	}
	println("capitals in the first planes", n)
	check("Turkish", unicode.TurkishCase.ToUpper('i') == 'İ' && unicode.TurkishCase.ToLower('I') == 'ı')
	check("by name", len(unicode.Scripts) > 100 && unicode.Is(unicode.Scripts["Thai"], 'ก'))
}

func eight() {
	for _, r := range runes {
		b := utf8.AppendRune(nil, r)
		back, n := utf8.DecodeRune(b)
		last, m := utf8.DecodeLastRune(append([]byte("xy"), b...))
		println("utf-8", r, len(b), utf8.RuneLen(r), utf8.ValidRune(r), back, n, last, m)
		if utf8.ValidRune(r) && (back != r || n != len(b) || last != r || string(r) != string(b)) {
			println("FAIL round trip", r)
		}
		var buf [4]byte
		if k := utf8.EncodeRune(buf[:], r); string(buf[:k]) != string(b) {
			println("FAIL encode", r)
		}
	}
	for i, s := range []string{"", "abc", "aé日😀", "\xff", "a\xc3", "\xe6\x97", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "abcdefghijklmnop\x80"} {
		r, n := utf8.DecodeRuneInString(s)
		l, m := utf8.DecodeLastRuneInString(s)
		println("string", i, utf8.ValidString(s), utf8.RuneCountInString(s), utf8.FullRuneInString(s), r, n, l, m)
		if utf8.Valid([]byte(s)) != utf8.ValidString(s) || utf8.RuneCount([]byte(s)) != len([]rune(s)) {
			println("FAIL bytes and strings differ", i)
		}
	}
	check("starts", utf8.RuneStart('a') && utf8.RuneStart(0xe6) && !utf8.RuneStart(0x97))
	bad := 0
	for r := rune(0); r <= utf8.MaxRune; r += 37 {
		if !utf8.ValidRune(r) {
			continue
		}
		for _, c := range string(r) {
			if c != r {
				bad++
			}
		}
	}
	check("all of them", bad == 0)
}

func sixteen() {
	for _, r := range runes {
		a, b := utf16.EncodeRune(r)
		println("utf-16", r, a, b, utf16.RuneLen(r), utf16.IsSurrogate(r))
	}
	u := utf16.Encode([]rune("a日😀"))
	println("encoded", len(u), u[0], u[1], u[2], u[3])
	check("round trip", string(utf16.Decode(u)) == "a日😀" && utf16.DecodeRune(rune(u[2]), rune(u[3])) == 0x1f600)
	d := utf16.Decode([]uint16{0xd83d, 'x', 0xde00})
	check("lone surrogates", d[0] == 0xfffd && d[1] == 'x' && d[2] == 0xfffd)
	check("appended", len(utf16.AppendRune(u, 0x10000)) == 6)
}

func main() {
	classes()
	eight()
	sixteen()
}
