package main_test

import (
	"bytes"
	"fmt"
	"go/build"
	"go/importer"
	"go/token"
	"go/types"
	"go/version"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestStandardPackages finds out which packages of the standard library programs without the Go runtime can use, and which functions and
// methods of them: it lets a program refer to all of them, takes out those that the build refuses, and starts the program. What it finds is
// docs/freestanding-packages.md, which UPDATE_PACKAGES=1 writes.
func TestStandardPackages(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") == "" && os.Getenv("UPDATE_PACKAGES") == "" {
		t.Skip("builds hundreds of programs; set PREMAIN_LONG")
	}
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("the table is made on linux/amd64")
	}
	name := filepath.Join(repository, "docs", "freestanding-packages.md")
	old, _ := os.ReadFile(name)
	release := version.Lang(runtime.Version())
	if update := os.Getenv("UPDATE_PACKAGES") != ""; !update && !bytes.Contains(old, []byte("with "+release+".")) {
		t.Skip("the table is of another release")
	}
	text := standardPackages(t, release)
	if os.Getenv("UPDATE_PACKAGES") != "" {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if string(old) != text {
		t.Errorf("%s is not up to date; set UPDATE_PACKAGES=1\n%s", name, text)
	}
}

// standardPackages returns the table.
func standardPackages(t *testing.T, release string) string {
	p := newPackagePrograms(t)
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if .Standard}}{{.ImportPath}}{{end}}", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ path, core, alloc string }
	var rows []row
	others := []string{"unsafe", "runtime", "runtime/cgo"} // everybody's, and the one that programs with C have
	for line := range strings.Lines(string(out)) {
		path := strings.TrimSpace(line)
		if path == "" {
			continue
		}
		r := row{path: path}
		switch own := !strings.HasPrefix(path, "vendor/") && !slices.Contains(strings.Split(path, "/"), "internal") && !slices.Contains(others, path); {
		case !own: // only others can import it, and are refused if it is to blame
		default:
			list := p.functions(path)
			blamed, refused := p.build(path, "alloc", list)
			r.alloc = summary(list, refused)
			if blamed != "" {
				r.alloc = "no: needs " + blamed
			} else {
				if blamed, refused = p.build(path, "core", list); blamed == "" {
					r.core = summary(list, refused)
				} else {
					r.core = "no"
				}
			}
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.path, b.path) })
	var b strings.Builder
	fmt.Fprintf(&b, `# The standard library without the Go runtime

Which packages a program of each tier can import, and which of their functions and methods it can use, as the test
TestStandardPackages of cmd/premain has found out with %s. What is not listed is refused by the build, at the place of its
use.
Generic functions have been tried with type arguments of integers, and methods of generic types have not been tried. What
returns an iterator needs a heap for that unless the compiler puts its body in the place of the call, as it mostly does. A package is also refused if it needs one that is: which one, the table says.

| package | core | alloc |
|---|---|---|
`, release)
	var no []string
	for _, r := range rows {
		if strings.HasPrefix(r.alloc, "no:") {
			no = append(no, fmt.Sprintf("| `%s` | `%s` |", r.path, strings.TrimPrefix(r.alloc, "no: needs ")))
			continue
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.path, r.core, r.alloc)
	}
	fmt.Fprintf(&b, "\nThese cannot be imported:\n\n| package | because of |\n|---|---|\n%s\n", strings.Join(no, "\n"))
	return b.String()
}

// summary says which functions of a package work.
func summary(all map[string]string, refused []string) string {
	var works []string
	for name := range all {
		if !slices.Contains(refused, name) {
			works = append(works, name)
		}
	}
	slices.Sort(works)
	slices.Sort(refused)
	short := func(names []string) string {
		for i, n := range names {
			_, after, _ := strings.Cut(n[strings.LastIndexByte(n, '/')+1:], ".")
			names[i] = "`" + after + "`"
		}
		return strings.Join(names, ", ")
	}
	switch {
	case len(refused) == 0:
		return "all"
	case len(works) == 0:
		return "no function"
	case len(works) <= len(refused):
		return short(works)
	}
	return "all but " + short(refused)
}

// packagePrograms builds programs that use packages.
type packagePrograms struct {
	t     *testing.T
	dir   string
	types types.Importer
}

func newPackagePrograms(t *testing.T) *packagePrograms {
	build.Default.CgoEnabled = false
	p := &packagePrograms{t, t.TempDir(), importer.ForCompiler(token.NewFileSet(), "source", nil)}
	p.write("go.mod", "module example.com/packages\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => "+repository+"\n")
	return p
}

func (p *packagePrograms) write(name, text string) {
	if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

// functions returns expressions for the functions and methods of a package, by their names in messages.
func (p *packagePrograms) functions(path string) map[string]string {
	list := make(map[string]string)
	pkg, err := p.types.Import(path)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, name := range pkg.Scope().Names() {
		o := pkg.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		switch o := o.(type) {
		case *types.Func:
			list[path+"."+name] = "p." + name + instance(o.Signature().TypeParams())
		case *types.TypeName:
			named, ok := o.Type().(*types.Named)
			if !ok || o.IsAlias() || named.TypeParams().Len() > 0 || types.IsInterface(named) {
				continue
			}
			for m := range named.Methods() {
				if !m.Exported() {
					continue
				}
				if _, pointer := m.Signature().Recv().Type().(*types.Pointer); pointer {
					list[path+".(*"+name+")."+m.Name()] = "(*p." + name + ")." + m.Name()
				} else {
					list[path+"."+name+"."+m.Name()] = "p." + name + "." + m.Name()
				}
			}
		}
	}
	return list
}

// instance returns type arguments for a generic function.
func instance(parameters *types.TypeParamList) string {
	if parameters.Len() == 0 {
		return ""
	}
	var args []string
	for parameter := range parameters.TypeParams() {
		switch constraint := types.TypeString(parameter.Constraint().Underlying(), nil); {
		case strings.Contains(constraint, "~[]"):
			args = append(args, "[]int")
		case strings.Contains(constraint, "~map["):
			args = append(args, "map[int]int")
		case strings.Contains(constraint, "BlockSize()"):
			args = append(args, "interface {\n\tWrite([]byte) (int, error)\n\tSum([]byte) []byte\n\tReset()\n\tSize() int\n\tBlockSize() int\n}")
		case strings.Contains(constraint, "Error()"):
			args = append(args, "error")
		default:
			args = append(args, "int")
		}
	}
	return "[" + strings.Join(args, ", ") + "]"
}

var (
	refusedCall   = regexp.MustCompile(`(?m)^\./main\.go:\d+: main\.\S+ calls (.+?), which `)
	refusedImport = regexp.MustCompile(`(?m)^\./main\.go:\d+:\d+: package \S+(?: needs package (\S+), which)?, when it is initialised, `)
)

// build builds and starts a program of a tier with the functions of a package. It returns which of them are refused, and, if the
// package cannot be imported, the package that is to blame.
func (p *packagePrograms) build(path, tier string, functions map[string]string) (blamed string, refused []string) {
	for {
		text := "package main\n\n"
		if tier == "alloc" {
			text += "import _ \"premain.dev/bare/alloc/heap\"\n"
		}
		name := "_"
		if len(refused) < len(functions) {
			name = "p"
		}
		text += "import " + name + " \"" + path + "\"\n\n"
		// Variables of the functions' own types: a type in an interface would bring methods with it.
		var uses strings.Builder
		for i, f := range slices.Sorted(maps.Keys(functions)) {
			if !slices.Contains(refused, f) {
				text += fmt.Sprintf("var f%d = %s\n", i, functions[f])
				fmt.Fprintf(&uses, "\tif f%d == nil {\n\t\tprintln()\n\t}\n", i)
			}
		}
		text += "\nfunc main() {\n" + uses.String() + "}\n"
		p.write("main.go", text)
		program := filepath.Join(p.dir, "out")
		cmd := exec.Command(filepath.Join(binDir, "premain"), "build", "-board=linux", "-o", program, ".")
		cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
		out, err := cmd.CombinedOutput()
		if err == nil {
			if out, err := exec.Command(program).CombinedOutput(); err != nil || len(out) > 0 {
				p.t.Errorf("%s in the tier %s: %v\n%s", path, tier, err, out)
			}
			return "", refused
		}
		if m := refusedImport.FindSubmatch(out); m != nil {
			blamed = path
			if len(m[1]) > 0 {
				blamed = string(m[1])
			}
			return blamed, nil
		}
		more := false
		for _, m := range refusedCall.FindAllSubmatch(out, -1) {
			f := string(m[1])
			if functions[f] == "" || slices.Contains(refused, f) {
				p.t.Errorf("%s in the tier %s: %s is none of its functions\n%s", path, tier, f, out)
				return path, nil
			}
			more = true
			refused = append(refused, f)
		}
		if !more {
			p.t.Errorf("%s in the tier %s: %v\n%s", path, tier, err, out)
			return path, nil
		}
	}
}
