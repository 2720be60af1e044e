package main

import (
	"fmt"

	"premain.dev/benchmarks/internal/program"
)

// binary looks at what the items leave in an executable, read or not.
func binary(b *program.Builder, s scale, p *page) error {
	p.paragraph(fmt.Sprintf("The programs of \"Start of a program\": %d packages, one function each, without items or with %s in all, and a main that reads the table or does not. "+
		"An initialiser is a function `init` or `init.0` of a package with items, as `go tool nm` lists them; a symbol is any function or variable of these packages.",
		s.packages, whole(s.many)))
	var symbols, sizes [][]string
	for _, e := range entrants {
		var bytes []int64
		row := []string{e.name}
		for _, source := range []program.Table{
			{Items: 0, Unread: true},
			{Items: 0},
			{Items: s.many, Unread: true},
			{Items: s.many},
		} {
			source.Way, source.Packages = e.way, s.packages
			exe, err := b.Program(program.Build{Source: source, World: e.world, PIE: e.pie})
			if err != nil {
				return err
			}
			image, err := program.ReadImage(exe)
			if err != nil {
				return err
			}
			bytes = append(bytes, image.Bytes)
			if source.Items == 0 {
				continue
			}
			names, err := program.ItemSymbols(exe)
			if err != nil {
				return err
			}
			row = append(row, yes(names.Initialisers > 0), whole(names.Initialisers), whole(names.All))
		}
		symbols = append(symbols, row)
		sizes = append(sizes, []string{
			e.name, whole(bytes[0]), whole(bytes[2]), whole((bytes[2] - bytes[0]) / int64(s.many)),
			whole(bytes[1]), whole(bytes[3]), whole((bytes[3] - bytes[1]) / int64(s.many)),
		})
	}
	p.table([]string{"left in the executable", "unread: any initialiser", "how many", "symbols",
		"read: any initialiser", "how many", "symbols"}, symbols)
	p.table([]string{"executable, bytes", "unread: no items", whole(s.many) + " items", "an item",
		"read: no items", whole(s.many) + " items", "an item"}, sizes)
	return nil
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
