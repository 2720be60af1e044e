package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"premain.dev/examples/codecs/codec"
	"premain.dev/examples/worlds"
)

const (
	packed = "\x00\x03\x00\x22the mast stands where it has stood" +
		"\x00\x01\x00\x04\x00\x78\xff\xf9" +
		"\x00\x04\x00\x0c\xc0\x0c\x00\x00\x00\x00\x00\x00Oslo" +
		"\x00\x04\x00\x0c\x40\x3f\x00\x00\x00\x00\x00\x00Aden"
	lines = "note the mast stands where it has stood\n" +
		"point 120 -7\n" +
		"reading -3.5 Oslo\n" +
		"reading 31 Aden\n"
)

func TestWorlds(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	unknown := file("unknown", "\x00\x03\x00\x02hi\x00\x09\x00\x01x")
	cut := file("cut", packed[:len(packed)-1])
	short := file("short", "\x00\x04\x00\x01\x00")
	worlds.Build(t).Run(t, []worlds.Case{
		{
			Args:   []string{"pack", "testdata/day.txt"},
			Stdout: packed,
		},
		{
			Args:   []string{"unpack", file("packed", packed)},
			Stdout: lines,
		},
		{
			Args:   []string{"unpack", file("old", "\x00\x02\x00\x05\xfcOslo")},
			Stdout: "reading -4 Oslo\n",
		},
		{
			Args:   []string{"pack", "testdata/wrong.txt"},
			Stdout: "\x00\x01\x00\x04\x00\x01\x00\x02" + "\x00\x04\x00\x0c\x40\x10\x00\x00\x00\x00\x00\x00Oslo",
			Stderr: "" +
				"testdata/wrong.txt:2:1: no type is called \"pont\"; there are: note, point, reading\n" +
				"testdata/wrong.txt:3:1: point: \"40000\" is not a whole number between -32768 and 32767\n" +
				"testdata/wrong.txt:4:1: reading: \"cold\" is not a number\n" +
				"testdata/wrong.txt:5:1: the line is empty; write a type: note, point, reading\n",
			Status: 1,
		},
		{
			Args:   []string{"unpack", unknown},
			Stdout: "note hi\n",
			Stderr: unknown + ": byte 6: no package of this program reads format 9; import the one that does\n",
			Status: 1,
		},
		{
			Args:   []string{"unpack", cut},
			Stdout: strings.Join(strings.SplitAfter(lines, "\n")[:3], ""),
			Stderr: cut + ": byte 62: the stream ends inside a reading: unexpected EOF\n",
			Status: 1,
		},
		{
			Args:   []string{"unpack", short},
			Stderr: short + ": byte 0: reading: the degrees are cut off\n",
			Status: 1,
		},
		{
			Stderr: "usage: codecs pack|unpack FILE\n",
			Status: 2,
		},
	})
}

// TestTwin has two formats with one number: plain Go says so when the program looks for one, a linked build before that.
func TestTwin(t *testing.T) {
	plain, linked := worlds.Refused(t, "testdata/twin")
	for world, message := range map[string]string{"plain": plain, "linked": linked} {
		message = filepath.ToSlash(message)
		for _, want := range []string{"testdata/twin/main.go:12", " has the key 3 already, from ", "codecs/note/note.go:12"} {
			_, after, ok := strings.Cut(message, want)
			if !ok {
				t.Fatalf("%s: want %q in:\n%s", world, want, message)
			}
			message = after
		}
	}
}

// TestAllocations looks every type and its format up, which does not allocate.
func TestAllocations(t *testing.T) {
	var err error
	if n := testing.AllocsPerRun(10, func() { err = codec.Check() }); n != 0 || err != nil {
		t.Errorf("got %v allocations and %v, want none", n, err)
	}
}

// TestLinked runs the test that looks into the program in the linked world, too.
func TestLinked(t *testing.T) { worlds.Test(t, "TestAllocations") }
