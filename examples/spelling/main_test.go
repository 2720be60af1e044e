package main

import (
	"cmp"
	"os"
	"slices"
	"testing"

	"premain.dev/examples/worlds"
)

func TestWorlds(t *testing.T) {
	const found = "" +
		"testdata/letter.txt:3:4: \"recieved\" is misspelt; write \"received\"\n" +
		"testdata/letter.txt:3:18: \"adress\" is misspelt; write \"address\"\n" +
		"testdata/letter.txt:3:25: \"seperately\" is misspelt; write \"separately\"\n" +
		"testdata/letter.txt:3:37: \"Unfortunatly\" is misspelt; write \"Unfortunately\"\n" +
		"testdata/letter.txt:3:55: \"ENVIROMENT\" is misspelt; write \"ENVIRONMENT\"\n" +
		"testdata/letter.txt:4:1: \"availible\" is misspelt; write \"available\"\n" +
		"testdata/letter.txt:4:11: \"untill\" is misspelt; write \"until\"\n" +
		"testdata/letter.txt:4:18: \"tommorow\" is misspelt; write \"tomorrow\"\n" +
		"testdata/letter.txt:4:28: \"definately\" is misspelt; write \"definitely\"\n" +
		"testdata/letter.txt:6:7: \"recieve\" is misspelt; write \"receive\"\n" +
		"testdata/letter.txt:6:22: \"adress\" is misspelt; write \"address\"\n" +
		"testdata/letter.txt:9:4: \"occured\" is misspelt; write \"occurred\"\n"
	_, missing := os.ReadFile("testdata/nothing.txt") // the systems' words differ
	if missing == nil {
		t.Fatal("there is a file testdata/nothing.txt")
	}
	worlds.Build(t).Run(t, []worlds.Case{
		{
			Args:   []string{"testdata/letter.txt"},
			Stdout: found,
			Status: 1,
		},
		{
			Args:   []string{"testdata/nothing.txt", "testdata/letter.txt"},
			Stdout: found,
			Stderr: "spelling: " + missing.Error() + "\n",
			Status: 2,
		},
		{
			Stdin: "Colour is color. Receive is not a mistake.\n",
		},
		{
			Args:   []string{"-locale", "us"},
			Stdin:  "Colour is color.",
			Stdout: "standard input:1:1: \"Colour\" is misspelt; write \"Color\"\n",
			Status: 1,
		},
		{
			Args:   []string{"-locale", "uk"},
			Stdin:  "Colour is color.",
			Stdout: "standard input:1:11: \"color\" is misspelt; write \"colour\"\n",
			Status: 1,
		},
		{
			Args:   []string{"-locale", "fr"},
			Stderr: "spelling: unknown locale \"fr\"; want us or uk\n",
			Status: 2,
		},
		{
			Args:   []string{"-of", "Address", "receive", "nothing"},
			Stdout: "Address: adderss addres adres adress\nreceive: recieve\nnothing:\n",
		},
	})
}

// TestDictionaries checks what a baked value could get wrong: order, sharing and the pointers that go both ways.
func TestDictionaries(t *testing.T) {
	for _, d := range []*dictionary{english, american, british} {
		if len(d.words) < 1000 || len(d.mistakes) < len(d.words) {
			t.Fatalf("%d words, %d mistakes", len(d.words), len(d.mistakes))
		}
		if !slices.IsSortedFunc(d.words, func(a, b word) int { return cmp.Compare(a.text, b.text) }) {
			t.Error("the words are not sorted")
		}
		if !slices.IsSortedFunc(d.mistakes, func(a, b mistake) int { return cmp.Compare(a.text, b.text) }) {
			t.Error("the mistakes are not sorted")
		}
		sum := 0
		for i := range d.words {
			w := &d.words[i]
			for _, m := range w.mistakes {
				if m.word != w || d.correct(m.text) != w || d.word(w.text) != w {
					t.Fatalf("%q and %q do not find each other", m.text, w.text)
				}
			}
			sum += len(w.mistakes)
		}
		if sum != len(d.mistakes) {
			t.Errorf("%d mistakes in the table, %d of the words", len(d.mistakes), sum)
		}
	}
}

func TestWords(t *testing.T) {
	var got []string
	for i, w := range words("don't call HTTPServer, getURLs2 or Ωmega-ünd") {
		got = append(got, string(rune('0'+i%10))+w)
	}
	want := []string{"0don", "4t", "6call", "1HTTPServer", "3get", "6URLs", "2or", "5Ωmega", "2ünd"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
