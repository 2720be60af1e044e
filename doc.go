// Package premain is life before main, and after it, for Go.
package premain
