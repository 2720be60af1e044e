package bake_test

import (
	"fmt"
	"regexp"
	"strings"

	"premain.dev/bake"
)

var word = bake.Value(func() *regexp.Regexp { return regexp.MustCompile(`\w+`) })

// numerals is computed from another variable: Go's order of initialisation holds.
var numerals = bake.Value(readNumerals)

var text = "one two three"

func readNumerals() []string { return strings.Fields(text) }

func ExampleValue() {
	fmt.Println(word.FindString("(bake)"), numerals[2])
	// Output: bake three
}
