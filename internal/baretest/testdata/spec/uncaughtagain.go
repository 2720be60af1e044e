// Covers of the Go specification: a panic that is recovered and panicked again with the same value.
package main

import "errors"

func main() {
	defer func() {
		r := recover()
		println("seen", r.(error).Error())
		panic(r)
	}()
	panic(errors.New("once and again"))
}
