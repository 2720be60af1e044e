// Covers package bytes: what it has beyond package strings, above all buffers, and what shares memory.
package main

import (
	"bytes"
	"io"
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func slices() {
	b := []byte("one two  three")
	f := bytes.Fields(b)
	f[1][0] = 'T'
	println("fields share", string(b), len(f))
	check("fields share", string(b) == "one Two  three")
	s := bytes.SplitN(b, []byte(" "), 2)
	s[0] = append(s[0], '!')
	check("but have no capacity of the next", string(b) == "one Two  three" && string(s[0]) == "one!")
	println("search", bytes.Index(b, []byte("Two")), bytes.IndexByte(b, 'w'), bytes.LastIndex(b, []byte("e")), bytes.Count(b, []byte("e")), bytes.IndexAny(b, "xyzw"))
	check("compare", bytes.Equal(nil, []byte{}) && bytes.Compare([]byte("a"), []byte("b")) < 0 && bytes.EqualFold(b, []byte("ONE TWO  THREE")) && bytes.HasPrefix(b, []byte("one")))
	println("changed", string(bytes.ToUpper(b)), string(bytes.ReplaceAll(b, []byte(" "), []byte("_"))), string(bytes.TrimSpace([]byte("  x "))), string(bytes.Title([]byte("ab cd"))))
	println("joined", string(bytes.Join([][]byte{[]byte("x"), []byte("y")}, []byte(", "))), string(bytes.Repeat([]byte("ab"), 3)), string(bytes.Map(func(r rune) rune { return r + 1 }, []byte("HAL"))))
	before, after, ok := bytes.Cut(b, []byte("  "))
	println("cut", string(before), string(after), ok)
	r := bytes.Runes([]byte("é日"))
	check("runes", len(r) == 2 && r[1] == '日')
	c := bytes.Clone(b)
	c[0] = 'X'
	check("clone", b[0] == 'o' && bytes.Clone(nil) == nil)
	// Equal and different at every length and place, with all alignments.
	x, y := make([]byte, 300), make([]byte, 300)
	for i := range x {
		x[i], y[i] = byte(i*7), byte(i*7)
	}
	bad := 0
	for n := 0; n < 260; n++ {
		at := n % 17
		if !bytes.Equal(x[at:at+n], y[at:at+n]) || bytes.Compare(x[at:at+n], y[at:at+n]) != 0 {
			bad++
		}
		if n > 0 {
			y[at+n-1]++
			if bytes.Equal(x[at:at+n], y[at:at+n]) || bytes.Compare(x[at:at+n], y[at:at+n]) == 0 {
				bad++
			}
			y[at+n-1]--
		}
	}
	check("equal at all lengths", bad == 0)
	n := 0
	for l := range bytes.Lines([]byte("a\nbb\n")) {
		n += len(l)
	}
	check("lines", n == 5)
}

func buffers() {
	var b bytes.Buffer
	b.WriteString("hello ")
	b.WriteByte('w')
	b.WriteRune('ö')
	b.Write([]byte("rld\nsecond line\n"))
	println("buffer", b.Len(), bytes.Count(b.Bytes(), []byte("\n")))
	p := make([]byte, 3)
	n, err := b.Read(p)
	println("read", n, string(p), err == nil)
	line, err := b.ReadString('\n')
	println("line", len(line), line[:len(line)-1], err == nil)
	c, _ := b.ReadByte()
	check("unread", c == 's' && b.UnreadByte() == nil)
	next := string(b.Next(6))
	check("next", next == "second")
	b.Truncate(3)
	rest, err := b.ReadBytes('x')
	println("rest", len(rest), err == io.EOF)
	_, err = b.Read(p)
	check("empty", err == io.EOF && b.Len() == 0)
	for i := range 2000 {
		b.WriteByte(byte(i))
		if i%3 == 0 {
			b.ReadByte()
		}
	}
	check("grows and shrinks", b.Len() == 1333)
	b.Reset()
	m, err := b.ReadFrom(bytes.NewReader(bytes.Repeat([]byte("z"), 5000)))
	check("read from", m == 5000 && err == nil && b.Len() == 5000)
	var out bytes.Buffer
	m, err = b.WriteTo(&out)
	check("write to", m == 5000 && err == nil && b.Len() == 0 && out.Len() == 5000)
	ru, size, err := bytes.NewBufferString("é").ReadRune()
	check("rune", ru == 'é' && size == 2 && err == nil)
	b.Grow(100)
	check("grown", b.Cap() >= 100 && b.Available() >= 100)
	var w io.Writer = &b
	var r io.Reader = &b
	io.WriteString(w, "through ")
	io.WriteString(io.MultiWriter(w, &out), "interfaces")
	all, err := io.ReadAll(io.TeeReader(r, &out))
	println("all", string(all), out.Len(), err == nil)
	defer func() {
		println("truncate:", recover().(string))
	}()
	b.Truncate(10)
}

func main() {
	slices()
	buffers()
}
