package gocmd

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestDirectives(t *testing.T) {
	const good = "//premain:board riscv64\n//premain:memory m.ld\n"
	for _, c := range []struct{ text, want string }{
		{"//premain:board riscv46\n", "a.go:1:17: //premain:board riscv46: programs without the Go runtime are not for riscv46; name one of amd64, arm64, riscv64"},
		{"//premain:board amd64 386\n", "a.go:1:23: //premain:board amd64 386: programs without the Go runtime are not for 386; name one of"},
		{"//\n//premain:board\n", "a.go:2:1: //premain:board: no architecture; add those that the board has"},
		{"", "-board=b: package m/b is no board"},
		{"//premain:board riscv64\n//premain:memory nosuch.ld\n", "a.go:2:18: //premain:memory nosuch.ld: there is no such file in the directory of the package; name"},
		{"//premain:board riscv64\n//premain:memory .\n", "a.go:2:18: //premain:memory .: there is no such file"},
		{"//premain:board riscv64\n//premain:memory m.ld n.ld\n", "a.go:2:1: //premain:memory m.ld n.ld: //premain:memory is followed by one word"},
		{good + "//premain:memory n.ld\n", "a.go:3:1: //premain:memory n.ld: there is another one at DIR/a.go:2, and there can be one; remove one of them"},
		{good + "//premain:image\tuf2\n", "a.go:3:17: //premain:image uf2: there is no such format; name one of elf, pvh, binary, flash"},
		{good + "//premain:image elf\n//premain:image flash\n", "a.go:4:1: //premain:image flash: there is another one at DIR/a.go:3"},
		{good + "//premain:image pvh\n", "a.go:3:17: //premain:image pvh: the format is one of amd64 alone, and the board is for riscv64; name another one"},
		{"//premain:board riscv64\n//premain:image binary\n", "a.go:2:1: //premain:image binary: without a memory map, programs are files of the system; add"},
		{good + "//premain:status 3n\n", "a.go:3:18: //premain:status 3n: the only such status is 2n+1; remove the line if"},
		{good + "//premain:status 2n+1\n//premain:status 2n+1\n", "a.go:4:1: //premain:status 2n+1: there is another one at DIR/a.go:3"},
		{good + "//premain:boot\n", "a.go:3:1: //premain:boot: no command; add the one that starts the image {image}, or remove the line"},
		{good + "//premain:boot machine -k\n", "a.go:3:1: //premain:boot machine -k: the command does not say where the name of the image goes; put {image} there"},
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{"a.go": c.text + "package b\n", "m.ld": "", "n.ld": ""} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		b := Board{Name: "b", Path: "m/b"}
		err := b.read(dir)
		want := c.want
		if strings.HasPrefix(want, "a.go") {
			want = filepath.Join(dir, "a.go") + strings.TrimPrefix(want, "a.go")
		}
		want = strings.ReplaceAll(want, "DIR/", dir+string(filepath.Separator))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", c.text, err, want)
		}
	}

	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.go": "// Package b is a board.\n//\n//premain:board amd64\n//premain:memory m.ld\r\n//premain:image pvh\n//premain:boot machine\n//premain:status 2n+1\npackage b\n",
		"b.go": "//premain:boot -k {image}\npackage b\n",
		"m.ld": "",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got := Board{Name: "b", Path: "m/b"}
	want := Board{Name: "b", Path: "m/b", Arch: []string{"amd64"}, Memory: filepath.Join(dir, "m.ld"), Image: "pvh", Boot: []string{"machine", "-k", "{image}"}, Status: "2n+1"}
	if err := got.read(dir); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}

func TestReplacing(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.Mkdir("d", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, want, name string }{
		{"-o x p", "-o=FRESH p", "x"},
		{"-v -o=x -tags t -o y p", "-v -o=FRESH -tags t p", "y"},
		{"-C d -o x -o y p", "-C d -o=FRESH p", "d/y"},
		{"-o d -o y p", "-o=FRESH p", "y"},
		{"-o y -o d p", "-o y -o d p", ""},
		{"-o x/ p", "-o x/ p", ""},
		{"-o x -o= p", "-o x -o= p", ""},
		{"p", "p", ""},
	} {
		for _, ok := range []bool{true, false} {
			changed, replace, err := Replacing(splitQuoted(c.args))
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(changed, " ")
			if replace != nil {
				_, fresh, _ := strings.Cut(got, "-o=")
				fresh, _, _ = strings.Cut(fresh, " ")
				got = strings.ReplaceAll(got, fresh, "FRESH")
				if err := os.WriteFile(fresh, nil, 0o666); err != nil {
					t.Fatal(err)
				}
				if err := replace(ok); err != nil {
					t.Error(err)
				}
				if err := os.Remove(filepath.FromSlash(c.name)); (err == nil) != ok {
					t.Errorf("%s, %v: %v", c.args, ok, err)
				}
			}
			if got != c.want || (replace != nil) != (c.name != "") {
				t.Errorf("%s: %s, want %s", c.args, got, c.want)
			}
		}
	}
	for _, d := range []string{".", "d"} {
		entries, err := os.ReadDir(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.Name() != "d" {
				t.Errorf("%s is left in %s", e.Name(), d)
			}
		}
	}
}
