//go:build unix

package main

import (
	"syscall"

	"premain.dev"
)

func init() {
	scenarios["Start, Signals"] = func() { start(background, premain.Signals(syscall.SIGTERM)); hanging(background) }
	scenarios["Start, Signals, stop"] = func() {
		stopped(start(background, premain.Signals(syscall.SIGTERM)))
		hanging(background)
	}
}
