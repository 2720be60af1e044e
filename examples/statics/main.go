// Statics is what the documentation of Rust's crate static_init shows, in Go: variables whose values need code, and
// functions that run before and after main.
//
//	go run ./examples/statics
//	premain run ./examples/statics
package main

import (
	"fmt"

	"premain.dev"
)

// crate translates a priority of the crate, where higher ones come first. What has none there, comes last.
func crate(p int) premain.Option { return premain.Priority(65535 - p) }

var none = premain.Priority(premain.Late)

var (
	_ = premain.Constructor(say("doInit"), none)
	_ = premain.Constructor(say("doFirst"), crate(200))

	// At the end, everything is mirrored: what has no priority comes first.
	_ = premain.Destructor(say("finally"), none)
	_ = premain.Destructor(say("ultimately"), crate(100))
)

// V and V1 have the same priority, and V is declared first. InitAndDrop is there before V1 is built, and dropped after
// V1 is.
var (
	V           []int
	V1          []int
	InitAndDrop []int
)

var (
	_ = premain.Static(&V, vector("V"), none) // without a drop
	_ = premain.Static(&V1, vector("V1"), none, premain.DropValue(drop[[]int]("V1")))
	_ = premain.Static(&InitAndDrop, vector("InitAndDrop"), crate(142), premain.DropValue(drop[[]int]("InitAndDrop")))
)

// V6 reads V5, and both read V4. The priorities say so, whatever the order of the declarations. With a wrong one, a
// static would read the zero value; in the crate, that is undefined behaviour.
var (
	V6 int
	V5 int
	V4 []int
)

var (
	_ = premain.Static(&V6, func() int { return built("V6", V5+V4[1]) }, none, premain.DropValue(drop[int]("V6")))
	_ = premain.Static(&V5, func() int { return built("V5", V4[0]) }, crate(500), premain.DropValue(drop[int]("V5")))
	_ = premain.Static(&V4, vector("V4"), crate(1000), premain.DropValue(drop[[]int]("V4")))
)

func main() { premain.Main(run) }

// run uses the statics for what they are: ordinary variables.
func run() {
	fmt.Println("main: V[0] is", V[0])
	fmt.Println("main: V1[2] is", V1[2])
	V1[2] = 42
	fmt.Println("main: V1[2] is", V1[2])
	fmt.Println("main: V6 is", V6)
}

func say(name string) func() { return func() { fmt.Println(name) } }

func vector(name string) func() []int {
	return func() []int { return built(name, []int{1, 2, 3}) }
}

func built[T any](name string, value T) T {
	fmt.Println("build", name, value)
	return value
}

func drop[T any](name string) func(*T) {
	return func(v *T) { fmt.Println("drop", name, *v) }
}
