package program

import (
	"os"
	"path/filepath"
	"strings"
)

// Dependency describes a program of two modules' variables: one that is made of 74 files of XML, and two long numbers that
// are made of text. Its linked form has them baked because the command line names them; the modules know nothing of it.
type Dependency struct{}

// dependencyVariables are the variables that Dependency has baked.
var dependencyVariables = []string{
	"github.com/alecthomas/chroma/v2/styles.Registry",
	"github.com/cockroachdb/apd/v3.decimalLn10",
	"github.com/cockroachdb/apd/v3.decimalInvLn10",
}

func (Dependency) files(root string) (map[string]string, error) {
	// The modules are those of the large programs' tests.
	files := map[string]string{"main.go": `package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/cockroachdb/apd/v3"
)

var context = apd.BaseContext.WithPrecision(40)

func main() {
	if len(os.Args) == 1 {
		return
	}
	for _, name := range styles.Names() {
		s := styles.Registry[name]
		types := s.Types()
		slices.Sort(types)
		fmt.Println(s.Name, len(types), s.Get(chroma.Keyword))
	}
	d := new(apd.Decimal)
	_, err := context.Log10(d, apd.New(2, 0))
	fmt.Println(d, err)
}
`}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, "internal", "programs", "testdata", "modules", name))
		if err != nil {
			return nil, err
		}
		files[name] = string(text)
	}
	return files, nil
}

func (Dependency) flags() []string {
	return []string{"-bake=" + strings.Join(dependencyVariables, ",")}
}
