package gocmd

import "strings"

// The flags of go build, run, test and install in Go 1.26 and 1.27 (go help build, testflag). What a flag that is
// missing here does is described at its use.
var (
	boolean = set("a n v x race msan asan cover work json trimpath modcacherw linkshared buildvcs " +
		"c failfast short fullpath benchmem artifacts test.v test.short test.failfast test.benchmem test.fullpath h help")
	known = set("C p covermode coverpkg asmflags buildmode compiler gccgoflags gcflags installsuffix ldflags mod modfile overlay pgo pkgdir " +
		"tags toolexec o exec i bench benchtime blockprofile blockprofilerate count coverprofile cpu cpuprofile fuzz fuzztime fuzzminimizetime " +
		"list memprofile memprofilerate mutexprofile mutexprofilefraction outputdir parallel run shuffle skip timeout trace vet")
)

// The flags that go vet shares with go build (go help build), and its own that take a value. It has others for each
// analyzer, most of which take none.
var (
	buildOnly = set("C a n v x race msan asan cover covermode coverpkg p work trimpath modcacherw linkshared buildvcs " +
		"asmflags buildmode compiler gccgoflags gcflags installsuffix ldflags mod modfile overlay pgo pkgdir tags toolexec")
	vetValues = set("c vettool")
)

// The flags of premain's own, which a command takes besides those of the go command, and whether each has a value that may
// be the next argument.
var ours = map[string]bool{"without": true, "bake": true, "bake-timeout": true, "board": true, "memory": true, "image": true, "report": false, "report-to": true, "values-to": true, "sizes-to": true, "hosted-to": true, "hosted-from": true}

// Those of premain size alone.
var sizes = map[string]bool{"json": false, "by": true, "n": true}

func set(names string) map[string]bool {
	m := make(map[string]bool)
	for _, n := range strings.Fields(names) {
		m[n] = true
	}
	return m
}
