package freestanding

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func goroot(t *testing.T) string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func release() string { return strings.Fields(runtime.Version())[0] }

// TestGenerate looks at what is taken: what the language needs, and nothing of the scheduler, the collector and the heap.
func TestGenerate(t *testing.T) {
	minor, ok := Supported(release())
	if !ok {
		t.Skipf("skip: %s is not a release that runtimes are made for", release())
	}
	for _, arch := range Architectures {
		t.Run(arch, func(t *testing.T) {
			run := func() map[string][]byte {
				files, err := generate(filepath.Join(goroot(t), "src", "runtime"), "runtime", release(), arch, "tool", minor)
				if err != nil {
					t.Fatal(err)
				}
				return files
			}
			files := run()
			if !maps.EqualFunc(files, run(), bytes.Equal) {
				t.Error("two runs give different files")
			}
			has := declared(t, files)
			for _, name := range []string{"growslice", "moduledata", "boundsError", "boundsError.Error", "panicdottypeE", "concatstrings", "itabInit", "mapIterNext", "printpanics"} {
				if !has[name] {
					t.Errorf("%s is missing", name)
				}
			}
			for _, name := range []string{"schedt", "mheap", "mspan", "p", "gcController", "timers", "sudogcache", "newproc", "makechan", "selectgo"} {
				if has[name] {
					t.Errorf("%s has been taken", name)
				}
			}
		})
	}
}

// TestReplaced looks at what is taken of other packages: what asks the system while it initialises is not among it.
func TestReplaced(t *testing.T) {
	minor, ok := Supported(release())
	if !ok {
		t.Skipf("skip: %s is not a release that runtimes are made for", release())
	}
	for _, c := range []struct {
		pkg         string
		has, hasNot []string
		imports     []string // that there must not be
	}{
		{"time", []string{"Duration.String", "Time.Format", "Time.UnmarshalJSON", "ParseDuration", "LoadLocationFromTZData", "Timer.Stop"},
			[]string{"read", "loadTzinfo", "asynctimerchan", "platformZoneSources"}, []string{"syscall", "internal/godebug"}},
		{"context", []string{"WithCancel", "WithValue", "backgroundCtx.String", "cancelCtx.Done"}, []string{"init"}, nil},
	} {
		files, err := generate(filepath.Join(goroot(t), "src", c.pkg), c.pkg, release(), "amd64", "tool", minor)
		if err != nil {
			t.Fatal(err)
		}
		has := declared(t, files)
		for _, name := range c.has {
			if !has[name] {
				t.Errorf("%s: %s is missing", c.pkg, name)
			}
		}
		for _, name := range c.hasNot {
			if has[name] {
				t.Errorf("%s: %s has been taken", c.pkg, name)
			}
		}
		for name, text := range files {
			for _, path := range c.imports {
				if bytes.Contains(text, []byte("\""+path+"\"")) {
					t.Errorf("%s: %s imports %s", c.pkg, name, path)
				}
			}
		}
	}
}

// declared returns the names of what files declare.
func declared(t *testing.T, files map[string][]byte) map[string]bool {
	names := make(map[string]bool)
	for name, text := range files {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				n := d.Name.Name
				if r := receiver(d); r != "" {
					n = r + "." + n
				}
				names[n] = true
			case *ast.GenDecl:
				for _, s := range d.Specs {
					for _, n := range specNames(s) {
						names[n] = true
					}
				}
			}
		}
	}
	return names
}

// TestOverlay reads an overlay as the go command does: no file of Go's package is left but those that are kept, and every file of ours is there.
func TestOverlay(t *testing.T) {
	if _, ok := Supported(release()); !ok {
		t.Skipf("skip: %s is not a release that runtimes are made for", release())
	}
	root := goroot(t)
	file, err := Overlay(root, release(), "amd64", "tool", t.TempDir(), map[string]string{"/else/x.go": "/some/y.go"})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var overlay struct{ Replace map[string]string }
	if err := json.Unmarshal(text, &overlay); err != nil {
		t.Fatal(err)
	}
	if overlay.Replace["/else/x.go"] != "/some/y.go" {
		t.Error("the other file is missing")
	}
	delete(overlay.Replace, "/else/x.go")
	for _, c := range shortened {
		name := filepath.Join(root, "src", filepath.FromSlash(c.file))
		text, err := os.ReadFile(overlay.Replace[name])
		if err != nil {
			t.Errorf("%s is not shortened: %v", c.file, err)
		} else if _, ok := shorten(text, c.name, c.value); ok {
			t.Errorf("%s has %s yet", c.file, c.name)
		}
		delete(overlay.Replace, name)
	}
	n := 0
	for name, to := range overlay.Replace {
		pkg, err := filepath.Rel(filepath.Join(root, "src"), filepath.Dir(name))
		if err != nil || !slices.Contains(Replaced, pkg) {
			t.Errorf("%s is replaced", name)
		}
		if to != "" {
			n++
			if _, err := os.Stat(to); err != nil {
				t.Error(err)
			}
		} else if pkg == "runtime" && kept(filepath.Base(name)) {
			t.Errorf("%s is left out", name)
		}
	}
	if n < 30 {
		t.Errorf("only %d files", n)
	}
}

func TestSupported(t *testing.T) {
	for name, want := range map[string]bool{"go1.26.0": true, "go1.27": true, "go1.27rc1": false, "go1.25.5": false, "go1.28.1": false, "devel go1.27-abc": false, "": false} {
		if _, ok := Supported(name); ok != want {
			t.Errorf("%q: %v", name, ok)
		}
		if _, err := Overlay("/nowhere", name, "amd64", "tool", t.TempDir(), nil); err == nil || !want && !strings.Contains(err.Error(), "set GOTOOLCHAIN=") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestTakeAssembly(t *testing.T) {
	name := filepath.Join(t.TempDir(), "asm.s")
	const functions = "TEXT runtime·a(SB),0,$0\n\tRET\n\n// of b\nTEXT runtime·b<ABIInternal>(SB),0,$0\n\tNOP\n\tRET\n\n#define X\n"
	const calls = "#define DISPATCH(NAME)\n#define CALLFN(NAME)\nCALLFN(·call16)\nCALLFN(·call32)\n"
	write := func(text string) {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(functions + calls + "TEXT runtime·d(SB),0,$0\n\tRET\n")
	text, err := takeAssembly(name, []string{"runtime·b<ABIInternal>"})
	if err != nil || !strings.HasSuffix(string(text), "\nTEXT runtime·b<ABIInternal>(SB),0,$0\n\tNOP\n\tRET\n\n\n"+calls) {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := takeAssembly(name, []string{"runtime·c"}); err == nil || !strings.Contains(err.Error(), "there is no function runtime·c") {
		t.Error(err)
	}
	write(functions)
	if _, err := takeAssembly(name, nil); err == nil || !strings.Contains(err.Error(), "there are no macros DISPATCH and CALLFN") {
		t.Error(err)
	}
}
