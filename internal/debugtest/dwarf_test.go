package debugtest

import (
	"debug/dwarf"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// debugInfo is what the debug information of a program says of the program's own packages.
type debugInfo struct {
	files     map[string]string          // in line tables, with their whole names
	variables map[string]variable        // by name
	functions map[string]string          // file:line of the declarations, by name
	lines     map[string]map[string]bool // file:line of a function's code, by its name
}

type variable struct {
	typ     string
	address uint64
}

// readDebugInfo reads the debug information of a program. No file in it may be one that no user has written.
func readDebugInfo(t *testing.T, program string) *debugInfo {
	t.Helper()
	f, err := elf.Open(program)
	if errors.As(err, new(*elf.FormatError)) {
		t.Skip("skip: programs are not in the format ELF here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := f.DWARF()
	if err != nil {
		t.Fatal(err)
	}
	info := &debugInfo{
		files:     make(map[string]string),
		variables: make(map[string]variable),
		functions: make(map[string]string),
		lines:     make(map[string]map[string]bool),
	}
	for r := data.Reader(); ; {
		unit, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if unit == nil {
			return info
		}
		if err := info.readUnit(f.ByteOrder, data, r, unit); err != nil {
			t.Fatal(err)
		}
	}
}

var own = regexp.MustCompile(`^(main|cli)\.`)

// readUnit reads what is about one package.
func (info *debugInfo) readUnit(order binary.ByteOrder, data *dwarf.Data, r *dwarf.Reader, unit *dwarf.Entry) error {
	lines, err := data.LineReader(unit)
	if err != nil || !unit.Children {
		return err
	}
	type code struct {
		function  string
		low, high uint64
	}
	var codes []code
	for {
		e, err := r.Next()
		if err != nil {
			return err
		}
		if e.Tag == 0 {
			break
		}
		name, _ := e.Val(dwarf.AttrName).(string)
		name = shorten(name)
		switch {
		case !own.MatchString(name):
		case e.Tag == dwarf.TagVariable:
			location, _ := e.Val(dwarf.AttrLocation).([]byte) // an operation and an address
			offset, _ := e.Val(dwarf.AttrType).(dwarf.Offset)
			if len(location) != 9 {
				return fmt.Errorf("the variable %s is at %x", name, location)
			}
			typ, err := data.Type(offset)
			if err != nil {
				return fmt.Errorf("the variable %s: %w", name, err)
			}
			info.variables[name] = variable{shorten(typ.String()), order.Uint64(location[1:])}
		case e.Tag == dwarf.TagSubprogram:
			n, _ := e.Val(dwarf.AttrDeclFile).(int64)
			line, _ := e.Val(dwarf.AttrDeclLine).(int64)
			if n > 0 {
				info.functions[name] = fmt.Sprintf("%s:%d", below(lines.Files()[n].Name), line)
			}
			ranges, err := data.Ranges(e)
			if err != nil {
				return err
			}
			for _, r := range ranges {
				codes = append(codes, code{name, r[0], r[1]})
			}
		}
		r.SkipChildren()
	}
	for lines != nil { // the link step's object has none
		var l dwarf.LineEntry
		if err := lines.Next(&l); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if rewritten.MatchString(l.File.Name) {
			return fmt.Errorf("a line of %s", l.File.Name)
		}
		file := below(l.File.Name)
		if file == l.File.Name {
			continue
		}
		info.files[file] = l.File.Name
		for _, c := range codes {
			if !l.EndSequence && c.low <= l.Address && l.Address < c.high {
				if info.lines[c.function] == nil {
					info.lines[c.function] = make(map[string]bool)
				}
				info.lines[c.function][fmt.Sprintf("%s:%d", file, l.Line)] = true
			}
		}
	}
	return nil
}

func TestDebugInfo(t *testing.T) {
	testDebugInfo(t, worlds[0].app, worlds[1].app)
}

func TestDebugInfoWithoutOptimisation(t *testing.T) {
	if err := unoptimized(); err != nil {
		t.Fatal(err)
	}
	plain, linked := testDebugInfo(t, worlds[0].slow, worlds[1].slow)

	// A breakpoint on a line stops in the same functions. There is no code of a constant item, on whose line no program stops,
	// and what the rewriting adds is on the package clause's.
	for function, lines := range linked.lines {
		for line := range lines {
			if !plain.lines[plainName(function)][line] && !isPackageClause(t, line) {
				t.Errorf("%s has code of %s", function, line)
			}
		}
	}
	constant := at(t, "app", "constant item").String()
	if !plain.lines["main.init"][constant] || linked.lines["main.init"][constant] {
		t.Errorf("%s: is there code in main.init? plain: %v, linked: %v", constant, plain.lines["main.init"][constant], linked.lines["main.init"][constant])
	}
}

// TestDebugInfoOfModes is for flags that change how programs are linked, or what their files are called.
func TestDebugInfoOfModes(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") == "" {
		t.Skip("skip: other build modes, without PREMAIN_LONG=1")
	}
	flags := []string{"-trimpath", "-buildmode=pie"}
	if cgo, err := command("go", "env", "CGO_ENABLED"); err == nil && strings.TrimSpace(cgo) == "1" {
		flags = append(flags, "-ldflags=-linkmode=external")
	}
	for _, flag := range flags {
		t.Run(flag, func(t *testing.T) {
			dir := t.TempDir()
			program := func(w world) string { return filepath.Join(dir, w.name) }
			if err := both(func(w world) error { return w.build(program(w), "./testdata/app", flag) }); err != nil {
				t.Fatal(err)
			}
			testDebugInfo(t, program(worlds[0]), program(worlds[1]))
		})
	}
}

// testDebugInfo compares what is written of the two worlds' programs.
func testDebugInfo(t *testing.T, plainProgram, linkedProgram string) (plain, linked *debugInfo) {
	plain, linked = readDebugInfo(t, plainProgram), readDebugInfo(t, linkedProgram)
	if !maps.Equal(plain.files, linked.files) || linked.files["app/main.go"] == "" || linked.files["app/cli/cli.go"] == "" {
		t.Errorf("files:\nplain  %v\nlinked %v", plain.files, linked.files)
	}

	// All variables are there, and besides those of items, where the program has them.
	for name, v := range plain.variables {
		if got := linked.variables[name].typ; got != v.typ {
			t.Errorf("the variable %s is a %s, and linked a %q", name, v.typ, got)
		}
	}
	if got := plain.variables["main.Named"].typ; got != "*cli.Command" {
		t.Errorf("main.Named is a %s", got)
	}
	types := make(map[string]int) // of items
	symbols := symbolAddresses(t, linkedProgram)
	for name, v := range linked.variables {
		switch _, ok := plain.variables[name]; {
		case ok:
		case strings.Contains(name, ".premain_item_"):
			types[v.typ]++
		case !strings.Contains(name, ".premain_done_") || v.typ != "bool":
			t.Errorf("nobody has declared %s, which is a %s", name, v.typ)
		}
		if symbols[name] != v.address {
			t.Errorf("%s is at %#x, and for debuggers at %#x", name, symbols[name], v.address)
		}
	}
	commands := 7
	if linked.files["app/withcgo.go"] != "" {
		commands++
	}
	if types["cli.Command"] != commands || types["struct string"] != 4 {
		t.Errorf("items: %v", types)
	}

	// Functions are declared where the user has declared them.
	for name, place := range linked.functions {
		added := strings.HasPrefix(name, "main.premain_mark_") || strings.HasPrefix(name, "main.premain_after[")
		if want := plain.functions[plainName(name)]; place != want && !(added && isPackageClause(t, place)) {
			t.Errorf("%s is declared at %q, and linked at %q", name, want, place)
		}
	}

	// There is code of the same lines.
	lines := make(map[string]bool)
	for _, of := range plain.lines {
		maps.Copy(lines, of)
	}
	for name, of := range linked.lines {
		for line := range of {
			if !lines[line] && !isPackageClause(t, line) {
				t.Errorf("%s has code of %s", name, line)
			}
		}
	}
	for _, comment := range []string{"value of the computed item", "argument of a forwarder", "value of the local item", "index out of range"} {
		if p := at(t, "app", comment); !linked.lines["main.init"][p.String()] {
			t.Errorf("main.init has no code of %s", p)
		}
	}
	return plain, linked
}

// TestAddresses asks Go's own tools where code comes from.
func TestAddresses(t *testing.T) {
	for _, w := range worlds {
		info, symbols := readDebugInfo(t, w.app), symbolAddresses(t, w.app)
		var names []string
		var in strings.Builder
		for name := range info.functions {
			if symbols[name] != 0 {
				names = append(names, name)
				fmt.Fprintf(&in, "%#x\n", symbols[name])
			}
		}
		cmd := exec.Command("go", "tool", "addr2line", w.app)
		cmd.Stdin = strings.NewReader(in.String())
		out, err := run(cmd)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(shorten(out), "\n")
		for i, name := range names {
			if lines[2*i] != name || below(lines[2*i+1]) != info.functions[name] {
				t.Errorf("%s: %s at %s, for addr2line %s at %s", w.name, name, info.functions[name], lines[2*i], lines[2*i+1])
			}
		}
		for i, name := range names {
			names[i] = regexp.QuoteMeta(name)
		}
		listing, err := command("go", "tool", "objdump", "-S", "-s", "(^|/)("+strings.Join(names, "|")+")$", w.app)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range stops {
			_, comment, _ := strings.Cut(s.stack[0], " ")
			if p := at(t, "app", comment); !strings.Contains(listing, p.text) && (info.files["app/withcgo.go"] != "" || !strings.Contains(comment, "cgo")) {
				t.Errorf("%s: objdump does not show %s", w.name, p)
			}
		}
	}
}

// isPackageClause reports whether a line is where testdata/app has a package clause.
func isPackageClause(t *testing.T, line string) bool {
	return line == at(t, "app", "package clause").String() || line == at(t, "app", "package clause beside cgo").String()
}

// symbolAddresses returns the addresses of a program's symbols by name.
func symbolAddresses(t *testing.T, program string) map[string]uint64 {
	t.Helper()
	out, err := exec.Command("go", "tool", "nm", program).Output()
	if err != nil {
		t.Fatal(err)
	}
	addresses := make(map[string]uint64)
	for _, line := range strings.Split(string(out), "\n") {
		// ADDRESS KIND NAME
		if f := strings.Fields(line); len(f) == 3 {
			if a, err := strconv.ParseUint(f[0], 16, 64); err == nil {
				addresses[shorten(f[2])] = a
			}
		}
	}
	return addresses
}
