package linkstep

import (
	"fmt"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/linkstep/goobj"
)

// effect says what is wrong with a variable that has changed while values were computed, or with what else has been done meanwhile.
// Nothing is wrong with caches of the standard library.
func (e *evaluator) effect(x evaluation.Effect) string {
	b := e.bakes[x.ID]
	at := fmt.Sprintf("%s: %s: its function ", b.Place, b.Name)
	first := x.ID
	for first > 0 && e.follows(first) {
		first--
	}
	if first < x.ID {
		at = fmt.Sprintf("%s: %s, or a value from %s on: its function ", b.Place, b.Name, e.bakes[first].Name)
	}
	switch {
	case x.Early:
		return fmt.Sprintf("%s: %s: an initialiser sets the variable before its own turn, which a linked program would not overwrite; let it be set later", b.Place, b.Name)
	case x.Goroutine:
		return at + "leaves a goroutine running, which the program would not have; start it in a constructor"
	case x.File != "":
		return fmt.Sprintf("%sopens the file %s; put files into the program by //go:embed, so that the value depends on its sources alone", at, x.File)
	}
	name := e.symbols[x.Symbol].Name
	if k := e.owners[x.Symbol]; strings.Contains(name, goobj.Temporary) {
		if s, ok := k.object.Owner(k.object.Symbol(e.indices[x.Symbol])); ok {
			name = e.displaySymbol(k, s.Name)
		}
	}
	if slices.Contains(b.Caches, name) || e.isCache(x.Symbol) {
		return ""
	}
	at += "changes " + name + ", or what it leads to, which the program would miss; "
	if b.Named {
		return at + "leave " + b.name + " out of -bake"
	}
	return at + "if that is a cache, say so above the variable: //premain:cache " + name
}

// isCache reports whether a variable is one of the standard library's whose content makes no difference but in time.
//
// Pools, maps for concurrent use and the like are caches there, and so are functions that compute something once. The packages are
// excepted that register with them what users give.
func (e *evaluator) isCache(symbol int) bool {
	name := e.symbols[symbol].Name
	path, _ := cutLast(name, '.')
	typ := e.typeOf(symbol)
	if typ == "sync.Pool" {
		return true
	}
	if !e.cfg.modules().standard(path) || slices.Contains([]string{"encoding/gob", "mime", "expvar"}, path) {
		return false
	}
	switch typ {
	case "sync.Map", "sync.Once", "sync.Mutex", "sync.RWMutex":
		return true
	}
	return strings.HasPrefix(typ, "func(") || slices.Contains(caches, path) || slices.Contains(caches, name)
}

// caches are packages and variables of the standard library that hold what they have computed once, and that are not caches by their
// types.
var caches = []string{
	"sync", "unique", "weak", "reflect", "internal/sync", "internal/godebug", "internal/bisect", "internal/cpu", "internal/poll", "internal/reflectlite",
	"time.localLoc", "time.utcLoc",
}
