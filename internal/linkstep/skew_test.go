package linkstep

import (
	"path/filepath"
	"strings"
	"testing"

	"premain.dev/internal/identity"
)

func TestCheckLibraryKey(t *testing.T) {
	source := filepath.FromSlash("/mod/premain.dev@v0.3.1/section/doc.go")
	if err := checkLibraryKey(identity.LinkStep, source); err != nil {
		t.Error(err)
	}
	for source, want := range map[string]string{
		source: "the library in the build list is premain.dev v0.3.1, and the two do not fit; use go tool premain, or run go install premain.dev/cmd/premain@v0.3.1",
		filepath.FromSlash("/src/premain/section/doc.go"): "the library in the build list is premain.dev in " + filepath.FromSlash("/src/premain") + ", and the two do not fit; build the tool from there",
	} {
		err := checkLibraryKey("another", source)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", source, err)
		}
	}
}
