//go:build !premain && !premain_bare

package premain

// haveExitHooks is false: plain Go cannot see os.Exit.
const haveExitHooks = false

func installExitHooks() {}

func replaceExitHook() {}
