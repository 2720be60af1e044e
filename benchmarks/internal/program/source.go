// Package program writes and builds the programs whose start is measured.
package program

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Source describes a program. It is comparable.
type Source interface {
	// files returns the files of the program's module, by name. The directory root holds module premain.dev.
	files(root string) (map[string]string, error)
}

// Own reports whether a function belongs to a program that this package writes, or to package section.
func Own(function string) bool {
	for _, prefix := range []string{"main.", "bench/", "premain.dev/"} {
		if strings.HasPrefix(function, prefix) {
			return true
		}
	}
	return false
}

// goMod returns the go.mod of a program that needs nothing but premain.dev.
func goMod(root string) string {
	return fmt.Sprintf("module bench\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => %q\n", root)
}

// write lays out the module of a program.
func write(s Source, dir, root string) error {
	files, err := s.files(root)
	if err != nil {
		return err
	}
	return writeFiles(dir, files)
}

func writeFiles(dir string, files map[string]string) error {
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// importDecl returns an import declaration. A path may have a name and a space before it.
func importDecl(paths ...string) string {
	if len(paths) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\nimport (\n")
	for _, p := range paths {
		name, path, ok := strings.Cut(p, " ")
		if !ok {
			name, path = "", p
		}
		fmt.Fprintf(&b, "\t%s %q\n", name, path)
	}
	b.WriteString(")\n")
	return b.String()
}
