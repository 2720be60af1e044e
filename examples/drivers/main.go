// Drivers looks up values in a source that a driver opens, which the user names. The registry hides its section
// behind a function that registers, a forwarder.
//
//	go run ./examples/drivers inline ada=1815,alan=1912 ada
//	premain run ./examples/drivers inline ada=1815,alan=1912 ada
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"premain.dev/examples/drivers/kv"

	// A program has the drivers of the packages that are linked into it.
	_ "premain.dev/examples/drivers/inline"
	_ "premain.dev/examples/drivers/textfile"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintf(os.Stderr, "usage: drivers DRIVER SOURCE [KEY]...\ndrivers: %s\n", strings.Join(kv.Drivers(), ", "))
		os.Exit(2)
	}
	if err := lookUp(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// lookUp prints the values of the keys.
func lookUp(driver, source string, keys []string) (err error) {
	c, err := kv.Open(driver, source)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	for _, key := range keys {
		value, err := c.Get(key)
		if err != nil {
			return err
		}
		if _, err := fmt.Println(value); err != nil {
			return err
		}
	}
	return nil
}
