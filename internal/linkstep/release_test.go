package linkstep

import (
	"go/version"
	"runtime"
	"strings"
	"testing"
)

func TestCheckRelease(t *testing.T) {
	built := version.Lang(runtime.Version())
	for _, inUse := range []string{"go1.26", "go1.26rc2", "go1.26.8", "go1.27rc1", "go1.27.4"} {
		err := checkRelease(inUse)
		if newer := version.Compare(version.Lang(inUse), built) > 0; newer != (err != nil) {
			t.Errorf("%s in use, built with %s: %v", inUse, built, err)
		} else if newer && !strings.Contains(err.Error(), "this tool was built with "+runtime.Version()) {
			t.Errorf("message %q", err)
		}
	}
	for _, inUse := range []string{"go1.25", "go1.28", "go1.28rc1", "", "garbage", "devel"} {
		if err := checkRelease(inUse); err == nil || !strings.Contains(err.Error(), "1.26 to 1.27") {
			t.Errorf("%q: %v", inUse, err)
		}
	}
}
