package program

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Example describes a program of the directory examples, which is copied: no example has a switch for benchmarks.
type Example struct {
	Name    string
	Without bool // the baked variables keep their zero values, and nothing computes others
}

func (s Example) files(root string) (map[string]string, error) {
	dir := filepath.Join(root, "examples", s.Name)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	files := make(map[string]string)
	baked := 0
	for _, e := range entries {
		name := e.Name()
		if strings.HasSuffix(name, "_test.go") || !strings.HasSuffix(name, ".go") && name != "go.mod" && name != "go.sum" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		text := string(data)
		switch {
		case name == "go.mod":
			text = strings.ReplaceAll(text, "=> ../..\n", fmt.Sprintf("=> %q\n", root))
			text = strings.ReplaceAll(text, "=> ../worlds\n", fmt.Sprintf("=> %q\n", filepath.Join(root, "examples", "worlds")))
		case s.Without:
			baked += strings.Count(text, "bake.Value(")
			text = strings.ReplaceAll(text, "bake.Value(", "without(")
			text = strings.ReplaceAll(text, `"premain.dev/bake"`, `_ "premain.dev/bake"`)
		}
		files[name] = text
	}
	if s.Without {
		if baked == 0 {
			return nil, fmt.Errorf("examples/%s has no call of bake.Value that could be left out", s.Name)
		}
		files["without.go"] = "package main\n\nfunc without[T any](func() T) (zero T) { return }\n"
	}
	return files, nil
}
