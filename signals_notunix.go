//go:build !unix

package premain

import "os"

// brokenPipe is nil: a broken pipe is an error of the write.
var brokenPipe os.Signal

func outputBroken() bool { return false }

func brokenOutput(error) os.Signal { return nil }

// raise does nothing: a program cannot give itself the status of a signal here.
func raise(os.Signal) {}
