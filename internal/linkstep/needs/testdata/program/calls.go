package main

import "example.com/needs/other.v2"

// Calls that lead somewhere. Each number is that of a place that the test names.

//go:noinline
func even(n int) bool {
	return n == 0 || odd(n-1) // 1
}

//go:noinline
func odd(n int) bool {
	return n != 0 && even(n-1) // 2
}

func parity() {
	even(n) // 3
}

func inVariable() {
	actions[n]() // 4
}

var actions = [2]func(){returns, allocate}

func allocate() {
	sink = new(T) // 5
}

func inOther() {
	other.Deep(n) // 6
}

// A method is called through an interface only where it says so.

type readWriter interface {
	Read([]byte) int
	Write([]byte) int
}

var file readWriter = number(1)

func reads() {
	n = file.Read(nil)
}

func writes() {
	n = file.Write(nil) // 7
}

func (x number) Write(b []byte) int {
	integers = make([]int, n) // 8
	return 0
}

type writer[T any] interface{ Write([]T) int }

//go:noinline
func writeTo[T any](w writer[T], b []T) {
	n = w.Write(b)
}

func writesGeneric() {
	writeTo[byte](number(2), nil) // 9
}

func readsLate() {
	n += late // 10
}

var item = struct {
	name string
	run  func()
}{"allocate", allocate}

func methodExpression() {
	call((*T).allocate) // 11
}

func (t *T) allocate() {
	sink = new(T) // 12
}

//go:noinline
func call(f func(*T)) { f(nil) }

func deferred() {
	for range 2 {
		defer func() {
			allocate() // 13
		}()
	}
}

var early, twice = 0, compute() + early

func readsEarly() {
	n += early
}

func writesEarly() {
	early = 1
}

var everything = [...]func(){parity, inVariable, inOther, writes, writesGeneric, readsLate, methodExpression, deferred, copies, locks,
	indexes, runes, floats, assembled, deferMany, assert}
