// App has an item of each kind, and a step of each kind. What the tests call a place ends with a comment.
package main // package clause

import (
	"fmt"
	"os"
	"strings"

	"premain.dev"
	"premain.dev/internal/debugtest/testdata/app/cli"
	"premain.dev/section"
)

var Named = cli.Commands.Add(cli.Command{Name: "named", Run: run}) // constant item

var _ = cli.Commands.Add(cli.Command{ // an item without a name
	Name: "literal",
	Run: func(c *cli.Command, arg string) string {
		cli.Act("literal") // in literal
		return c.Name + arg
	},
})

var (
	Computed = cli.Commands.Add(cli.Command{ // computed item
		Name: cli.Acting("computed", "value"), // value of the computed item
		Run:  cli.Quiet,
	})
	Forwarded = cli.Register("forwarded", func(c *cli.Command, arg string) string { // a forwarder's item
		cli.Act("argument's literal") // in argument's literal
		return c.Name + arg           // end of argument's literal
	})
	_ = cli.Register(
		cli.Acting("argument", "argument"), // argument of a forwarder
		cli.Quiet,
	)
	_ = cli.RegisterLiteral("nested")
	_ = cli.RegisterActing("acting", "body") // computed by a forwarder
)

var words section.Of[string]

var _ = words.Add("local")

var _ = words.Add(cli.Acting("local", "local value")) // value of the local item

// This line must not become a place of something else.
var _ = words.Add(func() string {
	cli.Act("called literal") // in called literal
	return "called"
}()) // call of the literal

var _ = words.Add(strings.Fields("a b c")[index]) // index out of range

var index = func() int {
	if len(os.Args) > 2 && os.Args[2] == "index" {
		return 3
	}
	return 1
}()

func run(c *cli.Command, arg string) string {
	cli.Act("function") // in run
	return c.Name + arg
}

var _ = premain.Constructor(construct)

func construct() error {
	cli.Act("constructor") // in construct
	return nil
}

var _ = premain.Constructor(func() {
	cli.Act("constructor's literal") // in constructor's literal
}, premain.Drop(func() {
	cli.Act("destructor's literal") // in destructor's literal
}))

var number int

var _ = premain.Static(&number, func() int {
	cli.Act("static's literal") // in static's literal
	return 42
})

func main() { premain.Main(list) } // in main

func list() {
	for i, c := range cli.Commands.All() { // over the items
		out := c.Run(c, " is called") // in the loop
		fmt.Println(i, out)           // after the call
	}
	for i, w := range words.All() {
		fmt.Println(i, *w)
	}
	fmt.Println(Named == cli.Commands.At(0), Computed.Name, Forwarded.Name, number) // at the end
}
