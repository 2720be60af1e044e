package baretest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestRoots builds with the root directory of Go where downloaded toolchains have it, below the module cache, in which the go command lets no file be
// replaced, and behind a symbolic link elsewhere.
func TestRoots(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	goroot := strings.TrimSpace(string(out))
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":  "module example.com/hello\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => " + library(t) + "\n",
		"main.go": "package main\n\nfunc main() { println(\"hello\") }\n",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	modules := filepath.Join(root, "modules")
	if err := os.Mkdir(modules, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, link string }{{"below", filepath.Join(modules, "go")}, {"linked", filepath.Join(root, "go")}} {
		t.Run(c.name, func(t *testing.T) {
			if err := os.Symlink(goroot, c.link); err != nil {
				t.Skip(err)
			}
			cmd := exec.Command(tool, "run", "-board", "linux", ".")
			cmd.Dir = root
			cmd.Env = append(os.Environ(), "GOWORK=off", "GOROOT="+c.link, "GOMODCACHE="+modules, "GOTOOLCHAIN=local", "PATH="+filepath.Join(c.link, "bin")+":"+os.Getenv("PATH"))
			if out, err := cmd.CombinedOutput(); err != nil || string(out) != "hello\n" {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// library returns the directory of premain's module.
func library(t *testing.T) string {
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
