//go:build !premain

// (A linked test binary would run the steps before the example.)

package premain_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"premain.dev"
)

var capitals map[string]string

var _ = premain.Static(&capitals, loadCapitals, premain.DropValue(func(m *map[string]string) {
	fmt.Println("dropping", len(*m), "capitals")
}))

func loadCapitals() (map[string]string, error) {
	return map[string]string{"France": "Paris", "Kenya": "Nairobi"}, nil
}

var connect = premain.Constructor(
	func(context.Context) error { fmt.Println("connecting"); return nil },
	premain.Drop(func() { fmt.Println("disconnecting") }),
	premain.Name("connect"))

var _ = premain.Constructor(func() { fmt.Println("serving") }, premain.After(connect), premain.Priority(premain.Early))

func Example() {
	// In a program: func main() { premain.Main(run) }
	code := premain.Run(func(ctx context.Context) error {
		premain.OnExit(func() { fmt.Println("leaving") })
		fmt.Println("the capital of Kenya is", capitals["Kenya"])
		return nil
	})
	fmt.Println("exit code", code)
	// Output:
	// connecting
	// serving
	// the capital of Kenya is Nairobi
	// leaving
	// disconnecting
	// dropping 2 capitals
	// exit code 0
}

type usageError struct{ error }

func (usageError) ExitCode() int { return 2 }

func ExampleMain() {
	run := func() error {
		if len(os.Args) > 9 {
			return usageError{errors.New("too many arguments")} // prints it and exits with 2
		}
		return nil
	}
	_ = func() { premain.Main(run) } // all that func main does
}

func ExampleExit() {
	keep := premain.OnExit(func() { os.Remove("lock") })
	_ = func() { premain.Exit(3) } // from anywhere, removes the lock
	keep()                         // not any more
}
