//go:build premain && !premain_bare

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

const haveExitHooks = true

var (
	hooked      atomic.Bool
	exitSuccess bool // under the runtime's lock
)

// installExitHooks lets os.Exit call exitHook. It must not be called with a lock held that exitHook takes.
//
// A destructor that calls os.Exit uses up a hook, and its replacement is late, as the runtime holds its lock meanwhile.
// So there are several; what comes after the first has nothing to do in an os.Exit that is not stopped.
func installExitHooks() {
	if hooked.Swap(true) {
		return
	}
	for range 8 {
		replaceExitHook()
	}
}

func replaceExitHook() {
	addExitHook(runtimeHook{run: func() {
		success := exitSuccess
		exitSuccess = false
		exitHook(success)
	}, onFailure: true})
	addExitHook(runtimeHook{run: func() { exitSuccess = true }})
}
