package debugtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// newestGo builds the tools that have to understand the standard library of the release in use.
const newestGo = "go1.27.4"

// install returns the file of a program of another module, which stays in the user's cache. It is built with
// PREMAIN_LONG only.
func install(t *testing.T, pkg, version, release string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skipf("skip: %s (%v)", pkg, err)
	}
	name := filepath.Base(pkg) + exe()
	dir := filepath.Join(cache, "premain-debugtest", version+"-"+release)
	file := filepath.Join(dir, name)
	if _, err := os.Stat(file); err == nil {
		return file
	}
	if os.Getenv("PREMAIN_LONG") == "" {
		t.Skipf("skip: what needs %s, which is built with PREMAIN_LONG=1", name)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	bin, err := os.MkdirTemp(dir, "new")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(bin)
	cmd := exec.Command("go", "install", pkg+"@"+version)
	cmd.Dir = bin // outside of any module
	cmd.Env = append(os.Environ(), "GOBIN="+bin, "GOFLAGS=", "GOWORK=off", "GOTOOLCHAIN="+release)
	if out, err := cmd.CombinedOutput(); err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		t.Skipf("skip: what needs %s, which cannot be installed: %s", name, lines[len(lines)-1])
	}
	if err := os.Rename(filepath.Join(bin, name), file); err != nil {
		t.Fatal(err)
	}
	return file
}

// newUser returns the environment of somebody who has not configured any tool, with the go command's own settings.
func newUser(t *testing.T) []string {
	t.Helper()
	home := t.TempDir()
	env := append(os.Environ(), "HOME="+home, "USERPROFILE="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home, "TERM=dumb")
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOENV", "GOPATH"} {
		value, err := command("go", "env", name)
		if err != nil {
			t.Fatal(err)
		}
		env = append(env, name+"="+strings.TrimSpace(value))
	}
	return env
}
