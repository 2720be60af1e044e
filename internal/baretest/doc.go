// Package baretest tests programs without the Go runtime against Go itself: the programs of testdata/spec, written from the language's
// specification, are run by both.
package baretest
