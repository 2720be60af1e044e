// Covers package strings: searching, splitting, mapping, replacing, comparing, builders, readers and sequences.
package main

import (
	"io"
	"strings"
	"unicode"
)

var text = "the quick brown fox jumps over the lazy dog, says the fox"

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func list(what string, l []string) {
	print(what, " ", len(l), ":")
	for _, s := range l {
		print(" <", s, ">")
	}
	println()
}

func searching() {
	println("index", strings.Index(text, "fox"), strings.Index(text, "cat"), strings.Index(text, ""), strings.LastIndex(text, "fox"), strings.IndexByte(text, 'q'), strings.IndexRune("aé日", '日'))
	println("any", strings.IndexAny(text, "xyz"), strings.LastIndexAny(text, "aeiou"), strings.IndexFunc("ab1", unicode.IsDigit), strings.LastIndexByte(text, 't'))
	println("count", strings.Count(text, "the"), strings.Count("aaaa", "aa"), strings.Count("é日", ""))
	check("contains", strings.Contains(text, "lazy") && !strings.Contains(text, "crazy") && strings.ContainsRune(text, 'z') && strings.ContainsAny(text, "?!,"))
	check("prefix and suffix", strings.HasPrefix(text, "the") && strings.HasSuffix(text, "fox") && !strings.HasPrefix("a", "ab"))
	// Long and short needles at every distance: implementations take several ways.
	hay := strings.Repeat("ab", 500) + "needle" + strings.Repeat("xy", 100)
	for n := 1; n <= 6; n++ {
		if i := strings.Index(hay, "needle"[:n]); i != 1000 {
			println("FAIL needle", n, i)
		}
	}
	for n := 7; n < 100; n += 13 {
		if i := strings.Index(hay, hay[1000-n:1006]); i != 1000-n {
			println("FAIL long needle", n, i)
		}
		if i := strings.LastIndex(hay, hay[1000-n:1006]); i != 1000-n {
			println("FAIL long needle, from the end", n, i)
		}
	}
	for i := range 70 {
		s := strings.Repeat("-", i) + "!" + strings.Repeat("-", 70-i)
		if strings.IndexByte(s, '!') != i || strings.LastIndexByte(s, '!') != i || strings.Count(s, "-") != 70 {
			println("FAIL byte at", i)
		}
	}
	check("compare", strings.Compare("a", "b") == -1 && strings.Compare("b", "a") == 1 && strings.Compare(text, text) == 0)
	check("fold", strings.EqualFold("Straße ΣΑΣ", "sTRAßE σας") && !strings.EqualFold("a", "b"))
}

func splitting() {
	list("split", strings.Split("a,b,,c", ","))
	list("split by nothing", strings.Split("aé日", ""))
	list("split of nothing", strings.Split("", ","))
	list("n", strings.SplitN("a,b,c,d", ",", 2))
	list("after", strings.SplitAfter("a,b,c", ","))
	list("fields", strings.Fields("  a  b\t\nc\u2003d "))
	list("fields by function", strings.FieldsFunc("a1b22c", unicode.IsDigit))
	before, after, ok := strings.Cut("key=value=x", "=")
	println("cut", before, after, ok)
	rest, ok := strings.CutPrefix("prefix-x", "prefix-")
	println("cut prefix", rest, ok)
	rest, ok = strings.CutSuffix("x.go", ".c")
	println("cut suffix", rest, ok)
	check("join", strings.Join([]string{"a", "b", "c"}, "--") == "a--b--c" && strings.Join(nil, "x") == "")
	n := 0
	for s := range strings.SplitSeq("1,2,3", ",") {
		n = n*10 + int(s[0]-'0')
	}
	for l := range strings.Lines("one\ntwo\n3") {
		n += len(l)
	}
	for f := range strings.FieldsSeq(" p  q ") {
		n += int(f[0])
	}
	println("sequences", n)
	check("sequences", n == 123+9+'p'+'q')
}

func changing() {
	println("case", strings.ToUpper("straße é ǆ"), strings.ToLower("ÀÉÎ İ"), strings.ToTitle("ǆ"), strings.ToUpper(text[:9]))
	println("trim", strings.TrimSpace(" \t x y \n"), strings.Trim("xxabcxx", "x"), strings.TrimLeft("aab", "a"), strings.TrimRight("baa", "a"), strings.TrimFunc("12a34", unicode.IsDigit), strings.TrimPrefix("abc", "ab"), strings.TrimSuffix("abc", "bc"))
	println("replace", strings.Replace(text, "the", "a", 2), strings.ReplaceAll("banana", "an", "AN"), strings.ReplaceAll("ab", "", "-"))
	println("map", strings.Map(func(r rune) rune {
		switch {
		case r == 'o':
			return '0'
		case r == 'e':
			return -1
		}
		return unicode.ToUpper(r)
	}, text))
	println("repeat", strings.Repeat("ab", 3), strings.Repeat("x", 0) == "", len(strings.Repeat("abc", 1000)))
	r := strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;")
	println("replacer", r.Replace("<a & b>"))
	println("longer replacer", strings.NewReplacer("fox", "cat", "the", "THE", "lazy ", "").Replace(text))
	println("bytes replacer", strings.NewReplacer("a", "1", "b", "2").Replace("abcab"))
	println("valid", strings.ToValidUTF8("a\xff\xfeb", "?"))
	check("clone", strings.Clone(text) == text)
	defer func() {
		println("negative repeat:", recover().(string))
	}()
	strings.Repeat("x", -len(text))
}

func builders() {
	var b strings.Builder
	b.Grow(10)
	for i := range 300 {
		b.WriteByte(byte('a' + i%26))
		b.WriteRune('é')
		b.WriteString("--")
	}
	n, err := b.Write([]byte("end"))
	check("builder", b.Len() == 300*5+3 && n == 3 && err == nil && strings.HasSuffix(b.String(), "é--end"))
	b.Reset()
	check("reset", b.Len() == 0 && b.String() == "")
	r := strings.NewReader("héllo, reader")
	c, _ := r.ReadByte()
	ru, size, _ := r.ReadRune()
	println("reader", c, ru, size, r.Len(), r.Size())
	check("unread", r.UnreadRune() == nil && r.Len() == 13)
	buf := make([]byte, 5)
	n, err = r.Read(buf)
	println("read", n, err == nil, string(buf))
	_, err = r.Seek(-6, io.SeekEnd)
	n, _ = r.Read(buf)
	println("after seeking", n, string(buf[:n]), err == nil)
	_, err = r.Seek(100, io.SeekStart)
	_, err = r.Read(buf)
	check("end", err == io.EOF)
	println(err.Error())
	var sb strings.Builder
	m, err := io.Copy(&sb, strings.NewReader(text))
	check("copied", m == int64(len(text)) && err == nil && sb.String() == text)
	all, err := io.ReadAll(io.LimitReader(strings.NewReader(text), 9))
	check("limited", string(all) == "the quick" && err == nil)
}

func main() {
	searching()
	splitting()
	changing()
	builders()
}
