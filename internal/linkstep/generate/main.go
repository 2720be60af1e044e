// Generate writes the identity of the link step into the package that the library depends on.
// Go generate runs it in the directory of that package.
package main

import (
	"log"
	"os"
	"regexp"

	"premain.dev/internal/linkstep"
)

func main() {
	const file = "identity.go"
	src, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^const LinkStep = ".*"$`)
	if !line.Match(src) {
		log.Fatalf("%s: no line %s", file, line)
	}
	src = line.ReplaceAll(src, []byte(`const LinkStep = "`+linkstep.Identity()+`"`))
	if err := os.WriteFile(file, src, 0o666); err != nil {
		log.Fatal(err)
	}
}
