package text

import (
	"strings"
	"testing"
)

func TestWriter(t *testing.T) {
	var b strings.Builder
	w := Writer(func(c byte) { b.WriteByte(c) })
	w.Text("at ")
	w.Hexadecimal(0)
	w.Text(" ")
	w.Hexadecimal(0xfedcba98)
	w.Text(" ")
	w.Decimal(0)
	w.Text(" ")
	w.Decimal(4294967295)
	if got, want := b.String(), "at 0x0 0xfedcba98 0 4294967295"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
