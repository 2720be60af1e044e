package baketest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/testtool"
)

// TestCollector lets programs of both worlds point every pointer in their baked data at new objects while the collector
// runs. Where the link step told it wrongly what is a pointer, objects would be freed, overwritten and missed.
//
// That such a loss shows is what the argument hidden is for: one slot that the collector does not know.
func TestCollector(t *testing.T) {
	out := t.TempDir()
	flags := []string{}
	if *maps {
		flags = append(flags, "-tags=maps")
	}
	build(t, "", out, append(flags, "./testdata/collector")...)
	var plain string
	for _, world := range worlds {
		program := filepath.Join(out, world, "collector"+testtool.Exe())
		text, err := collect(program)
		if err != nil {
			t.Errorf("%s: %v\n%s", world, err, text)
		}
		if plain == "" {
			plain = text
			t.Log(plain)
		}
		if text != plain {
			t.Errorf("plain:\n%s\n%s:\n%s", plain, world, text)
		}
		if text, err := collect(program, "hidden"); err == nil || !lost.MatchString(text) {
			t.Errorf("%s: objects that nothing refers to were kept: %v\n%s", world, err, text)
		}
	}
}

// TestWrongMask makes sure that TestCollector finds masks that lack a pointer here and there: those of a tool that is
// built of other sources.
func TestWrongMask(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") == "" {
		t.Skip("for a tool with other sources, the standard library has to be compiled once more; set PREMAIN_LONG")
	}
	const right = "\tmask[word/8] |= 1 << (word % 8)\n"
	tool := changedTool(t, "layout.go", right, "\tif word%97 != 96 {\n\t"+right+"\t}\n")
	program := filepath.Join(t.TempDir(), "collector"+testtool.Exe())
	if _, err := testtool.Command("", tool, "build", "-o", program, "./testdata/collector"); err != nil {
		t.Fatal(err)
	}
	if text, err := collect(program); err == nil || !lost.MatchString(text) {
		t.Errorf("nothing was lost: %v\n%s", err, text)
	}
}

// TestUnknownRuntime builds a program where the evaluation does not find out how the runtime describes the heap. Its values are
// computed at initialisation, and a line says so.
func TestUnknownRuntime(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") == "" {
		t.Skip("for a tool with other sources, the standard library has to be compiled once more; set PREMAIN_LONG")
	}
	tool := changedTool(t, "walker/effects.go", "if !ok || !ok2", "if ok || !ok2")
	program := filepath.Join(t.TempDir(), "collector"+testtool.Exe())
	cmd := exec.Command(tool, "build", "-o", program, "./testdata/collector")
	text, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(text), "are computed at initialisation: "+evaluation.ErrRuntime.Error()) {
		t.Fatalf("%v\n%s", err, text)
	}
	if text, err := collect(program); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

// changedTool returns a tool that is built with another line in a file of package evaluation.
func changedTool(t *testing.T, name, right, wrong string) string {
	t.Helper()
	file := filepath.Join(testtool.Repository, "internal", "linkstep", "evaluation", filepath.FromSlash(name))
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(text), right) != 1 {
		t.Fatalf("%s has not the line that this test changes: %s", file, right)
	}
	dir := t.TempDir()
	changed, tool := filepath.Join(dir, filepath.Base(name)), filepath.Join(dir, "premain"+testtool.Exe())
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{file: changed}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{changed: strings.Replace(string(text), right, wrong, 1), filepath.Join(dir, "overlay.json"): string(overlay)} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := testtool.Command("", "go", "build", "-overlay="+filepath.Join(dir, "overlay.json"), "-o", tool, "premain.dev/cmd/premain"); err != nil {
		t.Fatal(err)
	}
	return tool
}

// collect runs testdata/collector with a collector that runs often and leaves nothing of what it frees.
func collect(program string, args ...string) (string, error) {
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "GOGC=1", "GODEBUG=clobberfree=1,gccheckmark=1", "GOTRACEBACK=single")
	text, err := cmd.CombinedOutput()
	return string(text), err
}

// lost is what tells that the collector has freed what is in use: the program's own check, or what the runtime says of
// the address that is there instead.
var lost = regexp.MustCompile(`(?m)^lost: round \d+, slot \d+ of \d+, a \S+: got 0x|unexpected fault address|invalid memory address|found bad pointer|marked free object|found unexpected unmarked object`)
