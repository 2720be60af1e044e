// Package inline is a driver for values that stand in the data source name itself: "ada=1815,alan=1912".
package inline

import (
	"fmt"
	"strings"

	"premain.dev/examples/drivers/kv"
)

var _ = kv.Register("inline", open)

type conn map[string]string

func open(dsn string) (kv.Conn, error) {
	c := conn{}
	for pair := range strings.SplitSeq(dsn, ",") {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not key=value", pair)
		}
		c[key] = value
	}
	return c, nil
}

func (c conn) Get(key string) (string, error) {
	value, ok := c[key]
	if !ok {
		return "", fmt.Errorf("%s: %w", key, kv.ErrNotFound)
	}
	return value, nil
}

func (c conn) Close() error { return nil }
