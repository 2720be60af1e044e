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

// spells reports whether there is such an expression.
func (w *writer) spells(t types.Type) bool {
	before := maps.Clone(w.imports)
	defer func() { w.imports = before }()
	return w.spell(t) != ""
}

type speller struct {
	w  *writer
	b  strings.Builder
	ok bool
}

func (s *speller) write(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			s.b.WriteString(s.w.unsafe() + ".Pointer")
		} else {
			s.universe(t.Name())
		}
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
		s.structure(t)
	case *types.Interface:
		s.methods(t)
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

func (s *speller) structure(t *types.Struct) {
	s.b.WriteString("struct{")
	for i := range t.NumFields() {
		f := t.Field(i)
		s.visible(f)
		if f.Embedded() {
			s.ok = s.ok && f.Name() == typeName(f.Type())
		} else {
			s.b.WriteString(f.Name() + " ")
		}
		s.write(f.Type())
		if tag := t.Tag(i); tag != "" {
			s.b.WriteString(" " + strconv.Quote(tag))
		}
		s.b.WriteByte(';')
	}
	s.b.WriteByte('}')
}

// typeName returns the name that an embedded field of a type has where the type is named without an alias.
func typeName(t types.Type) string {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	switch t := t.(type) {
	case *types.Named:
		return t.Obj().Name()
	case *types.Basic:
		return t.Name()
	}
	return ""
}

func (s *speller) methods(t *types.Interface) {
	s.ok = s.ok && t.IsMethodSet() && !t.IsComparable()
	s.b.WriteString("interface{")
	for m := range t.Methods() {
		s.visible(m)
		s.b.WriteString(m.Name())
		s.signature(m.Signature())
		s.b.WriteByte(';')
	}
	s.b.WriteByte('}')
}

// visible takes note of a field or a method: the unexported ones of other packages have no names here.
func (s *speller) visible(o types.Object) {
	s.ok = s.ok && (o.Exported() || o.Pkg() == s.w.src.Pkg)
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
