// Shell is a serial console without an operating system: premain boot -board virt-riscv64 ./examples/bare/shell, or virt-arm64, or pc-amd64. It reads lines and
// runs commands; help lists them. Each command is an item of a section.
package main

import (
	"strings"
	"sync/atomic"

	"premain.dev/bare"
	_ "premain.dev/bare/alloc/heap"
	"premain.dev/section"
)

// command is what a line begins with.
type command struct {
	name, args, text string

	run func(args []string) error
}

var commands section.Of[command]

// hz is how often the timer interrupts.
const hz = 100

var ticks atomic.Uint64

func main() {
	bare.Tick(hz, func() { ticks.Add(1) })
	println("premain shell; help lists the commands")
	for {
		print("> ")
		line, ok := readLine()
		if !ok {
			return
		}
		if err := run(strings.Fields(line)); err != nil {
			println(err.Error())
		}
	}
}

func run(words []string) error {
	if len(words) == 0 {
		return nil
	}
	for _, c := range commands.All() {
		if c.name == words[0] {
			return c.run(words[1:])
		}
	}
	return failure("there is no command " + words[0] + "; help lists them")
}

// failure is why a command cannot do what it is asked for.
type failure string

func (f failure) Error() string { return string(f) }
