package registration

import (
	"fmt"
	"go/types"
	"maps"
	"strconv"
	"strings"
)

// spell returns an expression that denotes t in the writer's file, or "" if there is none. Types of imported
// packages are named through imports of the writer's own, which nothing in the file can shadow.
func (w *writer) spell(t types.Type) string {
	before := maps.Clone(w.imports)
	s := &speller{w: w, ok: true}
	s.write(t)
	if !s.ok {
		w.imports = before
		return ""
	}
	return s.b.String()
}

type speller struct {
	w  *writer
	b  strings.Builder
	ok bool
}

func (s *speller) write(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		s.universe(t.Name())
	case *types.Named:
		s.named(t)
	case *types.Pointer:
		s.b.WriteByte('*')
		s.write(t.Elem())
	case *types.Slice:
		s.b.WriteString("[]")
		s.write(t.Elem())
	case *types.Array:
		fmt.Fprintf(&s.b, "[%d]", t.Len())
		s.write(t.Elem())
	case *types.Map:
		s.b.WriteString("map[")
		s.write(t.Key())
		s.b.WriteByte(']')
		s.write(t.Elem())
	case *types.Chan:
		s.b.WriteString(map[types.ChanDir]string{types.SendRecv: "chan (", types.SendOnly: "chan<- (", types.RecvOnly: "<-chan ("}[t.Dir()])
		s.write(t.Elem())
		s.b.WriteByte(')')
	case *types.Signature:
		s.b.WriteString("func")
		s.signature(t)
	case *types.Struct:
		s.ok = s.ok && t.NumFields() == 0
		s.b.WriteString("struct{}")
	case *types.Interface:
		s.ok = s.ok && t.Empty()
		s.b.WriteString("interface{}")
	default:
		s.ok = false
	}
}

func (s *speller) named(t *types.Named) {
	obj := t.Obj()
	pkg := obj.Pkg()
	switch {
	case pkg == nil: // error, comparable
		s.universe(obj.Name())
	case obj.Parent() != pkg.Scope():
		s.ok = false
	case pkg == s.w.src.Pkg:
		s.b.WriteString(obj.Name())
	case obj.Exported():
		name, ok := s.w.imported(pkg)
		s.ok = s.ok && ok
		s.b.WriteString(name + "." + obj.Name())
	default:
		s.ok = false
	}
	for i := range t.TypeArgs().Len() {
		s.b.WriteString([]string{"[", ","}[min(i, 1)])
		s.write(t.TypeArgs().At(i))
	}
	if t.TypeArgs().Len() > 0 {
		s.b.WriteByte(']')
	}
}

// universe writes a predeclared name, which must mean what it says in this file.
func (s *speller) universe(name string) {
	file := s.w.src.Info.Scopes[s.w.file]
	s.ok = s.ok && types.Universe.Lookup(name) != nil && s.w.src.Pkg.Scope().Lookup(name) == nil && file.Lookup(name) == nil
	s.b.WriteString(name)
}

func (s *speller) signature(t *types.Signature) {
	s.b.WriteByte('(')
	for i := range t.Params().Len() {
		if i > 0 {
			s.b.WriteByte(',')
		}
		p := t.Params().At(i).Type()
		if t.Variadic() && i == t.Params().Len()-1 {
			s.b.WriteString("...")
			p = p.(*types.Slice).Elem()
		}
		s.write(p)
	}
	s.b.WriteString(")(")
	for i := range t.Results().Len() {
		if i > 0 {
			s.b.WriteByte(',')
		}
		s.write(t.Results().At(i).Type())
	}
	s.b.WriteByte(')')
}

// imported returns the name of an added import of a package that some file of the package imports.
func (w *writer) imported(pkg *types.Package) (string, bool) {
	for _, file := range w.src.Files {
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			obj := w.src.Info.PkgNameOf(spec)
			if obj == nil || obj.Imported() != pkg {
				continue
			}
			name, ok := w.imports[path]
			if !ok {
				name = fmt.Sprintf("%spkg_%d", w.prefix, len(w.imports))
				w.imports[path] = name
			}
			return name, true
		}
	}
	return "", false
}
