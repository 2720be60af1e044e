package main_test

import (
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// release is a Go release that is installed on the machine.
type release struct {
	version string
	root    string
}

// releases returns the oldest and the newest of the supported releases that are to be had without a download: one that
// tests this package, others in the PATH, or where the go command keeps those that it has downloaded.
var releases = sync.OnceValues(func() (older, newer release) {
	candidates := []string{"go"}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		candidates = append(candidates, filepath.Join(dir, "go"+exe()))
	}
	if out, err := exec.Command("go", "env", "GOMODCACHE").Output(); err == nil {
		found, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "golang.org", "toolchain@*", "bin", "go"+exe()))
		candidates = append(candidates, found...)
	}
	for _, name := range candidates {
		cmd := exec.Command(name, "env", "GOVERSION", "GOROOT")
		cmd.Env = append(os.Environ(), "GOTOOLCHAIN=local", "GOROOT=")
		out, err := cmd.Output()
		if err != nil {
			continue
		}
		var r release
		r.version, r.root, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
		if lang := version.Lang(r.version); lang != "go1.26" && lang != "go1.27" {
			continue
		}
		if older.version == "" || version.Compare(r.version, older.version) < 0 {
			older = r
		}
		if newer.version == "" || version.Compare(r.version, newer.version) > 0 {
			newer = r
		}
	}
	return older, newer
})
