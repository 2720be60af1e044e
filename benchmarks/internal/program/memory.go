package program

// Empty is the smallest Go program.
type Empty struct{}

func (Empty) files(root string) (map[string]string, error) {
	return map[string]string{"go.mod": goMod(root), "main.go": "package main\n\nfunc main() {}\n"}, nil
}

// Memory is another program that prints what memory it has in place of what its main does. What it prints, in bytes
// but for the first number, is read by measure.ReadMemory.
type Memory struct{ Of Source }

func (s Memory) files(root string) (map[string]string, error) {
	files, err := s.Of.files(root)
	if err == nil {
		files["memory.go"] = memorySource
	}
	return files, err
}

// memorySource prints its numbers when all variables have their values and main has not begun. What is resident,
// Linux says.
const memorySource = `package main

import (
	"os"
	"runtime"
	"strings"
)

func init() {
	resident := residentPages()
	var started, collected runtime.MemStats
	runtime.ReadMemStats(&started)
	runtime.GC()
	runtime.ReadMemStats(&collected)
	println(started.Mallocs, started.TotalAlloc, collected.HeapAlloc, resident*os.Getpagesize(), residentPages()*os.Getpagesize())
	os.Exit(0)
}

func residentPages() (n int) {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		panic(err)
	}
	for _, digit := range strings.Fields(string(text))[1] {
		n = 10*n + int(digit-'0')
	}
	return n
}
`
