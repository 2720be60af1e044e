// Covered has code of every kind that the linked world rewrites, some of which never runs.
package main

import (
	"fmt"
	"os"
	"strings"

	"premain.dev"
	"premain.dev/internal/debugtest/testdata/covered/cli"
	"premain.dev/section"
)

var _ = cli.Commands.Add(cli.Command{Name: "named", Run: run})

var _ = cli.Commands.Add(cli.Command{
	Name: "literal",
	Run: func(arg string) string {
		if arg == "never" {
			return "never" // never
		}
		return fmt.Sprint(len(arg)) // literal
	},
})

var (
	_ = cli.Commands.Add(cli.Command{
		Name: computed("computed"),
		Run:  run,
	})
	_ = cli.Register("forwarded", func(arg string) string {
		upper := strings.ToUpper(arg) // argument
		return upper
	})
	unused = cli.Register("unused", func(arg string) string {
		return "unused" // unused
	})
	_ = cli.RegisterLiteral("nested")
)

var words section.Of[string]

var _ = words.Add("local")
var _ = words.Add(computed("local"))
var _ = words.Add(func() string { return "called" }()) // called

func computed(s string) string {
	s = strings.ToLower(s) // computed
	return s
}

func run(arg string) string {
	return arg // run
}

var _ = premain.Constructor(func() {
	fmt.Println("constructor") // constructor
}, premain.Drop(func() {
	fmt.Println("destructor") // destructor
}))

func main() { premain.Main(list) }

func list() {
	for i, c := range cli.Commands.All() {
		if c == unused {
			continue
		}
		fmt.Println(i, c.Name, c.Run("arg"))
	}
	for i, w := range words.All() {
		fmt.Println(i, *w)
	}
	os.Exit(0)
}
