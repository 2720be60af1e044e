package linkstep

import "testing"

// TestIdentity keeps the library's key in step with the sources. A tool that is out of step works, but compiles the
// whole standard library into a cache of its own.
func TestIdentity(t *testing.T) {
	if modified() {
		t.Error("the sources of the link step have changed: run go generate ./internal/identity")
	}
}
