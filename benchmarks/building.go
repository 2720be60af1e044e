package main

import (
	"fmt"
	"strings"
	"time"

	"premain.dev/benchmarks/internal/measure"
	"premain.dev/benchmarks/internal/program"
)

// building measures what builds take, with the go command alone and with what wraps its compiler.
func building(b *program.Builder, s scale, p *page) error {
	toolchains, missing := []*program.Toolchain{program.GoBuild(), b.PremainBuild()}, []string(nil)
	if s.peers {
		var err error
		if toolchains, missing, err = b.Toolchains(); err != nil {
			return err
		}
	}
	source := program.Server{Packages: s.packages, Items: s.few}
	var peers []string
	for _, t := range toolchains {
		if t.Version != "" {
			peers = append(peers, t.Name+" "+t.Version)
		}
	}
	p.paragraph(fmt.Sprintf("A server: %d packages that add %s routes in all to a section, and a main that imports them and net/http. "+
		"All build the same program with -trimpath, in turns, each in a directory and with a build cache of its own. Besides go build and premain build: %s. "+
		"Garble rewrites all packages, the standard library's too; orchestrion has one line to add to main. "+
		"Medians; in brackets the ratio to go build. The aims: 1.05 or less cold and with one file edited, and no more than 15 ms with nothing to do.",
		s.packages, whole(s.few), orNone(peers)))
	for _, m := range missing {
		p.paragraph("Not measured: " + m + ".")
	}
	places := make([]*program.Workplace, len(toolchains))
	for i, t := range toolchains {
		w, err := b.Workplace(source, t)
		if err != nil {
			return err
		}
		places[i] = w
	}
	var rows [][]string
	for _, c := range []struct {
		name  string
		runs  int
		build func(*program.Workplace) (program.Cost, error)
	}{
		{"with an empty build cache", s.cold, (*program.Workplace).Cold},
		{"with one file edited", s.edits, (*program.Workplace).Edited},
		{"with everything but the program", s.edits, (*program.Workplace).Linked},
		{"with nothing to do", s.nothing, (*program.Workplace).Again},
	} {
		if c.runs == 0 {
			continue
		}
		costs, err := measure.Interleaved(len(places), c.runs, func(i int) (program.Cost, error) { return c.build(places[i]) })
		if err != nil {
			return err
		}
		rows = append(rows, costRow(fmt.Sprintf("%s, %d runs, ms", c.name, c.runs), costs, func(c program.Cost) time.Duration { return c.Wall }),
			costRow("the same, processor time, ms", costs, func(c program.Cost) time.Duration { return c.CPU }))
	}
	header := []string{"a build"}
	for _, t := range toolchains {
		header = append(header, t.Name)
	}
	p.table(header, rows)
	return linking(b, s, p)
}

// linking measures the link step of many items.
func linking(b *program.Builder, s scale, p *page) error {
	p.paragraph(fmt.Sprintf("The link step of %s items: the program of \"Start of a program\" with as many, everything but the executable in the build cache. The aim: under a second.", whole(s.many)))
	toolchains := []*program.Toolchain{program.GoBuild(), b.PremainBuild()}
	source := program.Table{Way: program.Section, Packages: s.packages, Items: s.many}
	var places []*program.Workplace
	for _, t := range toolchains {
		w, err := b.Workplace(source, t)
		if err != nil {
			return err
		}
		if _, err := w.Cold(); err != nil {
			return err
		}
		places = append(places, w)
	}
	costs, err := measure.Interleaved(len(places), s.edits, func(i int) (program.Cost, error) { return places[i].Linked() })
	if err != nil {
		return err
	}
	p.table([]string{whole(s.many) + " items", toolchains[0].Name, toolchains[1].Name}, [][]string{
		costRow(fmt.Sprintf("linking, %d runs, ms", s.edits), costs, func(c program.Cost) time.Duration { return c.Wall }),
		costRow("the same, processor time, ms", costs, func(c program.Cost) time.Duration { return c.CPU }),
	})
	return nil
}

// costRow returns a row of medians, each with its ratio to the first.
func costRow(name string, costs [][]program.Cost, part func(program.Cost) time.Duration) []string {
	row := []string{name}
	var first time.Duration
	for i, list := range costs {
		var times []time.Duration
		for _, c := range list {
			times = append(times, part(c))
		}
		m := measure.Median(times)
		if i == 0 {
			first = m
		}
		row = append(row, fmt.Sprintf("%.0f (%.2f)", float64(m)/float64(time.Millisecond), float64(m)/float64(first)))
	}
	return row
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "nobody"
	}
	return strings.Join(list, ", ")
}
