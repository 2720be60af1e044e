package section_test

import (
	"os/exec"
	"testing"
)

// TestWorldsImportTheSame compares what the packages of the library import in the two worlds: where one imported
// more, packages would be initialised in another order, and items be ordered in another way.
func TestWorldsImportTheSame(t *testing.T) {
	list := func(flags ...string) string {
		args := append([]string{"list", "-f", "{{.ImportPath}} {{.Imports}}"}, flags...)
		out, err := exec.Command("go", append(args, "premain.dev/section", "premain.dev", "premain.dev/bake", "premain.dev/preinit", "premain.dev/internal/identity", "premain.dev/internal/phase")...).Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if plain, linked := list(), list("-tags=premain"); plain != linked {
		t.Errorf("plain:\n%slinked:\n%s", plain, linked)
	}
}
