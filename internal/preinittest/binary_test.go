//go:build linux && (amd64 || arm64 || riscv64)

package preinittest

import (
	"context"
	"os/exec"
	"testing"
)

// TestBinary runs the tests of testdata/serving: what programs do with signals, threads, children and connections, in a test binary that has
// early functions.
func TestBinary(t *testing.T) {
	for _, m := range []mode{
		{name: "exe"},
		{name: "dynamic", cgo: true, long: true}, // package net makes it so
		{name: "race", cgo: true, long: true, flags: []string{"-race"}},
	} {
		t.Run(m.name, func(t *testing.T) {
			if m.long && !long() {
				t.Skip("skip: this mode, without PREMAIN_LONG=1")
			}
			args := []string{"-test.v"}
			if !long() {
				args = append(args, "-test.short")
			}
			ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
			defer cancel()
			out, err := exec.CommandContext(ctx, m.build(t, "linked", "serving", "test", "-c"), args...).CombinedOutput()
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
			t.Logf("%s", out)
		})
	}
}
