package program

import "fmt"

// Keyed describes a program with keys in a section or in a map of Go's. Its main looks the first one up. With an argument, it prints how many
// nanoseconds that has taken, and how often it has allocated and how many bytes.
type Keyed struct {
	Way      Way // Section or Map
	Keys     KeyKind
	N        int
	Packages int // that add to the section
}

func (s Keyed) files(root string) (map[string]string, error) {
	keys := newKeySet(s.Keys, s.N).keys
	first, want := s.Keys.literal(newKeySet(s.Keys, 1).keys[0]), 0
	if s.N > 0 {
		first, want = s.Keys.literal(keys[0]), numberOf(0)
	}
	find, table := "keys.Map.Get(first)", ""
	if s.Way == Map {
		find, table = "table[first]", mapLiteral(s.Keys, keys)
	}
	files := map[string]string{
		"go.mod":       goMod(root),
		"keys/keys.go": keysPackage(s.Keys),
		"main.go":      fmt.Sprintf(keyedMain, s.Keys.goType(), first, find, want) + table,
	}
	if s.Way == Section {
		addKeys(files, s.Keys, keys, s.Packages)
	}
	return files, nil
}

const keyedMain = `package main

import (
	"os"
	"runtime"
	"time"

	"bench/keys"
)

var first %s = %s

func main() {
	if len(os.Args) == 1 {
		find()
		return
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begin := time.Now()
	find()
	took := time.Since(begin)
	runtime.ReadMemStats(&after)
	println(took.Nanoseconds(), after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)
}

//go:noinline
func find() {
	number := uint64(0)
	if v, ok := %s; ok {
		number = v.Number
	}
	if number != %d {
		panic("what was found is not what was added")
	}
}

var _ keys.Value
`
