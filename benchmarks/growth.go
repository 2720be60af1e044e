package main

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"premain.dev/benchmarks/internal/program"
)

// reasons says of functions that are known to work for every item at start what they do.
var reasons = map[string]string{
	"runtime.runGCProg":         "unpacks the collector's pointer mask of the data segment",
	"runtime.moduledataverify1": "checks the order of the function table",
	"_dl_relocate_object":       "the loader adds its address to each pointer",
}

// growth says which functions make a linked start depend on the number of items.
func growth(p *page, s scale, c costs) {
	type column struct {
		title     string
		few, many cost
		functions map[string]float64 // instructions a further item
	}
	further := s.many - s.few
	var columns []column
	for _, v := range []struct {
		title string
		entrant
		own bool
	}{
		{"one function a package", linked, false},
		{"own functions", linked, true},
		{"PIE, one function a package", linkedPIE, false},
	} {
		col := column{v.title, c[v.build(s, s.few, v.own)], c[v.build(s, s.many, v.own)], make(map[string]float64)}
		for name, n := range col.many.Functions {
			col.functions[name] = each(n-col.few.Functions[name], further)
		}
		columns = append(columns, col)
	}
	total := func(col column) float64 { return each(col.many.Total-col.few.Total, further) }

	// The runtime finds a page of memory more or less quickly: that is below half an instruction an item.
	const least = 0.5
	exe, pie := columns[0], columns[2]
	verdict := "does not hold to the letter"
	if total(exe) < least {
		verdict = "holds"
	}
	p.paragraph(fmt.Sprintf("The claim: in an executable that is not position-independent, the number of instructions of a linked start does not depend on the number of items. "+
		"It %s: between %s and %s items the number grows by %.1f an item.", verdict, whole(s.few), whole(s.many), total(exe)))
	if exe.many.Functions == nil {
		p.paragraph("This run could not tell which functions grow; apt-get install valgrind and run it again.")
		return
	}

	var ours float64
	grown := make(map[string]bool)
	for _, col := range columns {
		for name, n := range col.functions {
			if math.Abs(n) >= least {
				grown[name] = true
			}
		}
	}
	for name, n := range exe.functions {
		if program.Own(name) {
			ours += n
		}
	}
	p.paragraph(fmt.Sprintf("Of these, %.2f are executed by the program's own packages and package section; the table names the others. "+
		"At start the Go runtime unpacks a bit for each word of the data segment that may hold pointers, and an item takes %.0f bytes there, because the Go linker aligns variables of 32 bytes or more to 32. "+
		"It also walks its table of functions: what that costs a function is paid in every variant where each item has its own. "+
		"In a PIE the dynamic loader relocates %.1f pointers an item. Instructions a further item, by function:",
		ours, each(exe.many.Data-exe.few.Data, int64(further)), each(pie.many.Relocations-pie.few.Relocations, int64(further))))

	header, rest, sum := []string{"function"}, []string{"all others together"}, []string{"whole process"}
	for _, col := range columns {
		header = append(header, col.title)
		others := total(col)
		for name := range grown {
			others -= col.functions[name]
		}
		rest = append(rest, fmt.Sprintf("%.2f", others))
		sum = append(sum, fmt.Sprintf("%.2f", total(col)))
	}
	var rows [][]string
	for _, name := range slices.Sorted(maps.Keys(grown)) {
		row := []string{"`" + name + "`"}
		if why := reasons[name]; why != "" {
			row[0] += ": " + why
		}
		for _, col := range columns {
			row = append(row, fmt.Sprintf("%.2f", col.functions[name]))
		}
		rows = append(rows, row)
	}
	p.table(header, append(rows, rest, sum))
}
