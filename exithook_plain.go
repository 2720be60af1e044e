//go:build !premain

package premain

// installExitHooks does nothing: plain Go cannot see os.Exit.
func installExitHooks() {}
