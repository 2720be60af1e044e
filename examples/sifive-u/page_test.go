package sifiveu_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPage compares docs/boards.md with this module, which it walks through.
func TestPage(t *testing.T) {
	const docs = "../../docs"
	page, err := os.ReadFile(filepath.Join(docs, "boards.md"))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	err = fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		files = append(files, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	fragments := regexp.MustCompile("(?ms)^```[a-z]+\n(.*?)^```$").FindAllStringSubmatch(string(page), -1)
	if len(fragments) < 10 {
		t.Errorf("the page has %d fragments of code", len(fragments))
	}
fragments:
	for _, f := range fragments {
		for _, text := range files {
			if strings.Contains("\n"+text+"\n", "\n"+f[1]) {
				continue fragments
			}
		}
		t.Errorf("no file has this fragment of the page:\n%s", f[1])
	}
	for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(page), -1) {
		if _, err := os.Stat(filepath.Join(docs, link[1])); err != nil {
			t.Error(err)
		}
	}
}
