package main_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// builtProgram is a program whose linked archives are at hand, so that compiler and linker can be called as the go
// command would call them.
type builtProgram struct {
	dir     string
	export  map[string]string // archives by import path
	compile string            // the path of the compiler
	link    string
}

func newBuiltProgram(t *testing.T) *builtProgram {
	t.Helper()
	p := &builtProgram{dir: t.TempDir(), export: make(map[string]string)}
	for name, text := range map[string]string{
		"go.mod":     "module example.com/app\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => " + repository + "\n",
		"cli/cli.go": "package cli\n\nimport \"premain.dev/section\"\n\nvar Names section.Of[string]\n",
		"use/use.go": "package use\n\nimport \"example.com/app/cli\"\n\nvar _ = cli.Names.Add(\"item\")\n",
		"main.go":    "package main\n\nimport (\n\t\"example.com/app/cli\"\n\t_ \"example.com/app/use\"\n)\n\nfunc main() { println(cli.Names.Len()) }\n",
	} {
		name = filepath.Join(p.dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	out := p.run(t, true, "go", "list", "-export", "-deps", "-toolexec="+tool(), "-tags=premain", "-f={{.ImportPath}} {{.Export}}", ".")
	for line := range strings.Lines(out) {
		if path, file, _ := strings.Cut(strings.TrimSpace(line), " "); file != "" {
			p.export[path] = file
		}
	}
	p.compile = strings.TrimSpace(p.run(t, true, "go", "tool", "-n", "compile"))
	p.link = strings.TrimSpace(p.run(t, true, "go", "tool", "-n", "link"))
	return p
}

func tool() string { return filepath.Join(binDir, "premain"+exe()) }

// run runs a command in the program's directory and returns its standard output if it should succeed, its standard
// error otherwise.
func (p *builtProgram) run(t *testing.T, succeed bool, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); (err == nil) != succeed {
		t.Fatalf("%s: %v\n%s%s", cmd, err, stdout.String(), stderr.String())
	}
	if bytes.Contains(stderr.Bytes(), []byte("goroutine ")) {
		t.Fatalf("%s panics\n%s", cmd, stderr.String())
	}
	if succeed {
		return stdout.String()
	}
	return stderr.String()
}

// importcfg writes an importcfg with the archive of one package replaced.
func (p *builtProgram) importcfg(t *testing.T, path, file string, verb string) string {
	t.Helper()
	var b strings.Builder
	for k, v := range p.export {
		if k == path {
			v = file
		}
		fmt.Fprintf(&b, "%s %s=%s\n", verb, k, v)
	}
	name := filepath.Join(t.TempDir(), "importcfg")
	if err := os.WriteFile(name, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestDamagedArchives feeds the compile and the link step archives whose records are missing, damaged or foreign.
func TestDamagedArchives(t *testing.T) {
	p := newBuiltProgram(t)
	const use, cli = "example.com/app/use", "example.com/app/cli"
	member := []byte("premain.json    ")
	cases := []struct {
		name   string
		path   string
		change func([]byte) []byte
		want   string
	}{
		{"missing record", use, func(b []byte) []byte { return b[:bytes.Index(b, member)] }, "no record of the link step"},
		{"missing record of the section's package", cli, func(b []byte) []byte { return b[:bytes.Index(b, member)] }, "no record of the link step"},
		{"other name", use, func(b []byte) []byte { return bytes.Replace(b, member, []byte("premain.jsom    "), 1) }, "no record of the link step"},
		{"damaged record", use, func(b []byte) []byte { return bytes.Replace(b, []byte(`"Items"`), []byte(`"items"`), 1) }, "damaged record"},
		{"damaged checksum", use, func(b []byte) []byte { b[bytes.Index(b, member)+61] ^= 1; return b }, "damaged record"},
		{"cut record", use, func(b []byte) []byte { return b[:len(b)-20] }, "damaged archive"},
		{"no archive", use, func(b []byte) []byte { return []byte("garbage") }, "not an archive"},
		{"empty file", use, func(b []byte) []byte { return nil }, "not an archive"},
		{"damaged object", use, func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\x00go120ld"), []byte("\x00go999ld")) }, "format other than go120ld"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			data, err := os.ReadFile(p.export[c.path])
			if err != nil {
				t.Fatal(err)
			}
			changed := filepath.Join(t.TempDir(), "x.a")
			if err := os.WriteFile(changed, c.change(bytes.Clone(data)), 0o666); err != nil {
				t.Fatal(err)
			}
			out := filepath.Join(t.TempDir(), "out")
			msg := p.run(t, false, tool(), p.link, "-o", out, "-importcfg", p.importcfg(t, c.path, changed, "packagefile"), "-buildmode=exe", p.export["example.com/app"])
			if !strings.Contains(msg, c.want) || !strings.HasPrefix(msg, "premain: package "+c.path+": ") {
				t.Errorf("message %q lacks %q", msg, c.want)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("a program has been written")
			}
		})
	}
	t.Run("foreign", func(t *testing.T) {
		foreign := filepath.Join(t.TempDir(), "x.a")
		p.foreign(t, p.export[use], foreign)
		want := "was compiled by another link step (00000000000000000000)"
		msg := p.run(t, false, tool(), p.link, "-o", filepath.Join(t.TempDir(), "out"), "-importcfg", p.importcfg(t, use, foreign, "packagefile"), p.export["example.com/app"])
		if !strings.Contains(msg, want) {
			t.Errorf("link step: message %q lacks %q", msg, want)
		}
		out := filepath.Join(t.TempDir(), "out.a")
		msg = p.run(t, false, tool(), p.compile, "-o", out, "-p", "main", "-importcfg", p.importcfg(t, use, foreign, "packagefile"), "-goversion", "go1.26.0", "-pack", "main.go")
		if !strings.Contains(msg, want) {
			t.Errorf("compile step: message %q lacks %q", msg, want)
		}
		if _, err := os.Stat(out); err == nil {
			t.Error("an archive has been written")
		}
	})
	t.Run("untouched", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "out"+exe())
		p.run(t, true, tool(), p.link, "-o", out, "-importcfg", p.importcfg(t, "", "", "packagefile"), "-buildmode=exe", p.export["example.com/app"])
		if err := exec.Command(out).Run(); err != nil {
			t.Error(err)
		}
	})
	t.Run("export data", func(t *testing.T) {
		whole, err := os.ReadFile(p.export[cli])
		if err != nil {
			t.Fatal(err)
		}
		from, to := bytes.Index(whole, []byte("$$B\n"))+4, bytes.Index(whole, []byte("\n$$\n"))
		changed := filepath.Join(t.TempDir(), "x.a")
		cfg := p.importcfg(t, cli, changed, "packagefile")
		refused := 0
		for i := range 40 {
			data := bytes.Clone(whole)
			data[from+(to-from)*i/40] ^= 0x55
			if err := os.WriteFile(changed, data, 0o666); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(tool(), p.compile, "-o", filepath.Join(t.TempDir(), "x.a"), "-p", "main", "-importcfg", cfg, "-goversion", "go1.26.0", "-pack", "main.go")
			cmd.Dir = p.dir
			out, err := cmd.CombinedOutput()
			if err != nil {
				refused++
			}
			if bytes.Contains(out, []byte("premain.dev/internal/linkstep")) {
				t.Errorf("byte %d: the tool panics\n%s", i, out)
			}
		}
		if refused == 0 {
			t.Error("no damage was noticed")
		}
	})
	// A program that depends on premain and whose importcfg is not there, or no file.
	for _, cfg := range []string{filepath.Join(p.dir, "nosuch"), p.dir} {
		msg := p.run(t, false, tool(), p.link, "-o", "x", "-importcfg", cfg, p.export["example.com/app"])
		if !strings.HasPrefix(msg, "premain: ") {
			t.Error(msg)
		}
	}
}

// foreign writes an archive whose record is whole and says that another tool wrote it.
func (p *builtProgram) foreign(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("premain.json    "))
	_, body, _ := bytes.Cut(data[at+60:], []byte("\n"))
	var r map[string]any
	if err := json.Unmarshal(bytes.TrimRight(body, "\x00"), &r); err != nil {
		t.Fatal(err)
	}
	r["Tool"] = strings.Repeat("0", 20)
	if body, err = json.Marshal(r); err != nil {
		t.Fatal(err)
	}
	body = append(fmt.Appendf(nil, "%x\n", sha256.Sum256(body)), body...)
	data = fmt.Appendf(data[:at], "%-48s%-10d`\n", data[at:at+48], len(body))
	data = append(data, body...)
	if len(body)%2 == 1 {
		data = append(data, 0)
	}
	if err := os.WriteFile(to, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestReleases refuses releases of Go that the link step does not know.
func TestReleases(t *testing.T) {
	p := newBuiltProgram(t)
	for release, want := range map[string]string{
		"go1.25.3":          "the linked build works with Go releases 1.26 to 1.27, and this is go1.25.3",
		"go1.28rc1":         "the linked build works with Go releases 1.26 to 1.27, and this is go1.28rc1",
		"devel go1.28-abcd": "the linked build works with Go releases 1.26 to 1.27",
		"":                  "the linked build works with Go releases 1.26 to 1.27",
	} {
		msg := p.run(t, false, tool(), p.compile, "-o", filepath.Join(t.TempDir(), "x.a"), "-p", "main",
			"-importcfg", p.importcfg(t, "", "", "packagefile"), "-goversion", release, "-pack", "main.go")
		if !strings.Contains(msg, want) {
			t.Errorf("%q: message %q lacks %q", release, msg, want)
		}
	}
}

// TestTemporaryDirectory builds where nothing can be written.
func TestTemporaryDirectory(t *testing.T) {
	p := newBuiltProgram(t)
	dir := t.TempDir()
	main := filepath.Join(p.dir, "main.go")
	cfg := p.importcfg(t, "", "", "packagefile")
	out := filepath.Join(dir, "nosuch", "x.a")
	msg := p.run(t, false, tool(), p.compile, "-o", out, "-p", "main", "-importcfg", cfg, "-goversion", "go1.26.0", "-pack", main)
	if msg == "" {
		t.Error("no message")
	}
	full := fullDirectory(t)
	t.Setenv("GOTMPDIR", full)
	if msg := p.run(t, false, tool(), "build", "-o", filepath.Join(dir, "x"), "."); !strings.Contains(msg, "no space left on device") {
		t.Error(msg)
	}
	if _, err := os.Stat(filepath.Join(dir, "x")); err == nil {
		t.Error("a program has been written")
	}
}

// fullDirectory returns a directory on a file system with hardly any space.
func fullDirectory(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("needs to mount a file system: %s", bytes.TrimSpace(out))
	}
	t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() })
	return dir
}

// libraryCopy copies the module without its tests and examples, changed by edit, and returns the directory.
func libraryCopy(t *testing.T, edit func(name string, text []byte) []byte) string {
	t.Helper()
	dir := t.TempDir()
	parts, err := filepath.Glob(filepath.Join(repository, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, sub := range []string{"go.mod", "bake", "section", "internal", "cmd"} {
		parts = append(parts, filepath.Join(repository, sub))
	}
	for _, part := range parts {
		err := filepath.WalkDir(part, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(repository, path)
			if err != nil {
				return err
			}
			to := filepath.Join(dir, rel)
			if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
				return err
			}
			return os.WriteFile(to, edit(filepath.ToSlash(rel), text), 0o666)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestVersionSkew builds with a library that belongs to another link step.
func TestVersionSkew(t *testing.T) {
	library := libraryCopy(t, func(name string, text []byte) []byte {
		if name == "internal/identity/identity.go" {
			text = regexp.MustCompile(`const LinkStep = ".*"`).ReplaceAll(text, []byte(`const LinkStep = "another"`))
		}
		return text
	})
	p := newBuiltProgram(t)
	p.run(t, true, "go", "mod", "edit", "-replace=premain.dev="+library)
	p.run(t, true, "go", "build", "-o", filepath.Join(t.TempDir(), "plain"), ".")
	out := filepath.Join(t.TempDir(), "linked")
	msg := p.run(t, false, tool(), "build", "-o", out, ".")
	// The go command shortens the directory.
	want := regexp.MustCompile(`\npremain: the tool is premain\.dev \(devel\) and the library in the build list is premain\.dev in .*, ` +
		`and the two do not fit; build the tool from there: go install premain\.dev/cmd/premain, or use go tool premain\n$`)
	if !want.MatchString(msg) {
		t.Errorf("got %q", msg)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a program has been written")
	}
}

// TestChangedTool builds with a tool whose sources have changed since go generate: what the unchanged tool has left in
// the cache is not taken, nor the other way round.
func TestChangedTool(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") == "" {
		t.Skip("compiles the standard library; run sh test.sh -long")
	}
	copied := libraryCopy(t, func(name string, text []byte) []byte {
		if name == "internal/linkstep/registration/find.go" {
			text = bytes.Replace(text, []byte(`"%sitem_%d"`), []byte(`"%schanged_item_%d"`), 1)
		}
		return text
	})
	changed := filepath.Join(t.TempDir(), "premain"+exe())
	build := exec.Command("go", "build", "-o", changed, "./cmd/premain")
	build.Dir, build.Env = copied, append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p := newBuiltProgram(t)
	out := filepath.Join(t.TempDir(), "out")
	for range 2 {
		for tool, symbol := range map[string]string{tool(): "use.premain_item_0", changed: "use.premain_changed_item_0"} {
			p.run(t, true, tool, "build", "-o", out, ".")
			if nm := p.run(t, true, "go", "tool", "nm", out); !strings.Contains(nm, symbol) {
				t.Errorf("%s: no symbol %s", tool, symbol)
			}
		}
	}
}

// TestLongArguments passes more arguments to a program than fit everywhere, and expects nothing to be left behind.
func TestLongArguments(t *testing.T) {
	echo, err := exec.LookPath("echo")
	if err != nil {
		t.Skip("there is no echo command")
	}
	dir := t.TempDir()
	arg := strings.Repeat("x", 40<<10)
	cmd := exec.Command(tool(), echo, arg)
	cmd.Env = append(os.Environ(), "TMPDIR="+dir)
	out, err := cmd.Output()
	if err != nil || strings.TrimSpace(string(out)) != arg {
		t.Errorf("%v, %d bytes of output", err, len(out))
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
