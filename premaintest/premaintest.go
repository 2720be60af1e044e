// Package premaintest helps to test packages that declare steps with package premain.
//
// The steps of a linked test binary (premain test) run before its tests, and their destructors when it ends. Under
// plain go test, a function TestMain does that, which does no harm in a linked test binary:
//
//	func TestMain(m *testing.M) { premain.Main(m.Run) }
//
// A test that does not want what a step does replaces it with [Replace] or leaves it out with [Omit].
package premaintest

import (
	"fmt"
	"testing"

	"premain.dev"
	"premain.dev/internal/substitution"
)

// Replace lets f take the place of a step until the test ends: of the function of a constructor or a static, or of that
// of a destructor, which then runs if the program ends before the test does. f has no destructor; what it needs to
// undo, it can hand to [testing.TB.Cleanup].
//
// If a constructor or a static has run already, it is dropped, together with those that have been declared to run after
// it, directly or not, in reverse order; then f and those run. When the test ends, the step is put back in the same
// way. Steps that run later only because of their priority are left alone, and so are destructors.
//
// Replace fails the test if one of the functions fails, for a nil or undeclared step, and for a nil f. It panics in
// parallel tests, whose steps it would take away from each other.
func Replace[F premain.Func](t testing.TB, step *premain.Step, f F) {
	t.Helper()
	replace(t, step, f)
}

// Omit leaves a step out until the test ends, as [Replace] by a function that does nothing would.
func Omit(t testing.TB, step *premain.Step) {
	t.Helper()
	replace(t, step, nil)
}

func replace(t testing.TB, step *premain.Step, f any) {
	t.Helper()
	t.Setenv("PREMAINTEST", "replaced") // refuses parallel tests; there is no other way to ask
	do, undo, err := substitution.Replace(step, f)
	if err != nil {
		t.Fatal(fmt.Errorf("premaintest: %w", err))
	}
	// Before anything happens: f may end the test.
	t.Cleanup(func() {
		t.Helper()
		if err := undo(); err != nil {
			t.Error(fmt.Errorf("premaintest: putting the step back: %w", err))
		}
	})
	if err := do(); err != nil {
		t.Fatal(fmt.Errorf("premaintest: %w", err))
	}
}
