package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"premain.dev/internal/linkstep"
)

// values returns a directory for what link steps tell of link-time values, and a function that prints that on standard error and
// removes the directory. A program that is up to date is not linked, and nothing is told of it.
func values() (dir string, tell func() error, err error) {
	if dir, err = os.MkdirTemp("", "premain-values"); err != nil {
		return "", nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", nil, err
	}
	return dir, func() error {
		defer os.RemoveAll(dir)
		for _, name := range filesIn(dir, linkstep.ValuesSuffix) {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			r, err := linkstep.ReadValueReport(f)
			f.Close()
			if err != nil {
				return err
			}
			printTold(os.Stderr, r)
		}
		return nil
	}, nil
}

func printTold(w io.Writer, r *linkstep.ValueReport) {
	if len(r.Sections) > 0 {
		fmt.Fprintf(w, "%s: sections\n", r.Program)
		for _, s := range r.Sections {
			if s.ReadOnly {
				fmt.Fprintf(w, "  %s: in pages that become read-only when the constructors have ended, %s\n", s.Section, count(s.Items, "item"))
			} else if s.Late != "" {
				fmt.Fprintf(w, "  %s: %s when it is first read: %s\n", s.Section, s.Done, s.Late)
			} else {
				fmt.Fprintf(w, "  %s: %s while linking, %s\n", s.Section, s.Done, count(s.Items, "item"))
			}
		}
	}
	if len(r.Values) == 0 {
		return
	}
	took := ""
	if r.Took[0] > 0 {
		took = fmt.Sprintf(" computed in %d ms, and once more in %d ms", r.Took[0].Milliseconds(), r.Took[1].Milliseconds())
	}
	fmt.Fprintf(w, "%s: link-time values%s\n", r.Program, took)
	printValues(w, r.Values)
}

// printValues prints a line for each value, and those of its fix-ups, of which many may be alike.
func printValues(w io.Writer, list []linkstep.BakedValue) {
	for _, v := range list {
		if v.Plain != "" {
			fmt.Fprintf(w, "  %s: computed at initialisation: %s\n", v.Variable, v.Plain)
			continue
		}
		fmt.Fprintf(w, "  %s: %s in %s%s\n", v.Variable, count(int(v.Bytes), "byte"), count(v.Objects, "object"), fixUps(v))
		const most = 10
		for i, f := range v.FixUps {
			if i == most {
				fmt.Fprintf(w, "    and %d more\n", len(v.FixUps)-most)
				break
			}
			fmt.Fprintf(w, "    %s: %s\n", v.Variable[strings.LastIndexByte(v.Variable, '.')+1:]+f.Path, f.Text)
		}
	}
}

// fixUps says how many fix-ups a value needs, if any.
func fixUps(v linkstep.BakedValue) string {
	if len(v.FixUps) == 0 {
		return ""
	}
	return ", " + count(len(v.FixUps), "fix-up") + " at start"
}

// count returns a number of things.
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}
