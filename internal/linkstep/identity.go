package linkstep

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"runtime/debug"
	"strings"
	"sync"

	"premain.dev/internal/identity"
)

// sources are all sources of the link step: whatever decides what it writes into an archive.
//
//go:embed *.go archive/*.go choice/*.go goobj/*.go record/*.go registration/*.go confine/*.go evaluation/*.go evaluation/walker/*.go evaluation/restorer/*.go freestanding/*.go freestanding/runtime image/*.go memorymap/*.go needs/*.go perfect/*.go size/*.go
var sources embed.FS

// Identity returns the hash of the link step's sources. Unlike a hash of the binary, it is the same whatever
// Go release, system and flags the tool was built with.
var Identity = sync.OnceValue(func() string {
	h := sha256.New()
	err := fs.WalkDir(sources, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := fs.ReadFile(sources, name)
		fmt.Fprintf(h, "%s %d\n%s", path.Clean(name), len(data), data)
		return err
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	return hex.EncodeToString(h.Sum(nil))[:20]
})

// modified reports whether the sources have changed since the library's key for them was generated.
func modified() bool { return Identity() != identity.LinkStep }

const modulePath = "premain.dev"

// Version returns the version of the module from which the tool was built.
func Version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append(info.Deps, &info.Main) {
			if m.Path == modulePath && m.Version != "" {
				return m.Version
			}
		}
	}
	return "(devel)"
}
