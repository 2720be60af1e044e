package collectiontest

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"premain.dev/internal/testtool"
)

// TestMany builds a program with many items in a Map, and with a tenth of them in other sections, from several packages. Their keys are
// much alike. It takes the compiler most of the time, in both worlds.
func TestMany(t *testing.T) {
	n := 2_000
	switch {
	case all:
		n = 100_000
	case long:
		n = 20_000
	}
	const packages = 4
	few := n / 10
	dir, out := module(t), t.TempDir()
	for k := range packages {
		var b strings.Builder
		fmt.Fprintf(&b, "package p%d\n\nimport \"example.com/random/many/reg\"\n\nvar (\n", k)
		for i := k; i < n; i += packages {
			j := (i*7 + 3) % n // not in their order
			fmt.Fprintf(&b, "\t_ = reg.Strings.Add(%q, %d)\n", longKey(j), j)
			if i < few {
				j %= few
				fmt.Fprintf(&b, "\t_ = reg.Numbers.Add(%d, %d)\n\t_ = reg.Words.Add(%q)\n\t_ = reg.Ranks.Add(%[2]d)\n", j*1024, j, longKey(j))
			}
		}
		b.WriteString(")\n")
		write(t, dir, fmt.Sprintf("many/p%d/p.go", k), b.String())
	}
	write(t, dir, "many/reg/reg.go", manyRegistry)
	write(t, dir, "many/main.go", strings.NewReplacer("NUMBER", fmt.Sprint(n), "FEW", fmt.Sprint(few)).Replace(manyMain))
	worlds := worlds()[:2] // how they are compiled is nothing to them
	build(t, dir, out, worlds)
	for _, w := range worlds {
		text, err := exec.Command(filepath.Join(out, w.name, "many"+testtool.Exe())).CombinedOutput()
		if t.Logf("%s: %s", w.name, text); err != nil {
			t.Errorf("%s: %v", w.name, err)
		}
	}
}

// longKey is the key of manyMain.
func longKey(i int) string { return fmt.Sprintf("example.com/a/long/prefix/%d", i) }

const manyRegistry = `package reg

import "premain.dev/section"

var (
	Strings section.Map[string, int32]
	Numbers section.Map[uint64, int32]
	Words   section.Set[string]
	Ranks   section.Sorted[int]
)
`

const manyMain = `package main

import (
	"fmt"
	"os"
	"time"

	_ "example.com/random/many/p0"
	_ "example.com/random/many/p1"
	_ "example.com/random/many/p2"
	_ "example.com/random/many/p3"
	"example.com/random/many/reg"
)

const (
	n   = NUMBER
	few = FEW
)

func key(i int) string { return fmt.Sprintf("example.com/a/long/prefix/%d", i) }

func check(ok bool, what string, i int) {
	if !ok {
		fmt.Println(what, i)
		os.Exit(1)
	}
}

func main() {
	began := time.Now()
	check(reg.Strings.Len() == n && reg.Numbers.Len() == few && reg.Words.Len() == few && reg.Ranks.Len() == few, "Len", n)
	fmt.Printf("%d items; first read in %v\n", n, time.Since(began).Round(10*time.Microsecond))
	for i := range n {
		p, ok := reg.Strings.Get(key(i))
		check(ok && *p == int32(i), "Strings", i)
		_, ok = reg.Strings.Get(key(i) + "x")
		check(!ok, "another string", i)
	}
	for i := range few {
		p, ok := reg.Numbers.Get(uint64(i) * 1024)
		check(ok && *p == int32(i), "Numbers", i)
		_, ok = reg.Numbers.Get(uint64(i)*1024 + 512)
		check(!ok, "another number", i)
		check(reg.Words.Has(key(i)) && !reg.Words.Has(key(few+i)), "Words", i)
		j, ok := reg.Ranks.Find(i)
		check(ok && j == i && *reg.Ranks.At(i) == i, "Ranks", i)
		j, ok = reg.Ranks.Index(reg.Ranks.At(i))
		check(ok && j == i, "Index", i)
	}
}
`
