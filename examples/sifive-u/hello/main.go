// Hello runs on any board: premain boot -board example.com/sifive-u/board ./hello. Hosted, go run ./hello prints the same.
package main

func main() {
	println("hello, world")
	println("recovered:", dereference(nil).Error())
}

// dereference returns the error that a dereference panics with.
func dereference(p *int) (err error) {
	defer func() { err = recover().(error) }()
	println(*p)
	return nil
}
