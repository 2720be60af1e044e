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
	c := &importcfg{string(data), make(map[string]string), make(map[string]string)}
	for line := range strings.Lines(c.text) {
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
	return c, nil
}

// replace returns the file's text with another archive for a package.
func (c *importcfg) replace(path, archive string) string {
	var b strings.Builder
	for line := range strings.Lines(c.text) {
		if strings.HasPrefix(line, "packagefile "+path+"=") {
			line = "packagefile " + path + "=" + archive + "\n"
		}
		b.WriteString(line)
	}
	return b.String()
}
