package main

import (
	"fmt"

	"premain.dev/benchmarks/internal/program"
)

// statics are the benchmarks of internal/static. The first is what the others are held against.
var statics = []struct{ name, benchmark string }{
	{"package variable", "Variable"},
	{"premain.Static", "Static"},
	{"atomic.Pointer, filled at start", "Pointer"},
	{"atomic.Pointer, filled by the first read", "LazyPointer"},
	{"getter with a sync.Once", "Once"},
	{"sync.OnceValue", "OnceValue"},
}

func static(b *program.Builder, s scale, p *page) error {
	plain, linked, err := benchBothWorlds(b, s, "./internal/static", "ns/read")
	if err != nil {
		return err
	}
	p.paragraph(fmt.Sprintf("Go benchmarks (`internal/static`) that read a value behind a pointer, computed once, over and over. "+
		"Nanoseconds a read, medians of %d runs of %s each, the two test binaries in turns, with GOMAXPROCS=1. A ratio is to the first row, in the same world.", s.benches, s.benchtime))
	var rows [][]string
	for _, r := range statics {
		rows = append(rows, []string{
			r.name,
			fmt.Sprintf("%.2f", plain[r.benchmark]), ratio(plain[r.benchmark], plain[statics[0].benchmark]),
			fmt.Sprintf("%.2f", linked[r.benchmark]), ratio(linked[r.benchmark], linked[statics[0].benchmark]),
		})
	}
	p.table([]string{"ns a read", "plain", "ratio", "linked", "ratio"}, rows)
	return nil
}
