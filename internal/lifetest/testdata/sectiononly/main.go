// Sectiononly has a section and no life cycle.
package main

import (
	"fmt"
	"runtime"

	"premain.dev/section"
)

var names section.Of[string]

var _ = names.Add("one")

func main() {
	for _, n := range names.All() {
		fmt.Println(*n, "in", runtime.NumGoroutine(), "goroutine")
	}
}
