package linkstep

import (
	"os"
	"strings"
)

// importcfg is a file by which the go command tells compiler and linker where packages are.
type importcfg struct {
	text string
	file map[string]string // archives by import path
	path map[string]string // import paths by what sources say, where the two differ
}

func readImportcfg(name string) (*importcfg, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return parseImportcfg(string(data)), nil
}

func parseImportcfg(text string) *importcfg {
	c := &importcfg{text, make(map[string]string), make(map[string]string)}
	for line := range strings.Lines(text) {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		before, after, ok := strings.Cut(rest, "=")
		switch {
		case !ok:
		case verb == "packagefile":
			c.file[before] = after
		case verb == "importmap":
			c.path[before] = after
		}
	}
	return c
}

// replace returns c with other archives for some packages.
func (c *importcfg) replace(archives map[string]string) *importcfg {
	var b strings.Builder
	for line := range strings.Lines(c.text) {
		if rest, ok := strings.CutPrefix(line, "packagefile "); ok {
			path, _, _ := strings.Cut(rest, "=")
			if file, ok := archives[path]; ok {
				line = "packagefile " + path + "=" + file + "\n"
			}
		}
		b.WriteString(line)
	}
	return parseImportcfg(b.String())
}
