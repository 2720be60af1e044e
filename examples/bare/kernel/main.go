// Kernel is the skeleton of one: drivers that the program consists of by being imported, brought up and taken down in a declared order, and tables that
// no code of it fills by hand. It needs no heap. premain boot -board pc-amd64 ./examples/bare/kernel, or virt-arm64, virt-riscv64, linux; and go run ./examples/bare/kernel.
package main

import (
	"premain.dev"
	"premain.dev/examples/bare/kernel/clock"
	"premain.dev/examples/bare/kernel/driver"
	"premain.dev/examples/bare/kernel/files"
)

var _ = files.File("motd", "premain: life before main\n")

var _ = files.File("version", "1\n")

func main() { premain.Main(run) }

func run() error {
	for _, d := range driver.Drivers.All() {
		println("driver:", d.Name, "-", d.About)
	}
	text, err := files.Read("motd")
	if err != nil {
		return err
	}
	print("motd: ", text)
	if _, err := files.Read("passwd"); err != nil {
		println("passwd:", err.Error())
	}
	before := clock.Now()
	clock.Sleep(5)
	println("slept for 5 ticks:", clock.Now()-before >= 5)
	return nil
}

// When everything is up and the program is about to run.
var _ = premain.Constructor(func() { println("kernel: up") }, premain.Name("kernel"), premain.After(clock.Up, files.Up))
