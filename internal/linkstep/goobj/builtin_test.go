package goobj

import (
	"go/version"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"testing"
)

// The numbers are those of the release that runs the test.
func TestBuiltins(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(runtime.GOROOT(), "src/cmd/internal/goobj/builtinlist.go"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range regexp.MustCompile(`(?m)^\t\{"(.*)", \d\},$`).FindAllSubmatch(text, -1) {
		want = append(want, string(m[1]))
	}
	got := builtins[version.Lang(runtime.Version())]
	if len(want) < 200 || !slices.Equal(got, want) {
		t.Errorf("the list of %s is\n%q\nwant\n%q", runtime.Version(), got, want)
	}
}
