package linkstep

import (
	"cmp"
	"fmt"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"premain.dev/internal/linkstep/needs"
)

// lack is what a tier does not have, and what to do instead.
type lack struct{ what, instead string }

const goRuntime = "build the program for the Go runtime"

var (
	noHeap       = lack{"has no heap", `import _ "premain.dev/bare/alloc/heap" (or bump, or pools)`}
	noGoroutines = lack{"has no goroutines", "call the function, or " + goRuntime}
	noScheduler  = lack{"has no goroutines", nothing.instead}
	noChannels   = lack{"has no channels", "use a slice or a variable, or " + goRuntime}
	noCollector  = lack{"has no garbage collector", nothing.instead}
	noClock      = lack{"has no clock", "read one of the board's, or " + goRuntime}
	noSystem     = lack{"has no operating system", "use what package bare and the board have, or " + goRuntime}
	noRandom     = lack{"has nothing random", "give math/rand or math/rand/v2 a source with a seed of yours, or " + goRuntime}
	noPlaces     = lack{"does not have that", "use runtime.Callers or the method Places of bare.Panic, or " + goRuntime}
	noReflection = lack{"does not have that part of it", "use type switches or generics, or " + goRuntime}
	nothing      = lack{"does not have that", "leave it out, or " + goRuntime}
)

// lacks are those by what package needs says that code does, or the beginning of that.
var lacks = []struct {
	reason string
	lack
}{
	{"starts a goroutine", noGoroutines},
	{"uses a channel", noChannels},
	{"allocates (make of a channel)", noChannels},
	{"uses select", noChannels},
	{"allocates", noHeap},
	{"converts to an interface", noHeap},
	{"defers in ", noHeap},
	{"writes to a map", noHeap},
	{"uses the garbage collector", noCollector},
	{"reads the clock", noClock},
	{"sleeps", noClock},
	{"uses timers", noClock},
	{"uses the Go scheduler (", noSystem},
	{"uses the Go scheduler", noScheduler},
	{"waits for another goroutine", noScheduler},
	{"waits for files", noSystem},
	{"reads the arguments", noSystem},
	{"uses the environment", noSystem},
	{"ends the process", noSystem},
	{"catches signals", noSystem},
	{"raises signals", noSystem},
	{"uses random numbers", noRandom},
	{"walks the stack", noPlaces},
	{"uses reflection", noReflection},
}

// packages of the standard library that have many functions and one reason.
var packages = map[string]struct{ needs, instead string }{
	"fmt":      {"needs files", "use print, println or bare.Write, and package strconv"},
	"log":      {"needs files", "use print, println or bare.Write"},
	"log/slog": {"needs files", "use print, println or bare.Write"},
	"os":       {"needs an operating system", "use what package bare and the board have, like bare.Write and bare.Exit"},
	"syscall":  {"needs an operating system", "use what package bare and the board have, like bare.Write and bare.Exit"},
	"time":     {"needs a clock", "read one of the board's"},
	"testing":  {"needs the Go runtime", "test the package hosted"},
}

// shortfall is a message, and where it belongs.
type shortfall struct {
	file      string
	line, col int
	text      string
	more      string // lines below
	callee    string
	from, to  string // the packages of a call of the standard library, or of an import of it
	imports   bool
	distance  int // how many imports away what is needed is
}

// explain returns the messages about faults, sorted and without what is said already.
func (t *tier) explain(faults []needs.Fault) (list problems) {
	var all []shortfall
	refused := make(map[[2]string]bool) // imports
	for _, f := range faults {
		s := t.shortfall(f)
		if s.imports {
			refused[[2]string{s.from, s.to}] = true
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b shortfall) int { return cmp.Compare(a.distance, b.distance) })
	said := make(map[string]bool)
	all = slices.DeleteFunc(all, func(s shortfall) bool {
		key := fmt.Sprintf("%s:%d: %s", s.file, s.line, s.text)
		if s.imports { // one reason is enough
			key = s.from + " " + s.to
		} else if s.to != "" {
			key = fmt.Sprintf("%s:%d: %s", s.file, s.line, s.callee)
		}
		again := said[key] || !s.imports && refused[[2]string{s.from, s.to}]
		said[key] = true
		return again
	})
	slices.SortStableFunc(all, func(a, b shortfall) int {
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.line, b.line), strings.Compare(a.text, b.text))
	})
	for i, s := range all {
		if i == mostFaults {
			return append(list, fmt.Sprintf("%d more like these", len(all)-mostFaults))
		}
		place := ""
		if s.file != "" {
			place = fmt.Sprintf("%s:%d: ", s.file, s.line)
			if s.col > 0 {
				place = fmt.Sprintf("%s:%d:%d: ", s.file, s.line, s.col)
			}
		}
		list = append(list, place+s.text+s.more)
	}
	return list
}

// owner says whose a package is: the higher, the more it is the user's.
func (t *tier) owner(path string) int {
	switch module, own := t.modules.of(path); {
	case path == "main":
		return 2
	case t.modules.standard(path) || module == modulePath:
		return 0
	case own:
		return 2
	}
	return 1
}

// blamed returns the index of the call to be blamed: the innermost one in the main module, or in another one that is neither premain's nor
// the standard library. It is -1 if there is none.
func (t *tier) blamed(calls []needs.Call) int {
	at := -1
	for i, c := range calls {
		if o := t.owner(c.Package); o > 0 && (at < 0 || o >= t.owner(calls[at].Package)) {
			at = i
		}
	}
	return at
}

func (t *tier) shortfall(f needs.Fault) (s shortfall) {
	reason, missing := f.Reason, nothing
	for _, l := range lacks {
		if strings.HasPrefix(reason, l.reason) {
			missing = l.lack
			break
		}
	}
	instead := missing.instead
	lacking := t.not(missing)
	at := t.blamed(f.Calls)
	if at < 0 {
		return t.without(f, reason, lacking, instead)
	}
	by := f.Calls[at]
	s = shortfall{file: by.File, line: by.Line, from: by.Package}
	s.more = way(f, at+1)
	callee := ""
	if at+1 < len(f.Calls) {
		callee = f.Calls[at+1].Function
		s.to = f.Calls[at+1].Package
	} else if exported(f.Function) {
		callee = f.Function
		s.to = packageOf(f.Function)
	}
	s.callee = callee
	what := reason
	if callee != "" {
		if p, ok := packages[s.to]; ok && missing != noHeap {
			reason, lacking, instead = p.needs, t.not(nothing), p.instead+", or "+goRuntime
			s.more = ""
		}
		what = fmt.Sprintf("calls %s, which %s", plainName(functionName(callee)), reason)
	}
	s.text = fmt.Sprintf("%s %s; %s; %s", plainName(functionName(by.Function)), what, lacking, instead)
	return s
}

func (t *tier) not(l lack) string { return fmt.Sprintf("the tier %s %s", t.name, l.what) }

// way returns lines about the calls from the given one on.
func way(f needs.Fault, from int) string {
	var b strings.Builder
	for i := from; i < len(f.Calls); i++ {
		to := f.Function
		if i+1 < len(f.Calls) {
			to = f.Calls[i+1].Function
		}
		if by, to := plainName(functionName(f.Calls[i].Function)), plainName(functionName(to)); by != to {
			fmt.Fprintf(&b, "\n\t%s:%d: %s calls %s", f.Calls[i].File, f.Calls[i].Line, by, to)
		}
	}
	return b.String()
}

// without returns the message about a fault to which no call of the user's leads: one in the initialisation of a package of the standard
// library, which is in the program because something imports it.
func (t *tier) without(f needs.Fault, reason, lacking, instead string) (s shortfall) {
	path := ""
	if len(f.Calls) > 0 {
		path = f.Calls[0].Package
		s.file, s.line = f.Calls[len(f.Calls)-1].File, f.Calls[len(f.Calls)-1].Line
	}
	way := t.imports(path)
	if len(way) < 2 {
		s.text = fmt.Sprintf("the program refers to %s, which %s; %s; %s", f.Function, reason, lacking, instead)
		if s.file == "" {
			s.text = "premain: " + s.text
		}
		return s
	}
	last := 0
	for i, p := range way {
		if o := t.owner(p); o > 0 && o >= t.owner(way[last]) {
			last = i
		}
	}
	s = shortfall{from: way[last], to: way[last+1], imports: true}
	s.file, s.line, s.col = t.importPlace(way[last], way[last+1])
	where := ""
	if s.file == "" {
		where = "package " + t.program.importPath(way[last]) + ": "
	}
	if p, ok := packages[way[last+1]]; ok && lacking != "" && !strings.HasSuffix(lacking, noHeap.what) {
		instead = p.instead + ", or " + goRuntime
	}
	s.distance = len(way) - last
	needing := ""
	if s.distance > 2 {
		needing = fmt.Sprintf(" needs package %s, which", path)
	}
	s.text = fmt.Sprintf("%spackage %s%s, when it is initialised, %s; %s; %s", where, way[last+1], needing, reason, lacking, instead)
	return s
}

// imports returns a shortest way by imports from the main package to another one.
func (t *tier) imports(to string) []string {
	from := map[string]string{"main": ""}
	for queue := []string{"main"}; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		if path == to {
			var way []string
			for ; path != ""; path = from[path] {
				way = append([]string{path}, way...)
			}
			return way
		}
		k := t.program.find(path)
		if k == nil {
			continue
		}
		for _, i := range k.object.Imports() {
			if _, ok := from[i]; !ok {
				from[i] = path
				queue = append(queue, i)
			}
		}
	}
	return nil
}

// importPlace returns where a package imports another one, if its sources are where its object says.
func (t *tier) importPlace(path, imported string) (file string, line, col int) {
	k := t.program.find(path)
	if k == nil {
		return "", 0, 0
	}
	fset := token.NewFileSet()
	for _, name := range k.object.Files() {
		if !filepath.IsAbs(name) {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.ImportsOnly)
		if err != nil {
			continue
		}
		for _, i := range f.Imports {
			if p, _ := strconv.Unquote(i.Path.Value); p == imported {
				at := fset.Position(i.Pos())
				return name, at.Line, at.Column
			}
		}
	}
	return "", 0, 0
}

// plainName returns the name of a function without type arguments.
func plainName(name string) string {
	return strings.ReplaceAll(name, "[...]", "")
}

// exported reports whether other packages can call a function by its name.
func exported(name string) bool {
	r, _ := utf8.DecodeRuneInString(name[strings.LastIndexByte(name, '.')+1:])
	return unicode.IsUpper(r)
}

// packageOf returns the path of the package of a function of the standard library.
func packageOf(name string) string {
	slash := strings.LastIndexByte(name, '/') + 1
	before, _, _ := strings.Cut(name[slash:], ".")
	return name[:slash] + before
}
