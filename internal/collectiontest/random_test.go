package collectiontest

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"premain.dev/internal/testtool"
)

// TestRandom builds programs with random sections. When one runs, it compares each with a model, and prints what it sees, which must be the
// same in both worlds. Packages whose items are all constant have nothing to initialise in linked ones.
func TestRandom(t *testing.T) {
	n := *programs
	if n <= 0 {
		n = 1
		if long {
			n = 3
		}
	}
	r := testtool.Random(t, *seed)
	dir, out := module(t), t.TempDir()
	list := make([]*program, n)
	sources := make(map[*program]map[string]string)
	for i := range list {
		list[i] = newProgram(r, fmt.Sprintf("prog%d", i))
		sources[list[i]] = list[i].files()
		for name, text := range sources[list[i]] {
			write(t, dir, name, text)
		}
	}
	worlds := worlds()
	printed := build(t, dir, out, worlds)
	for _, p := range list {
		var plain string
		for _, w := range worlds {
			binary := filepath.Join(out, w.name, p.name+testtool.Exe())
			cmd := exec.Command(binary)
			cmd.Env = append(os.Environ(), "GOGC=20") // what is not referred to shows
			text, err := cmd.CombinedOutput()
			if got := fmt.Sprintf("%s%v\n", text, err); err != nil {
				t.Errorf("%s %s: %s", w.name, p.name, failed(got))
			} else if plain == "" {
				plain = got
			} else if got != plain {
				t.Errorf("%s %s: %s", w.name, p.name, different(plain, got))
			}
			if w.tool == testtool.Tool && !w.calls {
				p.checkInit(t, w.name, binary)
				for _, s := range p.sections {
					if want := p.arranged(s); !strings.Contains(printed[w.name], want) {
						t.Errorf("%s: no %s\n%s", w.name, want, printed[w.name])
					}
				}
			}
		}
		if t.Failed() {
			for _, name := range slices.Sorted(maps.Keys(sources[p])) {
				t.Logf("-- %s --\n%s", name, sources[p][name])
			}
			return
		}
	}
}

// failed returns what a program says that is not as it should be.
func failed(text string) string {
	if at := strings.Index(text, "FAIL "); at >= 0 {
		text = text[at:]
	}
	return text[:min(len(text), 3000)]
}

// different returns the first line in which two texts differ.
func different(plain, linked string) string {
	a, b := strings.Split(plain, "\n"), strings.Split(linked, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("%s\nplain: %s", b[i], a[i])
		}
	}
	return fmt.Sprintf("%d lines, plain: %d", len(b), len(a))
}

// checkInit makes sure that packages that have nothing to initialise do not.
func (p *program) checkInit(t *testing.T, world, binary string) {
	symbols, err := testtool.Command("", "go", "tool", "nm", binary)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range p.packages[:len(p.packages)-1] {
		if init := fmt.Sprintf(" example.com/random/%s.init\n", p.dir(k)); !k.computed && strings.Contains(symbols, init) {
			t.Errorf("%s %s: package %s has something to initialise", world, p.name, k.name)
		}
	}
}
