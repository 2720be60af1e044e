// Twin gives a number to a format that another one has.
package main

import (
	"fmt"

	"premain.dev/examples/codecs/codec"

	_ "premain.dev/examples/codecs/note"
)

var _ = codec.RegisterFormat(3, "twin", nil)

func main() { fmt.Println(codec.Check()) }
