//go:build !premain

package preinit

import "runtime"

// Func registers a function that runs before the Go runtime exists. It is the whole initialiser of a package-level
// variable, or the whole body of a function of one's own, whose calls obey the same rule; see package section. The function
// and the priority, of which there is at most one, must be known when the program is linked: the name of a function
// or a literal that refers to no variable of another function, and a constant. The linked build says so where they are not.
//
// In a program that plain Go has built, Func ends the process with a message and status 101.
func Func(f func(*Process), priority ...Priority) *Function {
	place := "premain.dev/preinit"
	if _, file, line, ok := runtime.Caller(1); ok {
		place = file + ":" + string(FormatInt(make([]byte, 20), int64(line), 10))
	}
	refuse(place + ": plain Go cannot run a function before its runtime; build the program with premain build, or its test with premain test, or go build -toolexec=premain -tags=premain")
	return nil
}
