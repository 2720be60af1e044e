package linkstep

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/linkstep/goobj"
	"premain.dev/internal/linkstep/registration"
)

// effects says what is wrong with what functions have done besides returning values. A run that compares memory after several
// functions does not tell which of them it was; then there is another run for that.
func (e *evaluator) effects(r *evaluation.Run) ([]string, error) {
	list := e.texts(r)
	grouped := false
	for i := range e.bakes {
		grouped = grouped || e.follows(i)
	}
	if len(list) == 0 || !grouped {
		return list, nil
	}
	e.each = true
	if err := e.link(); err != nil {
		return nil, err
	}
	r, err := e.once(0, nil)
	if err != nil {
		return nil, err
	}
	return e.texts(r), nil
}

func (e *evaluator) texts(r *evaluation.Run) (list []string) {
	for _, x := range r.Effects() {
		if text := e.effect(r, x); text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// effect says what is wrong with a variable that has changed while values were computed, or with what else has been done meanwhile.
// Nothing is wrong with caches of the standard library.
func (e *evaluator) effect(r *evaluation.Run, x evaluation.Effect) string {
	b := e.bakes[x.ID]
	at := b.blame()
	switch {
	case x.Early:
		return fmt.Sprintf("%s: %s: an initialiser sets the variable before its own turn, which a linked program would not overwrite; let it be set later", b.Place, b.Name)
	case x.Goroutine:
		return at + "leaves a goroutine running, which the program would not have; start it in a constructor"
	case x.Looked != "":
		return at + "looks for the file " + x.Looked + ", which may be another one where the program runs; put files into the program by //go:embed"
	case x.Environment != "":
		return fmt.Sprintf("%sreads the variable %s of the environment, which is another one where the program runs", at, x.Environment)
	case x.File != "":
		return at + opened(x.File)
	}
	name := e.symbols[x.Symbol].Name
	if k := e.owners[x.Symbol]; strings.Contains(name, goobj.Temporary) {
		if s, ok := k.object.Owner(k.object.Symbol(e.indices[x.Symbol])); ok {
			name = e.displaySymbol(k, s.Name)
		}
	}
	typ := e.typeOf(x.Symbol)
	for _, other := range e.bakes {
		if other.wanted() && other.symbol == e.owners[x.Symbol].object.Symbol(e.indices[x.Symbol]).Name {
			return at + "changes " + name + ", or what it leads to, another link-time value; make both in one function, or copy what is to be changed"
		}
	}
	switch {
	case registration.IsSection(typ) && b.Order != "":
		return at + "reads the section " + name + ", whose items are there only in the program; let it go by the items that it compares, or build with -bake=off"
	case registration.IsSection(typ):
		return at + "reads the section " + name + ", whose items are there only in the program; read it in main, or in a constructor"
	case strings.HasPrefix(name, "syscall.env") && slices.ContainsFunc(r.Effects(), func(y evaluation.Effect) bool { return y.ID == x.ID && y.Environment != "" }):
		return "" // which says more
	case strings.HasPrefix(name, "syscall.env"):
		return at + "reads or changes the environment, which is another one where the program runs"
	case e.declared(x.ID, name), e.isCache(name, typ):
		return ""
	}
	at += "changes " + name + ", or what it leads to, which the program would miss; "
	if b.Named {
		return at + "leave " + b.name + " out of -bake"
	}
	return at + "if that is a cache, say so above the variable: //premain:cache " + name
}

// declared reports whether a variable has been declared a cache by the value whose function may have changed it. As long as several
// may have, all of them must.
func (e *evaluator) declared(id int, name string) bool {
	for slices.Contains(e.bakes[id].Caches, name) {
		if !e.follows(id) {
			return true
		}
		id--
	}
	return false
}

// unknownCaches refuses names of caches that no package with a value's function has.
func (e *evaluator) unknownCaches() (list []string) {
	known := make(map[string]bool)
	for _, s := range e.symbols {
		known[s.Name] = true
	}
	for _, b := range e.bakes {
		for _, name := range b.Caches {
			if b.wanted() && !known[name] {
				list = append(list, fmt.Sprintf("%s: %s: //premain:cache names %s, and no package that the function can reach has such a variable; correct the name, or leave it out", b.Place, b.Name, name))
			}
		}
	}
	return list
}

// isCache reports whether a variable is one of the standard library's whose content makes no difference but in time.
//
// Its packages keep what they have computed once in variables that are not exported. Those that are exported, and those of packages
// that register with them what users give, or that are about the process, are no caches.
func (e *evaluator) isCache(name, typ string) bool {
	path, variable := cutLast(name, '.')
	if typ == "sync.Pool" {
		return true
	}
	return e.cfg.modules().standard(path) && !token.IsExported(variable) && !slices.Contains(registries, path)
}

// registries are packages of the standard library whose variables are more than caches.
var registries = []string{
	"archive/zip", "crypto", "crypto/x509", "database/sql", "encoding/gob", "expvar", "flag", "image", "internal/godebug", "internal/testlog",
	"log", "log/slog", "log/internal", "math/rand", "mime", "net", "net/http", "net/rpc", "os", "os/signal", "runtime/debug", "runtime/metrics",
	"runtime/pprof", "runtime/trace", "runtime/coverage", "syscall", "testing",
}
