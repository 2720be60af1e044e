package archive

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAppendAndRewrite(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.a")
	if err := os.WriteFile(name, []byte(magic), 0o666); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"odd": "abc", "even": "abcd", "empty": "", "sixteen_letters_": "x"}
	for _, m := range []string{"odd", "even", "empty", "sixteen_letters_"} {
		if err := Append(name, m, []byte(want[m])); err != nil {
			t.Fatal(err)
		}
	}
	check := func(name string, want map[string]string) {
		t.Helper()
		a, err := Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		if len(a.Members) != len(want) {
			t.Errorf("%d members, want %d", len(a.Members), len(want))
		}
		for m, text := range want {
			if data := a.Read(m); string(data) != text || data == nil {
				t.Errorf("%s: %q", m, data)
			}
		}
		if data := a.Read("nosuch"); data != nil {
			t.Errorf("nosuch: %q", data)
		}
	}
	check(name, want)
	if err := Rewrite(name, name, func(m string, data []byte) []byte { return bytes.ToUpper(data) }, "odd", "even"); err != nil {
		t.Fatal(err)
	}
	check(name, map[string]string{"odd": "ABC", "even": "ABCD"})
}

func FuzzMembers(f *testing.F) {
	f.Add([]byte(magic))
	f.Add(append([]byte(magic), member("a", []byte("b"))...))
	f.Add(append([]byte(magic), bytes.Replace(member("a", []byte("b")), []byte("1   "), []byte("-1  "), 1)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Members(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for _, m := range list {
			if m.Size < 0 || m.Offset+m.Size > int64(len(data)) {
				t.Errorf("member %q lies outside", m.Name)
			}
		}
	})
}

func TestDamage(t *testing.T) {
	whole := append([]byte(magic), member("name", []byte("some data"))...)
	for n := len(magic) + 1; n < len(whole)-1; n++ {
		if _, err := Members(bytes.NewReader(whole[:n]), int64(n)); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}
