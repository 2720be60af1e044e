// Package textfile is a driver for files with a key=value on each line. The data source name is the file's.
package textfile

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"premain.dev/examples/drivers/kv"
)

var _ = kv.Register("textfile", open)

type conn struct{ file *os.File }

func open(dsn string) (kv.Conn, error) {
	f, err := os.Open(dsn)
	if err != nil {
		return nil, err
	}
	return conn{f}, nil
}

// Get reads the file once more for each key, so that it sees what others write.
func (c conn) Get(key string) (string, error) {
	if _, err := c.file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	lines := bufio.NewScanner(c.file)
	for lines.Scan() {
		if k, value, ok := strings.Cut(lines.Text(), "="); ok && k == key {
			return value, nil
		}
	}
	if err := lines.Err(); err != nil {
		return "", err
	}
	return "", fmt.Errorf("%s: %w", key, kv.ErrNotFound)
}

func (c conn) Close() error { return c.file.Close() }
