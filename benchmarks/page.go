package main

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"premain.dev/benchmarks/internal/measure"
)

// page collects Markdown that can also be read as it stands.
type page struct{ text *bytes.Buffer }

// head writes what stands before the first subject.
func head(p *page) error {
	m, err := measure.ThisMachine()
	if err != nil {
		return err
	}
	p.text.WriteString("# Benchmarks\n")
	p.paragraph("Written by `go run -C benchmarks .`, which measures everything on this page afresh, ours and the others in the same run. " +
		"Edit the program, not the page.")
	p.table([]string{"", ""}, [][]string{
		{"Go", m.Go},
		{"processor", fmt.Sprintf("%s, %d cores", m.Processor, m.Cores)},
		{"system", m.System},
	})
	p.paragraph("Linked means built with `premain build`, plain with `go build`. A number stands here only if this run measured it; " +
		"what varies from run to run varies here, too. Times are those of a machine that does other work as well: read their ratios.")
	return nil
}

func (p *page) title(s string)    { fmt.Fprintf(p.text, "\n## %s\n", s) }
func (p *page) subtitle(s string) { fmt.Fprintf(p.text, "\n### %s\n", s) }

// paragraph writes sentences, broken into lines that fit a screen.
func (p *page) paragraph(s string) {
	const width = 110
	p.text.WriteString("\n")
	n := 0
	for _, word := range strings.Fields(s) {
		switch length := utf8.RuneCountInString(word); {
		case n == 0:
			n = length
		case n+1+length > width:
			p.text.WriteString("\n")
			n = length
		default:
			p.text.WriteString(" ")
			n += 1 + length
		}
		p.text.WriteString(word)
	}
	p.text.WriteString("\n")
}

// table writes a table whose first column is text and whose other columns are numbers.
func (p *page) table(header []string, rows [][]string) {
	widths := make([]int, len(header))
	for _, row := range append([][]string{header}, rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell), 3)
		}
	}
	line := func(cells []string) {
		for i, cell := range cells {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				cell += pad
			} else {
				cell = pad + cell
			}
			fmt.Fprintf(p.text, "| %s ", cell)
		}
		p.text.WriteString("|\n")
	}
	p.text.WriteString("\n")
	line(header)
	for i, w := range widths {
		if i == 0 {
			fmt.Fprintf(p.text, "|%s", strings.Repeat("-", w+2))
		} else {
			fmt.Fprintf(p.text, "|%s:", strings.Repeat("-", w+1))
		}
	}
	p.text.WriteString("|\n")
	for _, row := range rows {
		line(row)
	}
}
