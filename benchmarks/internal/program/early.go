package program

import (
	"embed"
	"os/exec"
	"path/filepath"
	"strings"
)

// Before is what a program has that runs before main.
type Before string

const (
	OnlyMain      Before = "nothing"
	Preinit       Before = "preinit"         // a function of package preinit
	PreinitAndCgo Before = "preinit and cgo" // the same, in a program that uses cgo
	Constructor   Before = "constructor"     // one of C, by cgo
)

// Early describes a Go program that notes when it gets to run, before main and in it, for a measure.Launcher.
type Early struct{ Before Before }

//go:embed early
var earlyC embed.FS

func earlyFile(name string) string {
	text, err := earlyC.ReadFile("early/" + name)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (s Early) files(root string) (map[string]string, error) {
	files := map[string]string{
		"go.mod":  goMod(root),
		"main.go": earlyMain,
	}
	switch s.Before {
	case Preinit, PreinitAndCgo:
		files["early.go"] = earlyPreinit
		if s.Before == PreinitAndCgo {
			files["cgo.go"] = "package main\n\nimport \"C\"\n"
		}
	case Constructor:
		files["early.go"] = earlyConstructor
		files["moment.h"] = earlyFile("moment.h")
		files["constructor.c"] = earlyFile("constructor.c")
	}
	return files, nil
}

const earlyMain = `package main

import (
	"os"
	"syscall"
	"unsafe"
)

type moment struct{ time, faults int64 }

var moments [2]moment

// before fills in the first moment if somebody else has noted it.
var before func()

func main() {
	var now syscall.Timespec
	syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, 1, uintptr(unsafe.Pointer(&now)), 0)
	var usage syscall.Rusage
	syscall.RawSyscall(syscall.SYS_GETRUSAGE, 0, uintptr(unsafe.Pointer(&usage)), 0)
	moments[1] = moment{now.Sec*1e9 + now.Nsec, usage.Minflt}
	if before != nil {
		before()
	}
	if _, err := os.Stdout.Write((*[unsafe.Sizeof(moments)]byte)(unsafe.Pointer(&moments))[:]); err != nil {
		os.Exit(1)
	}
}
`

const earlyPreinit = `package main

import (
	"syscall"
	"unsafe"

	"premain.dev/preinit"
)

var _ = preinit.Func(func(*preinit.Process) {
	var now syscall.Timespec
	preinit.Syscall(syscall.SYS_CLOCK_GETTIME, 1, uintptr(unsafe.Pointer(&now)), 0)
	var usage syscall.Rusage
	preinit.Syscall(syscall.SYS_GETRUSAGE, 0, uintptr(unsafe.Pointer(&usage)), 0)
	moments[0] = moment{now.Sec*1e9 + now.Nsec, usage.Minflt}
})
`

const earlyConstructor = `package main

// #include "moment.h"
import "C"

import "unsafe"

func init() { before = func() { moments[0] = *(*moment)(unsafe.Pointer(&C.moments[0])) } }
`

// CKind is a way to build the program of Early in C.
type CKind string

const (
	Static  CKind = "static"  // with a constructor
	Dynamic CKind = "dynamic" // the same
	Bare    CKind = "bare"    // without the start of the C library: its entry takes the place of the constructor
)

// CPUIDs is how many instructions of that name on amd64 a Bare program executes between its two moments, none of which is in main.
const CPUIDs = 64

// EarlyC returns the path of an executable.
func (b *Builder) EarlyC(kind CKind) (exe string, err error) {
	dir := filepath.Join(b.dir, "c-"+string(kind))
	files := []string{"constructor.c", "main.c"}
	flags := []string{"-static"}
	switch kind {
	case Dynamic:
		flags = nil
	case Bare:
		files = []string{"entry.c"}
		flags = []string{"-static", "-nostartfiles", "-fno-stack-protector"}
	}
	sources := make(map[string]string)
	for _, name := range append(files, "moment.h") {
		sources[name] = earlyFile(name)
	}
	return b.c(dir, sources, flags...)
}

// Launcher returns the path of an executable made of the source of measure.Launcher.
func (b *Builder) Launcher(source string) (exe string, err error) {
	return b.c(filepath.Join(b.dir, "c-launcher"), map[string]string{"launcher.c": source}, "-static")
}

// c builds a C program in a directory of its own.
func (b *Builder) c(dir string, files map[string]string, flags ...string) (exe string, err error) {
	cc, err := Go("", "env", "CC")
	if err != nil {
		return "", err
	}
	if err := writeFiles(dir, files); err != nil {
		return "", err
	}
	args := append(strings.Fields(cc)[1:], append([]string{"-O2", "-o", "program"}, flags...)...)
	for name := range files {
		if strings.HasSuffix(name, ".c") {
			args = append(args, name)
		}
	}
	_, err = output(dir, nil, strings.Fields(cc)[0], args...)
	return filepath.Join(dir, "program"), err
}

// FindC reports whether C programs can be built here, alone and as a part of Go programs.
func (b *Builder) FindC() (found bool, err error) {
	env, err := Go("", "env", "CGO_ENABLED", "CC")
	if err != nil {
		return false, err
	}
	enabled, cc, _ := strings.Cut(env, "\n")
	if enabled != "1" || cc == "" {
		return false, nil
	}
	_, err = exec.LookPath(strings.Fields(cc)[0])
	return err == nil, nil
}
