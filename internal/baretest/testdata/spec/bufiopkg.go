// Covers packages bufio, io and path, which need nothing of an operating system.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// slow gives one byte at a time, and an error at its end.
type slow struct {
	s   string
	err error
}

func (r *slow) Read(p []byte) (int, error) {
	if r.s == "" {
		return 0, r.err
	}
	p[0] = r.s[0]
	r.s = r.s[1:]
	return 1, nil
}

// full takes so many bytes and no more.
type full struct{ room int }

func (w *full) Write(p []byte) (int, error) {
	if len(p) > w.room {
		n := w.room
		w.room = 0
		return n, io.ErrShortWrite
	}
	w.room -= len(p)
	return len(p), nil
}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func scanners() {
	s := bufio.NewScanner(&slow{"one line\r\n\nthird é\nno end", io.EOF})
	for n := 0; s.Scan(); n++ {
		println("line", n, len(s.Text()), s.Text())
	}
	check("no error", s.Err() == nil)
	s = bufio.NewScanner(strings.NewReader(" some  words\there "))
	s.Split(bufio.ScanWords)
	n := 0
	for s.Scan() {
		n = n*10 + len(s.Bytes())
	}
	check("words", n == 454)
	s = bufio.NewScanner(strings.NewReader("é日\xff"))
	s.Split(bufio.ScanRunes)
	for s.Scan() {
		println("rune", s.Text())
	}
	s = bufio.NewScanner(strings.NewReader(strings.Repeat("x", 100)))
	s.Buffer(nil, 50)
	check("too long", !s.Scan() && s.Err() == bufio.ErrTooLong)
	println(s.Err().Error())
	s = bufio.NewScanner(&slow{"ab", errors.New("broken")})
	check("what comes before an error", s.Scan() && s.Text() == "ab" && !s.Scan())
	println(s.Err().Error())
}

func readers() {
	r := bufio.NewReaderSize(&slow{"first\nsecond\nthe third line is longer than the buffer", io.EOF}, 16)
	p, err := r.Peek(3)
	println("peek", string(p), err == nil, r.Buffered())
	line, err := r.ReadString('\n')
	check("line", line == "first\n" && err == nil)
	c, _ := r.ReadByte()
	check("unread", c == 's' && r.UnreadByte() == nil)
	n, err := r.Discard(7)
	check("discard", n == 7 && err == nil)
	b, prefix, err := r.ReadLine()
	println("part of a line", string(b), prefix, err == nil)
	_, err = r.ReadSlice('z')
	println(err.Error())
	rest, err := io.ReadAll(r)
	println("rest", string(rest), err == nil)
	ru, size, err := bufio.NewReader(strings.NewReader("日")).ReadRune()
	check("rune", ru == '日' && size == 3 && err == nil)
}

func writers() {
	var out bytes.Buffer
	w := bufio.NewWriterSize(&out, 16)
	w.WriteString("short ")
	check("kept", out.Len() == 0 && w.Buffered() == 6 && w.Available() == 10)
	w.WriteString(strings.Repeat("long ", 10))
	w.WriteRune('é')
	w.WriteByte('!')
	check("flushed", w.Flush() == nil && out.Len() == 59)
	w = bufio.NewWriterSize(&full{20}, 16)
	_, err := w.WriteString(strings.Repeat("x", 60))
	check("an error stays", err == io.ErrShortWrite && w.Flush() == io.ErrShortWrite && w.WriteByte(1) == io.ErrShortWrite)
	rw := bufio.NewReadWriter(bufio.NewReader(strings.NewReader("in")), bufio.NewWriter(&out))
	n, err := rw.ReadFrom(strings.NewReader("copied"))
	check("read from", n == 6 && err == nil && rw.Flush() == nil && strings.HasSuffix(out.String(), "copied"))
}

func others() {
	p := make([]byte, 4)
	n, err := io.ReadFull(&slow{"abc", io.EOF}, p)
	check("read full", n == 3 && err == io.ErrUnexpectedEOF)
	n, err = io.ReadAtLeast(&slow{"abcdef", io.EOF}, p, 2)
	check("read at least", n == 2 && err == nil)
	s := io.NewSectionReader(strings.NewReader("0123456789"), 2, 5)
	all, err := io.ReadAll(s)
	check("section", string(all) == "23456" && err == nil && s.Size() == 5)
	m, err := io.CopyN(io.Discard, &slow{"abc", io.EOF}, 5)
	check("copy n", m == 3 && err == io.EOF)
	r := io.MultiReader(strings.NewReader("a"), &slow{"bc", io.EOF}, strings.NewReader(""), strings.NewReader("d"))
	all, err = io.ReadAll(r)
	check("multi", string(all) == "abcd" && err == nil)
	for _, q := range []string{"", "/", "a//b/../c/.", "/../x", "a/b.go", "../..", "/a/b/"} {
		dir, file := path.Split(q)
		println("path", q, path.Clean(q), path.Base(q), path.Dir(q), path.Ext(q), path.IsAbs(q), dir, file)
	}
	check("join", path.Join("a", "", "../b", "c") == "b/c")
	ok, err := path.Match("a[b-d]?*.g\\o", "acxyz.go")
	_, bad := path.Match("[", "a")
	check("match", ok && err == nil && bad == path.ErrBadPattern)
}

func main() {
	scanners()
	readers()
	writers()
	others()
}
