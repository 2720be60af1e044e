package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"premain.dev/internal/gocmd"
	"premain.dev/internal/linkstep"
)

// reportFlag is the flag -report: what the sections of the programs hold, as text or, with -report=json, as JSON.
type reportFlag struct {
	wanted, json bool
}

// parse reports whether a flag is this one.
func (r *reportFlag) parse(flag string) (ok bool, err error) {
	name, value, hasValue := strings.Cut(flag, "=")
	if name != "-report" {
		return false, nil
	}
	*r = reportFlag{wanted: value != "false", json: value == "json"}
	if hasValue && !slices.Contains([]string{"text", "json", "true", "false"}, value) {
		return false, fmt.Errorf("-report=%s: want -report, -report=text or -report=json", value)
	}
	return true, nil
}

// make lets the go command link the programs for reports, and prints those, on standard output. The function given returns
// the arguments of the go command for a link step that leaves its reports in a directory.
func (r *reportFlag) make(args func(dir string) ([]string, error)) (status int, err error) {
	dir, err := os.MkdirTemp("", "premain-report")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	if dir, err = filepath.Abs(dir); err != nil { // the go command may go elsewhere
		return 0, err
	}
	link, err := args(dir)
	if err != nil {
		return 0, err
	}
	stop := progress(dir)
	status, err = gocmd.Run(link)
	stop()
	if err != nil || status != 0 {
		return status, err
	}
	reports, err := readReports(dir)
	if err != nil {
		return 0, err
	}
	if len(reports) == 0 {
		fmt.Fprintln(os.Stderr, "premain: no program with sections has been linked, so there is nothing to report")
	}
	if r.json {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "\t")
		return 0, out.Encode(reports)
	}
	return 0, printReports(os.Stdout, reports)
}

// progress shows on a terminal how often a program has been linked, until stop is called.
func progress(dir string) (stop func()) {
	if st, err := os.Stderr.Stat(); err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return func() {}
	}
	done, cleared := make(chan bool), make(chan bool)
	go func() {
		defer close(cleared)
		shown := false
		for {
			select {
			case <-done:
				if shown {
					fmt.Fprint(os.Stderr, "\r\033[K")
				}
				return
			case <-time.After(time.Second):
				fmt.Fprintf(os.Stderr, "\rpremain: measuring; linked %d times", len(filesIn(dir, linkstep.LinkedSuffix)))
				shown = true
			}
		}
	}()
	return func() { close(done); <-cleared }
}

// filesIn returns the files of a directory whose names have an end.
func filesIn(dir, suffix string) []string {
	entries, _ := os.ReadDir(dir)
	var list []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), suffix) {
			list = append(list, filepath.Join(dir, e.Name()))
		}
	}
	return list
}

func readReports(dir string) ([]*linkstep.Report, error) {
	reports := []*linkstep.Report{}
	for _, name := range filesIn(dir, linkstep.ReportSuffix) {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		r, err := linkstep.ReadReport(f)
		f.Close()
		if err != nil {
			return nil, err
		}
		reports = append(reports, r)
	}
	slices.SortFunc(reports, func(a, b *linkstep.Report) int { return cmp.Compare(a.Program, b.Program) })
	return reports, nil
}

func printReports(w io.Writer, reports []*linkstep.Report) error {
	for i, r := range reports {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s: %d bytes\n", r.Program, r.Bytes)
		if len(r.Sections) == 0 {
			fmt.Fprintln(w, "no section has items")
		}
		if len(r.Values) > 0 {
			fmt.Fprintln(w, "\nlink-time values")
			printValues(w, r.Values)
		}
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, s := range r.Sections {
			fmt.Fprintf(t, "\n%s\titems\tcomputed\tleft out\tbytes\n", s.Section)
			computed := 0
			for _, p := range s.Packages {
				fmt.Fprintf(t, "  %s\t%d\t%d\t%d\t%d\n", p.Package, p.Items, p.Computed, p.Without, p.Bytes)
				computed += p.Computed
			}
			fmt.Fprintf(t, "  all\t%d\t%d\t%d\t%d\n", s.Items, computed, s.Without, s.Bytes)
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	return nil
}
