package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"premain.dev/internal/gocmd"
	"premain.dev/internal/linkstep"
)

// TestStaleLayout moves fields to the end of the type that describes the linker's tables to a runtime, as if it had been made for another release
// of Go: the program says so when it starts, instead of reading what is somewhere else.
func TestStaleLayout(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the board linux is for Linux")
	}
	fields := []string{"", "pctab", "hasmain", "typelinks", "inittasks"} // each compiles the packages that the program needs once more
	if os.Getenv("PREMAIN_LONG") == "" {
		fields = fields[:2]
	} else if strings.Contains(runtime.Version(), "1.27") {
		fields = slices.DeleteFunc(fields, func(f string) bool { return f == "typelinks" }) // which that release does not have
	}
	for _, field := range fields {
		t.Run(field, func(t *testing.T) { staleLayout(t, field) })
	}
}

func staleLayout(t *testing.T, field string) {
	out := filepath.Join(t.TempDir(), "out")
	flags := []string{"-C=" + filepath.Join(repository, "examples", "bare", "hello"), "-o", out}
	b, err := gocmd.ForBoard("linux", "build", append(flags, "."), "", linkstep.Identity())
	if err != nil {
		t.Fatal(err)
	}
	if field != "" {
		i := slices.IndexFunc(b.Args, func(a string) bool { return strings.HasPrefix(a, "-overlay=") })
		b.Args[i] = "-overlay=" + alter(t, strings.TrimPrefix(b.Args[i], "-overlay="), field)
	}
	tool := []string{filepath.Join(binDir, "premain"), "-board=linux"}
	args, err := gocmd.Args(tool, []string{gocmd.BareTag}, "build", b.Args, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range b.Env {
		name, value, _ := strings.Cut(e, "=")
		t.Setenv(name, value)
	}
	build := exec.Command("go", args...)
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", build, err, text)
	}
	text, err := exec.Command(out).CombinedOutput()
	const stale = "premain: this runtime was made for another release of Go\n"
	if wrong := err != nil && string(text) == stale; wrong != (field != "") {
		t.Errorf("%v\n%s", err, text)
	}
}

// alter copies an overlay, in which a field is at the end of the type moduledata.
func alter(t *testing.T, overlay, field string) string {
	t.Helper()
	text, err := os.ReadFile(overlay)
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Replace map[string]string }
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	changed := false
	for name, to := range list.Replace {
		if to == "" || !strings.HasSuffix(to, ".go") {
			continue
		}
		text, err := os.ReadFile(to)
		if err != nil {
			t.Fatal(err)
		}
		begin := bytes.Index(text, []byte("\ntype moduledata struct {"))
		if begin < 0 {
			continue
		}
		end := begin + bytes.Index(text[begin:], []byte("\n}\n"))
		line := regexp.MustCompile(`(?m)^\t` + field + `\b`)
		at := line.FindIndex(text[begin:end])
		if at == nil {
			t.Fatalf("%s: no field %s", to, field)
		}
		moved := string(text[begin+at[0] : end])
		own, rest, _ := strings.Cut(moved, "\n")
		new := filepath.Join(t.TempDir(), filepath.Base(to))
		altered := string(text[:begin+at[0]]) + rest + "\n" + own + string(text[end:])
		if err := os.WriteFile(new, []byte(altered), 0o666); err != nil {
			t.Fatal(err)
		}
		list.Replace[name] = new
		changed = true
	}
	if !changed {
		t.Fatal("there is no type moduledata")
	}
	text, err = json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}
