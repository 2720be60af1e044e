package preinit

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"testing/quick"
	"unsafe"
)

func TestFormatInt(t *testing.T) {
	check := func(n int64, base uint8) bool {
		b := int(base)%35 + 2
		var buffer [65]byte
		return string(FormatInt(buffer[:], n, b)) == strconv.FormatInt(n, b) &&
			string(formatUint(buffer[:], uint64(n), b)) == strconv.FormatUint(uint64(n), b)
	}
	for _, n := range []int64{0, -1, 9, 10, math.MaxInt64, math.MinInt64} {
		for base := range uint8(35) {
			if !check(n, base) {
				t.Errorf("%d in base %d", n, base+2)
			}
		}
	}
	if err := quick.Check(check, nil); err != nil {
		t.Error(err)
	}
}

func TestParseInt(t *testing.T) {
	cases := []string{"", "-", "+", "0", "-0", "+7", "007", "1x", "x", " 1", "1_0", "9223372036854775807", "9223372036854775808",
		"-9223372036854775808", "-9223372036854775809", "92233720368547758070", "18446744073709551616", "99999999999999999999"}
	for _, s := range cases {
		want, err := strconv.ParseInt(s, 10, 64)
		if got, ok := ParseInt(s); ok != (err == nil) || ok && got != want {
			t.Errorf("ParseInt(%q) = %d, %t; want %d, %v", s, got, ok, want, err)
		}
	}
	if err := quick.Check(func(n int64) bool {
		got, ok := ParseInt([]byte(strconv.FormatInt(n, 10)))
		return ok && got == n
	}, nil); err != nil {
		t.Error(err)
	}
}

func TestTexts(t *testing.T) {
	if err := quick.Check(func(a, b string, c byte) bool {
		before, after, found := Cut(a, c)
		wantBefore, wantAfter, wantFound := strings.Cut(a, string([]byte{c}))
		return Equal(a, b) == (a == b) && Equal(a, []byte(a)) && HasPrefix(a+b, a) && HasPrefix([]byte(a), b) == strings.HasPrefix(a, b) &&
			before == wantBefore && after == wantAfter && found == wantFound
	}, nil); err != nil {
		t.Error(err)
	}
	for s, want := range map[string]string{"": "\x00", "ab": "ab\x00", "abc": "", "a\x00": ""} {
		var buffer [3]byte
		got := ""
		if p := CString(buffer[:], s); p != nil {
			got = unsafe.String(p, len(s)+1)
		}
		if got != want {
			t.Errorf("CString(%q) leads to %q, want %q", s, got, want)
		}
	}
}

func TestErrnoName(t *testing.T) {
	for err, want := range map[Errno]string{0: "", 1: "EPERM", 22: "EINVAL", 38: "ENOSYS", 41: "", 133: "EHWPOISON", 134: "", ^Errno(0): ""} {
		if got := ErrnoName(err); got != want {
			t.Errorf("ErrnoName(%d) = %q, want %q", err, got, want)
		}
	}
}
