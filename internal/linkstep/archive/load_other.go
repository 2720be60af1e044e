//go:build !unix

package archive

import (
	"io"
	"os"
)

func load(f *os.File) ([]byte, error) { return io.ReadAll(f) }

func unload([]byte) error { return nil }
