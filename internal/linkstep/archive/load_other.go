//go:build !unix

package archive

import (
	"io"
	"os"
)

func load(f *os.File) (data []byte, unload func() error, err error) {
	data, err = io.ReadAll(f)
	return data, nil, err
}
