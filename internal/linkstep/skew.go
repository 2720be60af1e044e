package linkstep

import (
	"fmt"
	"path/filepath"
	"strings"

	"premain.dev/internal/identity"
)

// checkLibraryKey refuses a library with a key other than that of the library from which the tool was built.
// The source file tells where the library is.
func checkLibraryKey(key, source string) error {
	if key == identity.LinkStep {
		return nil
	}
	dir := filepath.Dir(filepath.Dir(source))
	library := "in " + dir
	mend := "build the tool from there: go install premain.dev/cmd/premain, or use go tool premain"
	if _, v, ok := strings.Cut(filepath.Base(dir), "@"); ok {
		library = v
		mend = "use go tool premain, or run go install premain.dev/cmd/premain@" + v
	}
	return fmt.Errorf("the tool is premain.dev %s and the library in the build list is premain.dev %s, and the two do not fit; %s",
		Version(), library, mend)
}
