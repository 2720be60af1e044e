package gocmd

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

const modulePath = "premain.dev"

// MayDependOnPremain reports whether a package of the modules in which a command runs may import the library. If not, a
// linked build is a plain one.
//
// No package comes from a module that neither go.mod nor go.sum (nor their counterparts of workspaces and vendored
// modules) name: the go command checks the sum of what it has fetched, and takes from elsewhere only what go.mod or
// go.work replace or use. Their text is all that is looked at here, because asking the go command would take longer than
// a build in which nothing has changed. Where something else might decide, the answer is yes.
func MayDependOnPremain(verb string, args []string, goflags string) bool {
	if v := goenv("GO111MODULE"); v != "" && v != "on" {
		return true
	}
	dir := "."
	for _, a := range append(parse(verb, args), parse("test", splitQuoted(goflags))...) {
		switch {
		case a.name == "C":
			dir = a.value
		case a.name == "modfile", a.name == "overlay", a.name == "mod" && a.value == "mod":
			return true
		case a.name == "" && slices.ContainsFunc(a.raw, func(s string) bool { return strings.Contains(s, "@") }):
			return true // package@version is built in a module of its own
		}
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return true
	}
	roots, ok := moduleRoots(dir)
	if !ok {
		return true
	}
	for _, root := range roots {
		for _, name := range []string{"go.mod", "go.sum", "go.work", "go.work.sum", filepath.Join("vendor", "modules.txt")} {
			data, err := os.ReadFile(filepath.Join(root, name))
			if err != nil && !os.IsNotExist(err) || bytes.Contains(data, []byte(modulePath)) {
				return true
			}
		}
	}
	return false
}

// moduleRoots returns the directories of the main modules and of the workspace, if there is one, for a command that runs
// in dir. It is not ok if there is no module, or if what the go command would find is not clear.
func moduleRoots(dir string) (roots []string, ok bool) {
	work := goenv("GOWORK")
	switch work {
	case "":
		if d := findUp(dir, "go.work"); d != "" {
			work = filepath.Join(d, "go.work")
		}
	case "off":
		work = ""
	}
	if work == "" {
		root := findUp(dir, "go.mod")
		return []string{root}, root != ""
	}
	data, err := os.ReadFile(work)
	if err != nil {
		return nil, false
	}
	f, err := modfile.ParseWork(work, data, nil)
	if err != nil {
		return nil, false
	}
	at := filepath.Dir(work)
	roots = []string{at}
	for _, u := range f.Use {
		path := filepath.FromSlash(u.Path)
		if !filepath.IsAbs(path) {
			path = filepath.Join(at, path)
		}
		roots = append(roots, path)
	}
	return roots, true
}

// findUp returns the closest directory at or above dir with a file of the given name, or nothing.
func findUp(dir, name string) string {
	for {
		if st, err := os.Stat(filepath.Join(dir, name)); err == nil && !st.IsDir() {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}
