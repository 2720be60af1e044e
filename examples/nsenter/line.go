//go:build linux && (amd64 || arm64 || riscv64)

package main

import "premain.dev/preinit"

// line is a text that is put together without a heap: a message, or the path of a file in /proc. What does not fit is cut off.
type line struct {
	buffer [4096 + 256]byte
	n      int
}

func (l *line) add(s string) { l.n += copy(l.buffer[l.n:], s) }

func (l *line) addInt(n int) {
	var digits [20]byte
	l.add(preinit.String(preinit.FormatInt(digits[:], int64(n), 10)))
}

// text returns the text, which changes with the line.
func (l *line) text() string { return preinit.String(l.bytes()) }

func (l *line) bytes() []byte { return l.buffer[:l.n] }

// fail ends the process with a line of its own on standard error: the words, and the error, if there is one.
func fail(p *preinit.Process, err preinit.Errno, words ...string) {
	var l line
	l.add("nsenter: ")
	for i := range words {
		l.add(words[i])
	}
	if err != 0 {
		l.add(": ")
		l.add(preinit.ErrnoName(err))
	}
	l.n = min(l.n, len(l.buffer)-1)
	l.add("\n")
	p.Write(2, l.text())
	p.Exit(1)
}

// must ends the process if there is an error.
func must(p *preinit.Process, err preinit.Errno, words ...string) {
	if err != 0 {
		fail(p, err, words...)
	}
}
