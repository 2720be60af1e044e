package gocmd

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	chdir := ""
	for _, a := range append(parse(verb, args), parse("test", splitQuoted(goflags))...) {
		switch {
		case a.name == "C":
			chdir = a.value
		case a.name == "modfile", a.name == "overlay", a.name == "mod" && a.value == "mod":
			return true
		case a.name == "" && slices.ContainsFunc(a.raw, func(s string) bool { return strings.Contains(s, "@") }):
			return true // package@version is built in a module of its own
		}
	}
	dir, err := workingDirectory(chdir)
	if err != nil {
		return true
	}
	files, ok := moduleFiles(dir)
	if !ok {
		return true
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) || bytes.Contains(data, []byte(modulePath)) || bytes.ContainsRune(data, '\\') {
			return true // a backslash may spell anything
		}
	}
	return false
}

// workingDirectory returns the directory in which the go command sees itself after it has changed to one.
func workingDirectory(chdir string) (string, error) {
	if chdir == "" {
		return os.Getwd()
	}
	here, err := os.Open(".")
	if err != nil {
		return "", err
	}
	defer here.Close()
	defer here.Chdir()
	if err := os.Chdir(chdir); err != nil {
		return "", err
	}
	return os.Getwd()
}

// moduleFiles returns the names of the files, some of which may not exist, that say from which modules packages come for a
// command that runs in dir. It is not ok if there is no module, or if what the go command would find is not clear.
func moduleFiles(dir string) (files []string, ok bool) {
	work := goenv("GOWORK")
	if work == "" {
		work = findUp(dir, "go.work")
	}
	var roots []string
	if work == "" || work == "off" {
		mod := findUp(dir, "go.mod")
		if mod == "" {
			return nil, false
		}
		roots = []string{filepath.Dir(mod)}
	} else {
		data, err := os.ReadFile(work)
		if err != nil {
			return nil, false
		}
		if bytes.ContainsAny(data, "\"`") {
			return nil, false // a path may have spaces
		}
		at := filepath.Dir(work)
		files = []string{work, strings.TrimSuffix(work, ".work") + ".work.sum"}
		roots = []string{at} // where packages of a workspace are vendored
		// Every word that may be the directory of a module counts as one.
		for word := range strings.FieldsSeq(string(data)) {
			path := filepath.FromSlash(strings.Trim(word, "()"))
			if !filepath.IsAbs(path) {
				path = filepath.Join(at, path)
			}
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil {
				roots = append(roots, path)
			}
		}
	}
	for _, root := range roots {
		files = append(files, filepath.Join(root, "go.mod"), filepath.Join(root, "go.sum"), filepath.Join(root, "vendor", "modules.txt"))
		if _, err := os.Stat(filepath.Join(root, "vendor", modulePath)); !os.IsNotExist(err) {
			return nil, false // below go 1.23, modules.txt need not tell of it
		}
	}
	return files, true
}

// findUp returns the file of the given name that is closest, in dir or above it, or nothing.
func findUp(dir, name string) string {
	for {
		file := filepath.Join(dir, name)
		if st, err := os.Stat(file); err == nil && !st.IsDir() {
			return file
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}
