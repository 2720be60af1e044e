package baketest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// TestCollector lets programs of both worlds point every pointer in their baked data at new objects while the collector
// runs. Where the link step told it wrongly what is a pointer, objects would be freed, overwritten and missed.
//
// That such a loss shows is what the argument hidden is for: one slot that the collector does not know. A link step that
// gives objects a mask with too few pointers, or puts them where the collector does not look, must fail the same way.
func TestCollector(t *testing.T) {
	out := t.TempDir()
	flags := []string{}
	if *maps {
		flags = append(flags, "-tags=maps")
	}
	build(t, "", out, append(flags, "./testdata/collector")...)
	run := func(world string, args ...string) (string, error) {
		cmd := exec.Command(filepath.Join(out, world, "collector"+exe()), args...)
		cmd.Env = append(os.Environ(), "GOGC=1", "GODEBUG=clobberfree=1,gccheckmark=1", "GOTRACEBACK=single")
		text, err := cmd.CombinedOutput()
		return string(text), err
	}
	var plain string
	for _, world := range worlds {
		text, err := run(world)
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
		if text, err := run(world, "hidden"); err == nil || !lost.MatchString(text) {
			t.Errorf("%s: objects that nothing refers to were kept: %v\n%s", world, err, text)
		}
	}
}

// lost is what tells that the collector has freed what is in use: the program's own check, or what the runtime says of
// the address that is there instead.
var lost = regexp.MustCompile(`(?m)^lost: round \d+, slot \d+ of \d+, a uintptr: got 0x|unexpected fault address|invalid memory address|found bad pointer`)
