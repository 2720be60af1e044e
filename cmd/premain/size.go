package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"premain.dev/internal/gocmd"
	"premain.dev/internal/linkstep"
	"premain.dev/internal/linkstep/size"
)

// sizeFlags are the flags of premain size alone.
type sizeFlags struct {
	json bool
	by   []string // of those in sizesBy
	n    int      // how many symbols are printed as text; 0 for all
}

// sizesBy are the values of -by.
const sizesBy = "region,section,package,symbol"

// parse takes the flags out of those of premain's own.
func (s *sizeFlags) parse(flags []string) (rest []string, err error) {
	all := strings.Split(sizesBy, ",")
	*s = sizeFlags{by: all, n: 20}
	for _, f := range flags {
		name, value, has := strings.Cut(f, "=")
		switch name {
		case "-json":
			if s.json = value != "false"; has && value != "true" && value != "false" {
				return nil, fmt.Errorf("%s: want -json", f)
			}
		case "-by":
			s.by = strings.Split(value, ",")
			for _, b := range s.by {
				if !slices.Contains(all, b) {
					return nil, fmt.Errorf("-by=%s: want some of %s, separated by commas", value, strings.Join(all, ", "))
				}
			}
		case "-n":
			if s.n, err = strconv.Atoi(value); err != nil || s.n < 0 {
				return nil, fmt.Errorf("-n=%s: want how many symbols are printed, or 0 for all", value)
			}
		default:
			rest = append(rest, f)
		}
	}
	return rest, nil
}

// file returns the name of the file that is to be measured, if the arguments name no package. The flags are premain's own.
func (s *sizeFlags) file(flags, args []string) (name string, err error) {
	dir, names := gocmd.Named("build", args)
	if len(names) != 1 || strings.HasSuffix(names[0], ".go") {
		return "", nil
	}
	name = names[0]
	if dir != "" && !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	if st, err := os.Stat(name); err != nil || st.IsDir() {
		return "", nil
	}
	if dir == "" && len(args) > 1 || len(flags) > 0 {
		return "", fmt.Errorf("%s: a file is measured as it is; leave the flags of building out, or name a package", names[0])
	}
	return name, nil
}

// make lets the go command link a program, and prints where its bytes are. The function given returns the arguments of the go command for
// a link step that tells of that in a directory.
func (s *sizeFlags) make(args func(dir string) ([]string, error)) (status int, err error) {
	dir, err := os.MkdirTemp("", "premain-size")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	if dir, err = filepath.Abs(dir); err != nil { // the go command may go elsewhere
		return 0, err
	}
	build, err := args(dir)
	if err != nil {
		return 0, err
	}
	if len(gocmd.Values("o", "build", build[1:], "")) > 0 {
		return 0, errors.New("-o: premain size leaves no program; leave the flag out, or build the program and name its file")
	}
	path, err := s.program(build)
	if err != nil {
		return 0, err
	}
	file, told, symbols := filepath.Join(dir, "program"), filepath.Join(dir, linkstep.SizesFile), filepath.Join(dir, linkstep.SymbolsFile)
	if status, err = gocmd.Run(gocmd.LinkArgs(build, file)); err != nil || status != 0 {
		return status, err
	}
	var p *size.Program
	if exists(told) {
		p, err = readSizes(told)
	} else if exists(symbols) {
		p, err = size.ReadWith(file, symbols)
	} else if p, err = size.Read(file); errors.Is(err, size.ErrNoSymbols) {
		err = errors.New("it has no symbols, which tell what its bytes are for: leave -s out of -ldflags")
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", path, err)
	}
	p.Program = path
	return 0, s.print(os.Stdout, p)
}

// program returns the import path of the program that the arguments of a build name.
func (s *sizeFlags) program(build []string) (path string, err error) {
	list, err := gocmd.List(build, "{{.ImportPath}}={{.Name}}")
	if err != nil {
		return "", err
	}
	if len(list) != 1 {
		return "", fmt.Errorf("one program is measured at a time, and %d packages are named; name one", len(list))
	}
	path, name, _ := strings.Cut(list[0], "=")
	if name != "main" && name != "" { // of what is no package, the go command will say so
		return "", fmt.Errorf("%s: it is no program, but package %s; name a package main", path, name)
	}
	return path, nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func readSizes(name string) (*size.Program, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	p := new(size.Program)
	if err := json.Unmarshal(text, p); err != nil {
		return nil, fmt.Errorf("what a link step tells of sizes: %w", err)
	}
	return p, nil
}

// print prints what -by asks for.
func (s *sizeFlags) print(w io.Writer, p *size.Program) error {
	wanted := func(by string) bool { return slices.Contains(s.by, by) }
	if s.json {
		if !wanted("region") {
			p.Regions = nil
		}
		if !wanted("section") {
			p.Outputs, p.Sections = nil, nil
		}
		if !wanted("package") {
			p.Packages = nil
		}
		if !wanted("symbol") {
			p.Symbols = nil
		}
		out := json.NewEncoder(w)
		out.SetIndent("", "\t")
		return out.Encode(p)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d bytes in memory, %d in the file\n", p.Program, p.Memory(), p.File)
	for _, by := range s.by {
		b.WriteByte('\n')
		switch by {
		case "region":
			printRegions(&b, p)
		case "section":
			printSections(&b, p)
		case "package":
			printPackages(&b, p)
		case "symbol":
			s.printSymbols(&b, p)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printTable prints rows in columns, of which the first ones, and those behind the numbers, have text.
func printTable(b *strings.Builder, rows [][]string, text func(column int) bool) {
	var widths []int
	for _, r := range rows {
		for i, cell := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len(cell))
		}
	}
	for _, r := range rows {
		line := ""
		for i, cell := range r {
			pad := strings.Repeat(" ", widths[i]-len(cell))
			if text(i) {
				line += cell + pad + "  "
			} else {
				line += pad + cell + "  "
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func decimal(n uint64) string { return strconv.FormatUint(n, 10) }

func address(n uint64) string { return fmt.Sprintf("%#x", n) }

func printRegions(b *strings.Builder, p *size.Program) {
	if len(p.Regions) == 0 {
		b.WriteString("no regions: the program has no memory map\n")
		return
	}
	rows := [][]string{{"region", "origin", "length", "used", "%", "reserved of it", "free"}}
	for _, r := range p.Regions {
		percent := "-"
		if r.Length > 0 {
			percent = fmt.Sprintf("%.2f", 100*float64(r.Used)/float64(r.Length))
		}
		rows = append(rows, []string{r.Name, address(r.Origin), decimal(r.Length), decimal(r.Used), percent, decimal(r.Reserved), decimal(r.Free)})
	}
	printTable(b, rows, func(column int) bool { return column == 0 })
}

// printSections prints the output sections of the memory map, each above the sections that it consists of, and all others.
func printSections(b *strings.Builder, p *size.Program) {
	loads := func(s size.Section) bool { return s.Load != s.Address && s.File > 0 }
	withLoad := slices.ContainsFunc(append(slices.Clone(p.Outputs), p.Sections...), loads)
	var rows [][]string
	row := func(name, addr, load, memory, file, note string) {
		r := []string{name, addr}
		if withLoad {
			r = append(r, load)
		}
		rows = append(rows, append(r, memory, file, note))
	}
	section := func(name string, s size.Section) {
		addr, load, note := address(s.Address), "", ""
		if loads(s) {
			load = address(s.Load)
		}
		if s.Memory == 0 {
			addr = ""
		}
		if s.Reserved {
			note = "reserved"
		}
		row(name, addr, load, decimal(s.Memory), decimal(s.File), note)
	}
	row("section", "address", "loaded at", "memory", "file", "")
	for _, o := range p.Outputs {
		section(o.Name, o)
		for _, s := range p.Sections {
			if s.Output == o.Name && (s.Name != o.Name || s.Memory != o.Memory) {
				section("  "+s.Name, s)
			}
		}
	}
	for _, s := range p.Sections {
		if s.Output == "" {
			section(s.Name, s)
		}
	}
	row("headers, padding", "", "", "", decimal(p.Rest), "")
	row("all but what is reserved", "", "", decimal(p.Memory()), decimal(p.File), "")
	printTable(b, rows, func(column int) bool { return column == 0 || column == len(rows[0])-1 })
}

func printPackages(b *strings.Builder, p *size.Program) {
	rows := [][]string{{"package", "code", "constants", "data", "zero", "all"}}
	var all size.Package
	row := func(name string, k size.Package) {
		rows = append(rows, []string{name, decimal(k.Code), decimal(k.Constants), decimal(k.Data), decimal(k.Zero), decimal(k.Sum)})
	}
	for _, k := range p.Packages {
		row(owner(k.Package, k.Group), k)
		all.Code += k.Code
		all.Constants += k.Constants
		all.Data += k.Data
		all.Zero += k.Zero
		all.Sum += k.Sum
	}
	row("all", all)
	printTable(b, rows, func(column int) bool { return column == 0 })
}

// owner returns the path of a package, or a group in brackets.
func owner(path, group string) string {
	if path != "" {
		return path
	}
	return "[" + group + "]"
}

func (s *sizeFlags) printSymbols(b *strings.Builder, p *size.Program) {
	rows := [][]string{{"address", "bytes", "section", "symbol"}}
	n := len(p.Symbols)
	if s.n > 0 {
		n = min(n, s.n)
	}
	for _, y := range p.Symbols[:n] {
		name := y.Name
		if y.Group != "" {
			name += " [" + y.Group + "]"
		}
		rows = append(rows, []string{address(y.Address), decimal(y.Bytes), y.Section, name})
	}
	if more := p.Symbols[n:]; len(more) > 0 {
		var bytes uint64
		for _, y := range more {
			bytes += y.Bytes
		}
		rows = append(rows, []string{"", decimal(bytes), "", fmt.Sprintf("%s more; -n=0 prints all", count(len(more), "symbol"))})
	}
	printTable(b, rows, func(column int) bool { return column > 1 })
}
