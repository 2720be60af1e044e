package linkstep

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"premain.dev/internal/linkstep/registration"
)

// vet shows the program of go vet, go fix or go vet -vettool the source that only the link step knows; see linked.go in
// package section. What is not given a vet.cfg passes through.
func (t tool) vet() error {
	if len(t.args) == 0 || filepath.Base(t.args[len(t.args)-1]) != "vet.cfg" {
		return t.pass()
	}
	last := len(t.args) - 1
	data, err := os.ReadFile(t.args[last])
	if err != nil {
		return err
	}
	var paths struct {
		ImportPath string
		GoFiles    []string
	}
	if err := json.Unmarshal(data, &paths); err != nil {
		return fmt.Errorf("%s: %w", t.args[last], err)
	}
	if paths.ImportPath != registration.SectionPath || !slices.ContainsFunc(paths.GoFiles, namesTool) {
		return t.pass()
	}
	dir := filepath.Dir(t.args[last])
	name := filepath.Join(dir, "premain_tool.go")
	if err := os.WriteFile(name, libraryFile(), 0o666); err != nil {
		return err
	}
	var cfg map[string]any
	if err := json.Unmarshal(data, &cfg); err != nil {
		return fmt.Errorf("%s: %w", t.args[last], err)
	}
	cfg["GoFiles"] = append(paths.GoFiles, name)
	if data, err = json.Marshal(cfg); err != nil {
		return err
	}
	newcfg := filepath.Join(dir, "premain", "vet.cfg") // the name counts
	if err := os.MkdirAll(filepath.Dir(newcfg), 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(newcfg, data, 0o666); err != nil {
		return err
	}
	args := slices.Clone(t.args)
	args[last] = newcfg
	return tool{path: t.path, args: args}.pass()
}
