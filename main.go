package main

import (
	"fmt"
	"os"
	"premain.dev/preinit"
	"syscall"
)

var seen [4]string
var where int

var _ = preinit.Func(second)
var _ = preinit.Func(first, 200)
var _ = preinit.Func(func(p *preinit.Process) { where = where*10 + 3; p.Write(1, "literal\n") }, preinit.Late)

func first(p *preinit.Process) {
	where = where*10 + 1
	var b [65]byte
	p.Write(1, "first, argc ")
	preinit.Write(1, preinit.FormatInt(b[:], int64(p.Argc()), 10))
	p.Write(1, "\n")
	for i := range p.Argc() {
		if i < len(seen) {
			seen[i] = p.Arg(i)
		}
	}
	p.Setenv("ADDED", "yes")
	p.Setenv("GODEBUG", "inittrace=1")
	p.Unsetenv("HOME")
	p.SetArg(p.Argc(), "extra")
	if p.Argc() > 3 { p.RemoveArg(1) }
	if v, ok := p.LookupEnv("CRASH"); ok {
		switch v {
		case "index":
			println0(seen[:], int(v[0]))
		case "nil":
			var q *preinit.Priority
			*q = 3
		case "divide":
			where = 7 / (where - 1)
		case "stack":
			var f func(int) int
			f = func(n int) int { if n == 0 { return 0 }; return fp(n+1) + 1 }
			fp = f
			where = f(1)
		}
	}
}
var fp func(int) int

//go:noinline
func println0(s []string, i int) { s[i] = "" }

func second(p *preinit.Process) {
	where = where*10 + 2
	_, err := preinit.Syscall(syscall.SYS_UNSHARE, syscall.CLONE_NEWUTS, 0, 0)
	p.Write(1, "second "+"\n")
	p.Write(1, preinit.ErrnoName(err))
}

func main() {
	fmt.Println(where, seen, os.Args, os.Getenv("ADDED"), os.Getenv("HOME") == "", len(os.Environ()))
}
