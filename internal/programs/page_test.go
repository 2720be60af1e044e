package programs

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/template"
	"unicode/utf8"

	"premain.dev/internal/linkstep"
)

var write = flag.Bool("write", false, "write docs/programs.md, or those of its parts whose programs PREMAIN_PROGRAMS names")

// page is what the tests have seen, for docs/programs.md.
var page results

type results struct {
	unchanged      []unchanged
	images         []*image // of Prometheus, in the order of TestPrometheus
	report         *linkstep.Report
	tests          int // of Prometheus's own, that the worlds agree about
	configurations int
	metrics        int
	modules, caddy *baked
}

// unchanged is a program that knows nothing of premain.
type unchanged struct {
	program, pkg      string
	packages, modules int
	bytes             int64
	compiled          int // packages that were compiled again
}

// part is a part of docs/programs.md, in a file of testdata. It begins with a heading.
type part struct {
	file, heading string
	programs      []string
	complete      bool // all of them have been built
}

func (r *results) parts() []part {
	return []part{
		{"programs.md", "# Large programs\n", names(), len(r.unchanged) == len(programs) && len(r.images) > 0 && r.report != nil},
		{"baked.md", "## Variables of dependencies\n", []string{"modules", "caddy"}, r.modules != nil && r.caddy != nil},
	}
}

// write fills the files in testdata, whose text is about the tables and numbers that it asks for by name. A part whose programs have
// not been built stays as it was.
func (r *results) write() error {
	name := filepath.Join("..", "..", "docs", "programs.md")
	old, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var texts []string
	some := false
	list := r.parts()
	for i, p := range list {
		_, text, _ := strings.Cut(string(old), p.heading)
		if i+1 < len(list) {
			text, _, _ = strings.Cut(text, list[i+1].heading)
		}
		text = p.heading + text
		if p.complete {
			some = true
			if text, err = r.fill(p); err != nil {
				return err
			}
		}
		texts = append(texts, strings.TrimSpace(text))
	}
	if !some {
		return errors.New("-write: of no part have all programs been built; set PREMAIN_PROGRAMS=" + strings.Join(list[0].programs, ",") + ",…")
	}
	return os.WriteFile(name, []byte(strings.Join(texts, "\n\n")+"\n"), 0o666)
}

func (r *results) fill(p part) (string, error) {
	version, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return "", err
	}
	text, err := template.New(p.file).Funcs(template.FuncMap{
		"command": func() string {
			return "PREMAIN_PROGRAMS=" + strings.Join(p.programs, ",") + " go test -timeout=0 ./internal/programs -write"
		},
		"release":   func() string { return strings.TrimSpace(string(version)) + " " + runtime.GOOS + "/" + runtime.GOARCH },
		"processor": processor,
		"cores":     runtime.NumCPU,
		"starts":    func() int { return starts },

		"unchanged":      r.unchangedTable,
		"registrations":  func() int { return registrations },
		"tests":          func() int { return r.tests },
		"configurations": func() int { return r.configurations },
		"metrics":        func() int { return r.metrics },
		"initialisers":   r.initialisersTable,
		"sizes":          r.sizesTable,
		"keeping":        r.modulesTable,
		"report":         r.reportTable,

		"load":     load,
		"left":     func() string { return milliseconds(r.caddy.left.clock) },
		"traces":   func() int { return traces },
		"modules":  func() string { return r.modules.table() },
		"caddy":    func() string { return r.caddy.table() },
		"start":    func() string { return r.caddy.startTable() },
		"refused":  func() string { return r.caddy.refused },
		"variable": func() string { return refused },
		"version":  func() string { return caddy.version },
		"count":    func() int { return r.caddy.variables },
	}).ParseFiles(filepath.Join("testdata", p.file))
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = text.Execute(&out, nil)
	return out.String(), err
}

func names() (list []string) {
	for _, p := range programs {
		list = append(list, p.name)
	}
	return list
}

func (r *results) unchangedTable() string {
	rows := [][]string{{"program", "package", "packages", "modules", "bytes", "compiled again"}}
	for _, u := range r.unchanged {
		rows = append(rows, []string{u.program, "`" + u.pkg + "`", number(u.packages), number(u.modules), number(u.bytes), number(u.compiled)})
	}
	return table(2, rows)
}

func (r *results) initialisersTable() string {
	rows := [][]string{{"Prometheus", "init functions", "inits of variables", "packages", "allocations", "bytes", "all packages", "start, ms"}}
	for _, i := range r.images {
		variables := 0
		for _, name := range i.initialisers {
			if strings.HasSuffix(name, ".init") {
				variables++
			}
		}
		rows = append(rows, []string{i.label, number(len(i.initialisers) - variables), number(variables), number(i.inits.packages),
			number(i.inits.allocs), number(i.inits.bytes), number(i.all.packages), fmt.Sprintf("%.1f", i.start.Seconds()*1000)})
	}
	return table(1, rows)
}

func (r *results) sizesTable() string {
	rows := [][]string{{"Prometheus", "bytes", "of the first"}}
	for _, i := range r.images {
		rows = append(rows, []string{i.label, number(i.bytes), fmt.Sprintf("%.1f%%", 100*float64(i.bytes)/float64(r.images[0].bytes))})
	}
	return table(1, rows)
}

// modulesTable shows the modules of which most stays behind without the items, though not without the imports.
func (r *results) modulesTable() string {
	const most = 12
	linked, few, imports := r.images[2].modules, r.images[3].modules, r.images[4].modules
	var paths []string
	for path := range linked {
		if few[path] > imports[path] {
			paths = append(paths, path)
		}
	}
	slices.SortFunc(paths, func(a, b string) int {
		if d := few[b] - imports[b] - (few[a] - imports[a]); d != 0 {
			return int(d)
		}
		return strings.Compare(a, b)
	})
	rows := [][]string{{"module: bytes of code and data", "linked", "`-without`", "without imports"}}
	sum := []int64{0, 0, 0}
	for n, path := range paths {
		if n < most {
			rows = append(rows, []string{path, number(linked[path]), number(few[path]), number(imports[path])})
			continue
		}
		sum[0] += linked[path]
		sum[1] += few[path]
		sum[2] += imports[path]
	}
	rows = append(rows, []string{fmt.Sprintf("%d more", max(0, len(paths)-most)), number(sum[0]), number(sum[1]), number(sum[2])})
	return table(1, rows)
}

func (r *results) reportTable() string {
	rows := [][]string{{"package of `discovery`", "items", "computed", "bytes"}}
	s := r.report.Sections[0]
	packages := slices.Clone(s.Packages)
	slices.SortFunc(packages, func(a, b *linkstep.PackageReport) int { return int(b.Bytes - a.Bytes) })
	items, computed := 0, 0
	for _, p := range packages {
		rows = append(rows, []string{strings.TrimPrefix(p.Package, discovery+"/"), number(p.Items), number(p.Computed), number(p.Bytes)})
		items += p.Items
		computed += p.Computed
	}
	return table(1, append(rows, []string{"all together", number(items), number(computed), number(s.Bytes)}))
}

// table makes a table, the first row of which is its head, and the first columns of which are text.
func table(text int, rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell), 3)
		}
	}
	rule := make([]string, len(widths))
	for i, w := range widths {
		if rule[i] = strings.Repeat("-", w); i >= text {
			rule[i] = rule[i][1:] + ":"
		}
	}
	var b strings.Builder
	for _, row := range slices.Insert(rows, 1, rule) {
		for i, cell := range row {
			if pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)); i < text {
				cell += pad
			} else {
				cell = pad + cell
			}
			b.WriteString("| " + cell + " ")
		}
		b.WriteString("|\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// number writes a number with its thousands set off.
func number[T int | int64](n T) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func processor() string {
	data, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// load tells how many processes have wanted to run of late.
func load() string {
	data, _ := os.ReadFile("/proc/loadavg")
	if f := strings.Fields(string(data)); len(f) > 1 {
		return f[1]
	}
	return "unknown"
}
