//go:build !unix

package linkstep

import "os"

// pass runs the program as it is.
func (t tool) pass() error { return t.exec(t.args, os.Stdout, os.Stderr) }
