//go:build premain

package observe

// linked says which world the program is of.
const linked = true
