//go:build unix && !linux

package confine

import "testing"

// needFilter skips a test that needs a filter of system calls.
func needFilter(t *testing.T) { t.Skip("this system has no filter") }
