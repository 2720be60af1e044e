package program

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// The go.mod and go.sum of programs that use fx stand in a module of their own, which is not a part of the workspace:
// whoever cannot download fx can build and test everything else.
const fxDir = "benchmarks/internal/program/fx"

var fxRequirement = regexp.MustCompile(`(?m)^\s*(?:require )?go\.uber\.org/fx (v\S+)`)

// fxModule returns go.mod and go.sum of programs that use fx. The directory root holds module premain.dev.
func fxModule(root string) (mod, sum string, err error) {
	dir := filepath.Join(root, filepath.FromSlash(fxDir))
	modText, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return "", "", err
	}
	sumText, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	return string(modText), string(sumText), err
}

// FindFx returns the version of fx that programs use, and whether it is here or can be downloaded.
func (b *Builder) FindFx() (version string, found bool, err error) {
	mod, sum, err := fxModule(b.root)
	if err != nil {
		return "", false, err
	}
	match := fxRequirement.FindStringSubmatch(mod)
	if match == nil {
		return "", false, fmt.Errorf("%s/go.mod does not require go.uber.org/fx", fxDir)
	}
	// In the written module: the go command might change the files.
	dir := filepath.Join(b.dir, "fx")
	if err := writeFiles(dir, map[string]string{"go.mod": mod, "go.sum": sum}); err != nil {
		return "", false, err
	}
	_, err = output(dir, outside, "go", "mod", "download")
	return match[1], err == nil, nil
}
