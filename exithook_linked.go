//go:build premain

package premain

import "sync/atomic"

// addExitHook is a function of the runtime. It runs its hooks on os.Exit and when main.main returns, the last one
// first, and under a lock.
//
//premain:runtime internal/runtime/exithook.Add
var addExitHook func(runtimeHook)

// runtimeHook is internal/runtime/exithook.Hook.
type runtimeHook struct {
	run       func()
	onFailure bool // whether to run for exit codes other than 0
}

var (
	hooked      atomic.Bool
	exitSuccess bool // under the runtime's lock
)

// installExitHooks lets os.Exit call exitHook once.
func installExitHooks() {
	if hooked.Swap(true) {
		return
	}
	addExitHook(runtimeHook{run: func() {
		hooked.Store(false)
		success := exitSuccess
		exitSuccess = false
		exitHook(success)
	}, onFailure: true})
	addExitHook(runtimeHook{run: func() { exitSuccess = true }})
}
