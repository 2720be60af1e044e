// Life has steps, and sections too. It ends with status 7: life [os.Exit].
package main

import (
	"context"
	"errors"
	"os"

	"premain.dev"
	_ "premain.dev/internal/platformtest/testdata/fixed"
	_ "premain.dev/internal/platformtest/testdata/made"
	"premain.dev/internal/platformtest/testdata/registry"
)

var squares map[int]int

var (
	_ = premain.Static(&squares, func() map[int]int { say("static"); return map[int]int{3: 9} })
	_ = premain.Destructor(func() { say("destructor") }, premain.Priority(premain.Late))
	_ = premain.Constructor(open, premain.Priority(premain.Early), premain.Drop(func() error { say("close"); return nil }))
)

func open(ctx context.Context) error {
	say("open")
	if squares != nil {
		return errors.New("a static has run before what comes early")
	}
	return ctx.Err()
}

func main() { premain.Main(run) }

func run() int {
	say("main")
	if squares[3] != 9 {
		say("the static has not run")
	}
	registry.Print()
	if len(os.Args) > 1 && os.Args[1] == "os.Exit" {
		os.Exit(7)
	}
	return 7
}

func say(line string) { os.Stdout.WriteString(line + "\n") }
