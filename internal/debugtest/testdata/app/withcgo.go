package main // package clause beside cgo

// static int answer(void) { return 42; }
import "C"

import (
	"fmt"

	"premain.dev/internal/debugtest/testdata/app/cli"
)

var _ = cli.Register("cgo", func(c *cli.Command, arg string) string {
	cli.Act("literal beside cgo") // in literal beside cgo
	return fmt.Sprint(c.Name, int(C.answer()))
})
