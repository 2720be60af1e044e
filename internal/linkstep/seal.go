package linkstep

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/registration"
)

// The go command keeps what the compile step writes under a key that knows the tag, but not the tool: a build with
// the tag and without the tool finds it, and would leave in the cache what the stock compiler makes of the packages
// that it does not find. So archives are sealed: the compiler, which compares the first line of an export data with
// the one it would write itself, refuses to import them, and the linker refuses the object of package section. Both
// print the line. The link step breaks the seal for its own calls of compiler and linker.
const (
	header     = "go object "
	sealedMark = header + "of a linked build: use premain build, or go build -toolexec=premain -tags=premain; "
)

// seal changes the members by which the compiler imports a package and the linker would link package section.
func seal(path string) func(name string, data []byte) []byte {
	return func(name string, data []byte) []byte {
		rest, ok := bytes.CutPrefix(data, []byte(header))
		if ok && (name == archive.ExportData || name == archive.Object && path == registration.SectionPath) {
			return append([]byte(sealedMark), rest...)
		}
		return data
	}
}

// sealed reports whether an archive's export data is sealed.
func sealed(a *archive.File) bool {
	return bytes.HasPrefix(a.Read(archive.ExportData), []byte(sealedMark))
}

// unseal undoes seal.
func unseal(name string, data []byte) []byte {
	if rest, ok := bytes.CutPrefix(data, []byte(sealedMark)); ok {
		return append([]byte(header), rest...)
	}
	return data
}

// unsealImports gives the compiler export data that it can read in place of the sealed archives.
func (c *compilation) unsealImports() error {
	dir := c.dir()
	if err := os.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	archives := make(map[string]string)
	for path := range c.records {
		name := filepath.Join(dir, fmt.Sprintf("%d.a", len(archives)))
		if err := archive.Rewrite(c.cfg.file[path], name, unseal, archive.ExportData); err != nil {
			return err
		}
		archives[path] = name
	}
	c.cfg = c.cfg.replace(archives)
	name := filepath.Join(dir, "importcfg")
	if err := os.WriteFile(name, []byte(c.cfg.text), 0o666); err != nil {
		return err
	}
	_, at := flagValue(c.args, "-importcfg")
	setFlag(c.args, "-importcfg", name, at)
	return nil
}
