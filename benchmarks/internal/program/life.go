package program

import (
	"fmt"
	"strings"
)

// Means is how the functions of a program come to be called before its work begins.
type Means string

const (
	InitFunctions Means = "init"       // they are init functions
	Calls         Means = "calls"      // main calls each
	Notify        Means = "notify"     // the same, and main asks for the signals that premain.Main asks for
	Once          Means = "once"       // main calls getters, each with a sync.Once
	OnceValue     Means = "oncevalue"  // main calls variables that sync.OnceValue has made
	Constructors  Means = "premain"    // premain.Constructor and premain.Main
	FxInvoke      Means = "fx-invoke"  // fx.Invoke calls each
	FxProvide     Means = "fx-provide" // fx.Provide has each as the constructor of a type, and fx.Invoke asks for each
)

func (m Means) usesFx() bool { return m == FxInvoke || m == FxProvide }

// Life describes a program with functions that run before its work: packages with functions, and a main package that
// imports them all. Each function does as good as nothing: it takes the next number and sets a variable. The work is to
// print a line by package fmt, so that what most programs have in any case is no one's cost.
type Life struct {
	Means       Means
	Packages    int
	Functions   int  // of all packages together; a multiple of Packages
	Allocations bool // the program prints how many allocations it has made before its work begins, and of how many bytes
}

func (s Life) files(root string) (map[string]string, error) {
	files := map[string]string{
		"go.mod":         goMod(root),
		"state/state.go": state,
		"main.go":        s.main(),
	}
	if s.Means.usesFx() {
		var err error
		if files["go.mod"], files["go.sum"], err = fxModule(root); err != nil {
			return nil, err
		}
	}
	for i := range s.Packages {
		files[fmt.Sprintf("p%03d/functions.go", i)] = s.functions(i)
	}
	return files, nil
}

const state = `package state

// N is how many of the functions have run.
var N int

func Next() int {
	N++
	return N
}
`

const callSource = `
var value%[1]s int

//go:noinline
func Up%[1]s() { value%[1]s = state.Next() }
`

// functionSources has the source of one function for its number. Those that main calls are kept from being inlined
// there, which no function that does something would be.
var functionSources = map[Means]string{
	InitFunctions: `
var value%[1]s int

func init() { value%[1]s = state.Next() }
`,

	Calls:  callSource,
	Notify: callSource,

	Once: `
var (
	value%[1]s int
	once%[1]s  sync.Once
)

func up%[1]s() { value%[1]s = state.Next() }

func Value%[1]s() int {
	once%[1]s.Do(up%[1]s)
	return value%[1]s
}
`,

	OnceValue: `
var Value%[1]s = sync.OnceValue(func() int { return state.Next() })
`,

	Constructors: `
var value%[1]s int

func up%[1]s() { value%[1]s = state.Next() }

var _ = premain.Constructor(up%[1]s)
`,

	FxInvoke: `
var value%[1]s int

func Up%[1]s() { value%[1]s = state.Next() }
`,

	FxProvide: `
type T%[1]s struct{}

var value%[1]s int

func New%[1]s() *T%[1]s {
	value%[1]s = state.Next()
	return new(T%[1]s)
}
`,
}

// functions returns the source of the package number i.
func (s Life) functions(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package p%03d\n", i)
	if s.Functions == 0 {
		b.WriteString(importDecl("_ bench/state") + oneFunction)
		return b.String()
	}
	imports := []string{"bench/state"}
	switch s.Means {
	case Once, OnceValue:
		imports = append(imports, "sync")
	case Constructors:
		imports = append(imports, "premain.dev")
	}
	b.WriteString(importDecl(imports...))
	for n := range s.Functions {
		if s.packageOf(n) == i {
			fmt.Fprintf(&b, functionSources[s.Means], number(n))
		}
	}
	return b.String()
}

func (s Life) packageOf(function int) int { return function * s.Packages / s.Functions }

func number(function int) string { return fmt.Sprintf("%05d", function) }

// main returns the source of the main package.
func (s Life) main() string {
	imports := []string{"bench/state", "fmt"}
	var body strings.Builder // of main, before the work
	// each writes a line for each function: what it is given, for its package and number.
	each := func(format string) {
		for n := range s.Functions {
			fmt.Fprintf(&body, format, fmt.Sprintf("p%03d", s.packageOf(n)), number(n))
		}
	}
	end := "" // of main, behind the work
	switch s.Means {
	case Notify:
		imports = append(imports, "os/signal", "syscall")
		body.WriteString("\tsignals := make(chan os.Signal, 8)\n\tgo func() { os.Exit(128 + int((<-signals).(syscall.Signal))) }()\n" +
			"\tsignal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)\n")
		fallthrough
	case Calls:
		each("\t%s.Up%s()\n")
	case Once, OnceValue:
		each("\t%s.Value%s()\n")
	case Constructors:
		imports = append(imports, "premain.dev")
	case FxInvoke, FxProvide:
		imports = append(imports, "context", "go.uber.org/fx")
		body.WriteString("\tapp := fx.New(\n\t\tfx.NopLogger,\n")
		if s.Means == FxInvoke {
			each("\t\tfx.Invoke(%s.Up%s),\n")
		} else {
			each("\t\tfx.Provide(%s.New%s),\n")
			each("\t\tfx.Invoke(func(*%s.T%s) {}),\n")
		}
		body.WriteString("\t)\n\tif err := app.Start(context.Background()); err != nil {\n\t\tpanic(err)\n\t}\n")
		end = "\tif err := app.Stop(context.Background()); err != nil {\n\t\tpanic(err)\n\t}\n"
	}
	used := s.Functions > 0 && s.Means != InitFunctions && s.Means != Constructors
	for i := range s.Packages {
		if used {
			imports = append(imports, fmt.Sprintf("bench/p%03d", i))
		} else {
			imports = append(imports, fmt.Sprintf("_ bench/p%03d", i))
		}
	}

	work := fmt.Sprintf("\tif state.N != %d {\n\t\tpanic(\"not all functions have run\")\n\t}\n", s.Functions)
	if s.Allocations {
		imports = append(imports, "runtime")
		work += "\tvar m runtime.MemStats\n\truntime.ReadMemStats(&m)\n\tfmt.Println(m.Mallocs, m.TotalAlloc)\n"
	} else {
		work += "\tfmt.Println(\"Hello.\")\n"
	}
	if s.Means != Constructors {
		imports = append(imports, "os")
		end += "\tos.Exit(0)\n"
	}

	var b strings.Builder
	b.WriteString("package main\n" + importDecl(imports...))
	if s.Means == Constructors {
		b.WriteString("\nfunc main() { premain.Main(run) }\n\nfunc run() {\n" + work + "}\n")
	} else {
		b.WriteString("\nfunc main() {\n" + body.String() + work + end + "}\n")
	}
	return b.String()
}
