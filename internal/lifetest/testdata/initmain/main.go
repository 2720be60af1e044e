// Initmain runs the life of the program too early: initmain Main|Run|Start.
package main

import (
	"context"
	"fmt"
	"os"

	"premain.dev"
)

var _ = premain.Constructor(func() { fmt.Println("+a") }, premain.Name("a"))

func init() {
	switch os.Args[1] {
	case "Main":
		premain.Main(func() { fmt.Println("run") }) // in init
	case "Run":
		os.Exit(premain.Run(func() { fmt.Println("run") })) // in init
	case "Start":
		if _, err := premain.Start(context.Background()); err != nil { // in init
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func main() { fmt.Println("main") }
