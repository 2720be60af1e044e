package linkstep

import (
	"go/types"
	"os"
	"path/filepath"
	"slices"

	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/registration"
)

// testDeps is a package that only the main packages import that go test generates.
const testDeps = "testing/internal/testdeps"

// testReaders is a variable of package section: what a linked test binary calls before its tests.
const testReaders = "testReaders"

// isTestMain reports whether the package is the main package of a test binary.
func (c *compilation) isTestMain() bool {
	return slices.ContainsFunc(c.src.Pkg.Imports(), func(p *types.Package) bool { return p.Path() == testDeps })
}

// addTestStart adds an init function to a test binary's main package. It runs when all packages have been initialised,
// and defines the flags of a test first, so that what is called may parse the command line. A linkname spares the
// import: the go command has not told the compiler where package section is, since this package does not import it.
func (c *compilation) addTestStart() error {
	const text = `package main

import (
	"testing"
	_ "unsafe"
)

//go:linkname premain_readForTests ` + registration.SectionPath + `.readForTests
func premain_readForTests()

func init() { testing.Init(); premain_readForTests() }
`
	name := filepath.Join(c.dir(), "premain_testmain.go")
	c.added = append(c.added, name)
	if i := slices.Index(c.args, "-complete"); i >= 0 { // one function has no body now
		c.args = slices.Delete(c.args, i, i+1)
		c.files--
	}
	return os.WriteFile(name, []byte(text), 0o666)
}

// isTest reports whether the program is a test binary.
func (p *program) isTest() bool {
	for _, k := range p.packages {
		if k.path == "main" {
			return slices.Contains(k.object.Imports(), testDeps)
		}
	}
	return false
}

// defineTestReaders lets package section know the functions that a test binary calls.
func defineTestReaders(b *goobj.Builder, section *pkg, readers []string) {
	if section == nil {
		return
	}
	prefix := goobj.Prefix(section.path)
	symbol := prefix + "." + testReaders
	v, ok := section.object.Lookup(symbol)[symbol]
	if !ok || len(readers) == 0 {
		return
	}
	table := b.DefineStatic("premain.readers", goobj.ROData)
	for _, r := range readers {
		f := b.DefineStatic("premain.reader:"+r, goobj.ROData)
		f.AddrOfFunc(r)
		table.Addr(f)
	}
	d := b.Define(symbol, goobj.Data)
	d.Describe(section.object.Describe(prefix, v))
	d.Addr(table)
	d.Word(len(readers))
	d.Word(len(readers))
}
