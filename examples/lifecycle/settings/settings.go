// Package settings knows what the command line says.
package settings

import (
	"flag"
	"os"
	"path/filepath"

	"premain.dev"
)

// Dir and Addr have their values when [Read] has completed.
var (
	Dir  = flag.String("dir", ".", "`directory` of the journal and the database")
	Addr = flag.String("addr", "localhost:8080", "`address` to listen on; port 0 takes a free one")
)

// Read is the step that reads the settings. It is early because everybody needs them: a step that some package adds one
// day comes later, even if it does not say so.
var Read = premain.Constructor(read,
	premain.Name("settings"),
	premain.Priority(premain.Early))

func read() error {
	flag.Parse()
	if err := os.MkdirAll(*Dir, 0o700); err != nil {
		return err
	}
	// Only now it is known where the report goes. It names this step, too, though that has begun already.
	return premain.CrashReport(filepath.Join(*Dir, "crash.txt"))
}
