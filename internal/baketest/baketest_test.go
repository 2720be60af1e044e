package baketest

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	_ "premain.dev/bake" // so that go test knows when a result that it has kept is of no use any more
	_ "premain.dev/internal/gocmd"
	_ "premain.dev/internal/linkstep"
	"premain.dev/internal/testtool"
)

var (
	seed     = flag.Uint64("seed", 0, "seed of TestRandom; 0 takes one from the clock")
	programs = flag.Int("programs", 0, "number of programs of TestRandom; 0 means 2, or 10 with PREMAIN_LONG set")
	maps     = flag.Bool("maps", true, "whether the values of TestRandom may hold maps")
)

var worlds = []string{"plain", "linked"}

func TestMain(m *testing.M) { testtool.Main(m) }

// build builds the programs of a module, or of this one if dir is empty, in both worlds, into the directories plain and
// linked of another one, and sees to it that nothing is computed when a linked one starts: its functions for link time,
// which have names with linkTime in them, must be gone.
func build(t *testing.T, dir, out string, packages ...string) {
	t.Helper()
	errs := make(chan error)
	for _, world := range worlds {
		go func() {
			run := "go"
			if world == "linked" {
				run = testtool.Tool
			}
			to := filepath.Join(out, world)
			err := os.MkdirAll(to, 0o777)
			if err == nil {
				_, err = testtool.Command(dir, slices.Concat([]string{run, "build", "-o", to + string(filepath.Separator)}, packages)...)
			}
			errs <- err
		}()
	}
	if err := errors.Join(<-errs, <-errs); err != nil {
		t.Fatal(err)
	}
	for _, world := range worlds {
		binaries, err := filepath.Glob(filepath.Join(out, world, "*"))
		if err != nil || len(binaries) == 0 {
			t.Fatal(err, binaries)
		}
		for _, binary := range binaries {
			symbols, err := testtool.Command("", "go", "tool", "nm", binary)
			if err != nil {
				t.Fatal(err)
			}
			switch left := linkTime.FindAllString(symbols, -1); {
			case world == "plain" && left == nil:
				t.Errorf("%s has no functions named linkTime", binary)
			case world == "linked" && left != nil:
				t.Errorf("%s computes values when it starts: %q is left", binary, left)
			}
		}
	}
}

var linkTime = regexp.MustCompile(`\S+\.linkTime\w*`)
