// Package static has Go benchmarks of reading what is computed once: a premain.Static, in the world in which they are
// built, and what programs use without it.
package static

import (
	"sync"
	"sync/atomic"

	"premain.dev"
)

type config struct{ value int }

func newConfig() *config { return &config{value: 1} }

var (
	variable = newConfig()

	static *config
	_      = premain.Static(&static, newConfig)

	once   sync.Once
	byOnce *config

	onceValue = sync.OnceValue(newConfig)

	pointer     atomic.Pointer[config] // filled by init
	lazyPointer atomic.Pointer[config]
)

func init() { pointer.Store(newConfig()) }

func getByOnce() *config {
	once.Do(func() { byOnce = newConfig() })
	return byOnce
}

func getByPointer() *config {
	if c := lazyPointer.Load(); c != nil {
		return c
	}
	lazyPointer.CompareAndSwap(nil, newConfig())
	return lazyPointer.Load()
}
