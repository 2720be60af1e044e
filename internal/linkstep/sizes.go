package linkstep

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"premain.dev/internal/linkstep/image"
	"premain.dev/internal/linkstep/size"
)

// The names of the files of the directory that Options.SizesTo names: a size.Program as JSON, of a program for a board whose file does not
// tell where its bytes are; the executable with symbols, of another program that has been linked without them.
const (
	SizesFile   = "sizes.json"
	SymbolsFile = "symbols"
)

// tellSizes writes where the bytes of an image are, if that is wanted.
func (l *linking) tellSizes(file *image.File, m *image.Image, w size.Written) error {
	if l.options.SizesTo == "" {
		return nil
	}
	sizes, err := size.Image(l.program.path, file, m, w)
	if err != nil {
		return err
	}
	text, err := json.Marshal(sizes)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(l.options.SizesTo, SizesFile), text, 0o666)
}

// withSymbols links a program once more, with symbols.
func (t tool) withSymbols(args []string) error {
	args = append([]string{"-w"}, slices.DeleteFunc(slices.Clone(args), func(a string) bool { return stripped([]string{a}) })...)
	_, at := flagValue(args, "-o")
	setFlag(args, "-o", filepath.Join(t.options.SizesTo, SymbolsFile), at)
	return t.exec(args, os.Stdout, os.Stderr)
}
