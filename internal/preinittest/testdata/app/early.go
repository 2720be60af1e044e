//go:build premain

package main

import (
	"premain.dev/internal/preinittest/testdata/app/other"
	"premain.dev/preinit"
)

var (
	_ = preinit.Func(func(*preinit.Process) { run('d') })
	_ = preinit.Func(last, preinit.Late)
	_ = preinit.Func(change, preinit.Early)
	_ = preinit.Func(func(*preinit.Process) { run('e') }, 500)
	_ = preinit.Func(func(*preinit.Process) { run('b') }, 200)
)

func change(p *preinit.Process) {
	run('a')
	p.Setenv("ADDED", "early")
	p.Unsetenv("REMOVED")
	p.SetArg(p.Argc(), "added")
}

// last notes whether the functions of the other package have run, whose names it does not tell.
func last(*preinit.Process) {
	if other.Ran == 2 {
		run('z')
	}
}
