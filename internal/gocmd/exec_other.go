//go:build !unix

package gocmd

// Exec runs the go command and returns its exit status.
func Exec(args []string) (status int, err error) { return Run(args) }
