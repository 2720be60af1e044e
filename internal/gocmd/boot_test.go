package gocmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExitStatus(t *testing.T) {
	for _, c := range []struct {
		status    string
		from, to  int
		ofCommand bool
	}{
		{"", 0, 0, false}, {"", 1, 1, false}, {"", 7, 7, false},
		{odd, 0, 0, false}, {odd, 3, 1, false}, {odd, 15, 7, false}, {odd, 255, 127, false},
		{odd, 1, 0, true}, {odd, 2, 0, true}, {odd, 126, 0, true},
	} {
		s := &Start{status: c.status, command: []string{"machine"}}
		to, err := s.exitStatus(c.from)
		if to != c.to || (err != nil) != c.ofCommand || err != nil && !strings.Contains(err.Error(), "machine has failed") {
			t.Errorf("%q, %d: %d, %v", c.status, c.from, to, err)
		}
	}
}

func TestStart(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	machine := filepath.Join(dir, "machine"+map[bool]string{true: ".exe"}[filepath.Separator == '\\'])
	if err := os.WriteFile(machine, nil, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ boot, args, build, command string }{
		{"", ".", "-o=IMAGE .", "IMAGE"},
		{"", "-v -tags x ./p a -b", "-o=IMAGE -v -tags x ./p", "IMAGE a -b"},
		{"", "-C dir -v a.go b.go c", "-C dir -o=IMAGE -v a.go b.go", "IMAGE c"},
		{"", "-C=dir p", "-C=dir -o=IMAGE p", "IMAGE"},
		{"", "-- p q", "-o=IMAGE p", "IMAGE q"},
		{"", "'-exec=machine -x' p q", "-o=IMAGE p", "machine -x IMAGE q"},
		{"machine -k {image} -n={image}", "-v p", "-o=IMAGE -v p", "machine -k IMAGE -n=IMAGE"},

		{"machine {image}", "p q", "q: a program on the board b has no arguments", ""},
		{"machine {image}", "-exec=x p", "-exec: the board b has a command of its own", ""},
		{"other {image}", "p", "other, which is not there; install it", ""},
		{"qemu-system-aarch64 {image}", "p", "apt-get install qemu-system-arm", ""},
		{"", "-exec=other p", "other, which is not there", ""},
		{"", "-o x p", "-o: a flag of premain build", ""},
	} {
		b := &BoardBuild{Board: Board{Name: "b", Path: "m/b", Boot: strings.Fields(c.boot)}, Args: splitQuoted(c.args)}
		s, err := b.Start()
		if err != nil {
			if c.command != "" || !strings.Contains(err.Error(), c.build) {
				t.Errorf("%s, %s: %v", c.boot, c.args, err)
			}
			continue
		}
		shorten := func(list []string) string { return strings.ReplaceAll(strings.Join(list, " "), s.Image, "IMAGE") }
		if build, command := shorten(s.Build), shorten(s.command); build != c.build || command != c.command {
			t.Errorf("%s, %s: %q, %q; want %q, %q", c.boot, c.args, build, command, c.build, c.command)
		}
		s.Close()
		if _, err := os.Stat(filepath.Dir(s.Image)); !os.IsNotExist(err) {
			t.Errorf("%s: %v after Close", s.Image, err)
		}
	}
}
