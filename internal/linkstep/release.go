package linkstep

import (
	"fmt"
	"go/version"
	"runtime"
	"strings"
)

// The releases of Go whose object files and export data the link step knows. Both have been tried; see RATIONALE.md.
const (
	oldestGo = "go1.26"
	newestGo = "go1.27"
)

// checkRelease refuses a release of Go that the link step does not know, or that is newer than the one with which
// the tool was built and so may write what the tool cannot read.
func checkRelease(inUse string) error {
	lang := version.Lang(inUse)
	if lang == "" || version.Compare(lang, oldestGo) < 0 || version.Compare(lang, newestGo) > 0 {
		return fmt.Errorf("the linked build works with Go releases %s to %s, and this is %s; set GOTOOLCHAIN=%s.0, or build with plain go build",
			oldestGo[2:], newestGo[2:], inUse, newestGo)
	}
	built, _, _ := strings.Cut(runtime.Version(), " ")
	if version.Compare(lang, version.Lang(built)) > 0 {
		return fmt.Errorf("this tool was built with %s, older than the %s in use; build it again with GOTOOLCHAIN=%s go install premain.dev/cmd/premain@latest, or use go tool premain",
			built, inUse, inUse)
	}
	return nil
}
