package linkstep

import (
	"go/token"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/linkstep/goobj"
)

// gatherSymbols collects what values may refer to.
func (e *evaluator) gatherSymbols() {
	e.types, e.dicts = make(map[int]string), make(map[string]goobj.Target)
	named := make(map[string]bool)
	for _, k := range e.packages {
		prefix := goobj.Prefix(k.path)
		runtime := k.path == "runtime" || strings.HasPrefix(k.path, "internal/runtime/")
		for s := range k.object.All() {
			if s.Name == "" || k.object.ContentAddressed(s) || !k.object.InPackage(s) && named[s.Name] {
				continue
			}
			kind, root := evaluation.Constant, false
			switch {
			case s.Kind.Writable() && runtime && !token.IsExported(s.Name[strings.LastIndexByte(s.Name, '.')+1:]) && !slices.Contains(shared, s.Name):
				continue // nobody else's, and on some systems no variables
			case s.Kind.Writable():
				kind, root = evaluation.Variable, !compilers(s.Name) && !slices.Contains(shared, s.Name)
			case s.Kind != goobj.ROData:
				continue
			case strings.HasPrefix(s.Name, "unique..dict.Make["):
				if t, ok := k.object.Target(prefix, s); ok {
					e.dicts[s.Name] = t
				}
				continue
			case strings.HasPrefix(s.Name, "type:") && !strings.HasPrefix(s.Name, "type:."):
				kind = evaluation.Type
			case strings.HasSuffix(s.Name, "·f"):
				kind = evaluation.Function
			case !strings.Contains(s.Name, goobj.Temporary) && !strings.HasPrefix(s.Name, embedded) && !slices.Contains(shared, s.Name):
				continue
			}
			t, ok := k.object.Target(prefix, s)
			if !ok {
				continue
			}
			if !k.object.InPackage(s) {
				named[s.Name] = true
			}
			if kind == evaluation.Type {
				e.types[len(e.symbols)] = strings.TrimPrefix(s.Name, "type:")
			}
			e.owners, e.indices = append(e.owners, k), append(e.indices, s.Index)
			e.symbols = append(e.symbols, evaluation.Symbol{Target: t, Name: e.displaySymbol(k, s.Name), Kind: kind, Size: s.Size, Root: root})
		}
	}
}

// shared are variables and data of the runtime to which values point: what has no size, zeroes, and bytes.
var shared = []string{"runtime.zerobase", "runtime.zeroVal", "runtime.staticuint64s"}

// embedded begins the names of strings that are files. Other strings are content-addressed.
const embedded = "go:string."

// layoutRoot lays out what the walker has to know of a variable whose content matters: its type, if the compiler tells it.
func (e *evaluator) layoutRoot(table *goobj.Def, i int) {
	const none, untyped, noPointers = 0, 1, 2
	k := e.owners[i]
	s := k.object.Symbol(e.indices[i])
	t, ok := k.object.Describe(goobj.Prefix(k.path), s).Type()
	switch {
	case !e.symbols[i].Root:
		table.Word(none)
	case s.Kind == goobj.NoPtrData || s.Kind == goobj.NoPtrBSS:
		table.Word(noPointers)
	case ok:
		table.AddrTo(t, 0)
	default:
		table.Word(untyped)
	}
}

// compilers reports whether a variable is the compiler's own, or that of go build -cover: nothing that a program means.
func compilers(name string) bool {
	_, last := cutLast(name, '/')
	return strings.Contains(last, "..inittask") || strings.Contains(last, "..typeAssert.") || strings.Contains(last, "..interfaceSwitch.") ||
		strings.Contains(last, ".goCover_") || strings.Contains(last, "..inlineCache")
}

// displaySymbol returns the name of a symbol with the import path of its package.
func (e *evaluator) displaySymbol(k *pkg, name string) string {
	if rest, ok := strings.CutPrefix(name, goobj.Prefix(k.path)+"."); ok {
		return e.program.importPath(k.path) + "." + rest
	}
	return name
}

// cutLast cuts s at the last sep.
func cutLast(s string, sep byte) (before, after string) {
	i := strings.LastIndexByte(s, sep)
	return s[:max(i, 0)], s[i+1:]
}

// typeOf returns the type of a variable as the names of symbols have it, or nothing.
func (e *evaluator) typeOf(symbol int) string {
	k := e.owners[symbol]
	return typeName(k, k.object.Symbol(e.indices[symbol]), e.packages)
}

// typeName returns the type of a package's variable in a program with the given packages, as typeOf does.
func typeName(k *pkg, s goobj.Symbol, packages []*pkg) string {
	t, ok := k.object.Describe(goobj.Prefix(k.path), s).Type()
	if !ok {
		return ""
	}
	if name, ok := t.Name(); ok {
		return strings.TrimPrefix(name, "type:")
	}
	prefix, index := t.Index()
	for _, k := range packages {
		if goobj.Prefix(k.path) == prefix {
			return strings.TrimPrefix(k.object.Symbol(index).Name, "type:")
		}
	}
	return ""
}
