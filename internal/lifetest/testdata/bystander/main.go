// Bystander ends while a goroutine that is no part of it sits in os.Exit, which is when a destructor's own os.Exit hangs
// inside the runtime.
package main

import (
	"fmt"
	"os"
	"time"

	"premain.dev"
)

var (
	_ = premain.Constructor(func() {}, premain.Drop(func() { fmt.Println("-c") }))
	_ = premain.Constructor(func() {}, premain.Name("b"), premain.Drop(func() { fmt.Println("-b"); os.Exit(8) }))
	_ = premain.Constructor(func() {}, premain.Drop(func() {
		fmt.Println("-a")
		go os.Exit(9)
		time.Sleep(100 * time.Millisecond)
	}))
)

func main() { premain.Main(func() int { return 3 }) }
