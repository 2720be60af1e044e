package registration

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// BakePath is the import path of the package with which a program asks for values to be computed when it is linked.
const BakePath = modulePath + "/bake"

// Bake is a package-level variable whose value is computed when a program is linked.
type Bake struct {
	Variable string // its name, made up where the user's is _
	Name     string // as the user has it
	Run      string // the name of the function that computes the value
	Cell     string // the name of the variable through which that function is called
	Probe    string // the name of a variable that code fills if, and only if, code fills this one before it is computed
	Pos      token.Pos
	Follows  bool     // right behind another one: what Go initialises between the two runs no code
	Caches   []string // Path.Name of variables that may change meanwhile
	Named    bool     // by Source.Bake
	Order    string   // Path.Name of a section of which the value is the order; the variable is not the user's

	// Plain says why the value is computed at initialisation after all. It stands in the way of Rewrite.
	Plain string

	initialiser
	value  ast.Expr
	order  types.Type    // of the items, if the value is an Order
	call   *ast.CallExpr // of bake.Value
	names  struct{ ready, compute, with, cell string }
	symbol *types.Var
}

// findBakes collects the variables whose values are to be computed at link time, in the order in which Go initialises
// them.
func (f *finder) findBakes() {
	missing := make(map[string]bool)
	for _, name := range f.src.Bake {
		missing[name] = true
	}
	byValue := make(map[ast.Expr]*Bake)
	for _, file := range f.src.Files {
		for d, s := range variables(file) {
			for i, id := range s.Names {
				named := missing[id.Name] && id.Name != "_"
				if named {
					delete(missing, id.Name)
				}
				if len(s.Values) != len(s.Names) {
					if named {
						f.noInitialiser(id, s)
					}
					continue
				}
				call, value := f.valueCall(s.Values[i])
				if call != nil {
					f.allow(value)
				} else if !named {
					continue
				} else if f.registrationOf(s.Values[i]) != nil {
					f.problem(id, "-bake: %s is an item of a section and needs no baking; leave it out", id.Name)
					continue
				}
				b := f.newBake(len(byValue), id, initialiser{i, s, d, file})
				b.call, b.Named = call, call == nil
				if f.nameable(b) {
					byValue[s.Values[i]] = b
				}
			}
		}
	}
	for _, name := range f.src.Bake {
		if missing[name] {
			delete(missing, name)
			f.Problems = append(f.Problems, Problem{Msg: "-bake: the package has no package-level variable " + name + "; name one that it has"})
		}
	}
	f.sortBakes(byValue)
}

// noInitialiser refuses a variable that has been named and that no expression of its own initialises.
func (f *finder) noInitialiser(id *ast.Ident, s *ast.ValueSpec) {
	if len(s.Values) == 0 {
		f.problem(id, "-bake: %s has no initialiser whose value could be baked; leave it out", id.Name)
	} else {
		f.problem(id, "-bake: one call initialises %s and other variables, which cannot be baked apart; leave it out", id.Name)
	}
}

// valueCall returns the call of bake.Value that an expression is, and the identifier Value in it.
func (f *finder) valueCall(e ast.Expr) (*ast.CallExpr, *ast.Ident) {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return nil, nil
	}
	id := typeIdent(call.Fun)
	if id == nil {
		return nil, nil
	}
	if fn, ok := f.src.Info.Uses[id].(*types.Func); !ok || !isValue(fn) {
		return nil, nil
	}
	return call, id
}

// isValue reports whether a function is bake.Value.
func isValue(fn *types.Func) bool {
	return fn.Name() == "Value" && fn.Pkg() != nil && fn.Pkg().Path() == BakePath && fn.Signature().Recv() == nil
}

func (f *finder) newBake(n int, id *ast.Ident, at initialiser) *Bake {
	name := func(what string) string { return fmt.Sprintf("%s%s_%d", f.prefix, what, n) }
	b := &Bake{
		Variable:    id.Name,
		Name:        id.Name,
		Run:         name("run"),
		Cell:        name("bake"),
		Probe:       name("probe"),
		initialiser: at,
	}
	if len(at.spec.Values) > 0 {
		b.value = at.spec.Values[at.index]
		b.Pos = ast.Unparen(b.value).Pos()
	}
	if id.Name == "_" {
		b.Variable = name("value")
	}
	b.names.ready, b.names.compute, b.names.with, b.names.cell = name("ready"), name("compute"), name("with"), name("cell")
	b.symbol, _ = f.src.Info.Defs[id].(*types.Var)
	return b
}

// nameable refuses a variable unless the rewriting can name its type, and nil, in its file.
func (f *finder) nameable(b *Bake) bool {
	w := newWriter(f.Found, b.file)
	s := &speller{w: w, ok: true}
	what, todo := "", "give the variable a type that can be"
	if s.universe("nil"); !s.ok {
		what, todo = "nil", "rename what is declared as nil"
	} else if _, typ := w.bakedType(b); typ == "" {
		what = "the type " + types.TypeString(b.symbol.Type(), types.RelativeTo(f.src.Pkg)) + " of the value"
	} else {
		return true
	}
	if b.Named {
		f.problem(b.value, "-bake: %s: %s cannot be named in this file; leave the variable out", b.Name, what)
	} else {
		f.problem(b.value, "%s: %s cannot be named in this file; %s", b.Name, what, todo)
	}
	return false
}

// sortBakes takes over what is to be baked in the order in which Go initialises it.
func (f *finder) sortBakes(byValue map[ast.Expr]*Bake) {
	follows := false
	for _, init := range f.src.Info.InitOrder {
		if b := byValue[init.Rhs]; b != nil {
			b.Follows = follows
			f.Bakes = append(f.Bakes, b)
			follows = true
		} else {
			follows = follows && f.inert(init.Rhs)
		}
	}
	if len(f.Bakes) != len(byValue) {
		panic("registration: a baked variable is missing in the initialisation order")
	}
	f.orderSections()
}

// orderSections lets the order of sections that a method of their items decides be computed when a program is linked.
func (f *finder) orderSections() {
	for _, s := range f.Sections {
		w := newWriter(f.Found, s.file)
		typ := types.NewSlice(types.Typ[types.Uint32])
		if s.Kind != SortedBy || !w.spells(s.Arguments()[0]) || !w.spells(typ) {
			continue // the first read sorts it
		}
		b := f.newBake(len(f.Bakes), ast.NewIdent("_"), s.initialiser)
		b.Name, b.Order, b.Pos = s.Var.Name(), f.symbol(s.Var), s.Var.Pos()
		b.symbol = types.NewVar(s.Var.Pos(), f.src.Pkg, b.Variable, typ)
		b.order = s.Arguments()[0]
		f.Bakes = append(f.Bakes, b)
	}
}

// inert reports whether the evaluation of an expression runs no code of anyone's and reads no variable.
func (f *finder) inert(e ast.Expr) bool {
	e = ast.Unparen(e)
	info := f.src.Info
	if tv := info.Types[e]; tv.Value != nil || tv.IsNil() {
		return true
	}
	switch e := e.(type) {
	case *ast.FuncLit:
		return true
	case *ast.Ident, *ast.IndexExpr, *ast.IndexListExpr:
		return f.function(e)
	case *ast.SelectorExpr:
		if s := info.Selections[e]; s != nil {
			return s.Kind() == types.MethodExpr
		}
		return f.function(e)
	case *ast.UnaryExpr:
		if e.Op != token.AND {
			return false
		}
		switch x := ast.Unparen(e.X).(type) {
		case *ast.Ident:
			return true
		case *ast.CompositeLit:
			return f.inert(x)
		}
	case *ast.CompositeLit:
		if _, ok := info.TypeOf(e).Underlying().(*types.Map); ok {
			return false
		}
		return !slices.ContainsFunc(e.Elts, func(e ast.Expr) bool {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				e = kv.Value
			}
			return !f.inert(e)
		})
	case *ast.CallExpr: // a conversion; one of a slice to an array may fail
		if !info.Types[e.Fun].IsType() {
			return false
		}
		_, slice := info.TypeOf(e.Args[0]).Underlying().(*types.Slice)
		return !slice && f.inert(e.Args[0])
	}
	return false
}

// function reports whether an expression names a function.
func (f *finder) function(e ast.Expr) bool {
	id := typeIdent(e)
	if id == nil {
		return false
	}
	_, ok := f.src.Info.Uses[id].(*types.Func)
	return ok
}

// cacheDirective says of a baked variable below it that the function that computes it may change the variables of
// packages that the directive names: they are caches, whose content need not be in the program.
const cacheDirective = directivePrefix + "cache"

// caches understands a directive above a baked variable.
func (f *finder) caches(c *ast.Comment, args string, name *ast.Ident) {
	i := slices.IndexFunc(f.Bakes, func(b *Bake) bool { return b.spec.Names[b.index] == name })
	if i < 0 {
		f.problem(c, "%s is above a variable that is not baked; put it above var name = bake.Value(f)", cacheDirective)
		return
	}
	list := strings.Fields(args)
	if len(list) == 0 || slices.ContainsFunc(list, func(s string) bool { return !isSymbol(s) }) {
		f.problem(c, "want %s IMPORTPATH.Variable …, with the variables that are caches", cacheDirective)
		return
	}
	f.Bakes[i].Caches = append(f.Bakes[i].Caches, list...)
}

// isSymbol reports whether s is an import path and an identifier, with a dot between them.
func isSymbol(s string) bool {
	path, name := cutLast(s, '.')
	return path != "" && token.IsIdentifier(name)
}

// bake returns the specifications that stand in place of a baked variable's, separated by sep. They are, for
//
//	var x = bake.Value(f)
//
// of type T, without the numbers that their names end in,
//
//	var premain_bake *premain_cell
//	var premain_ready = premain_compute([0 * unsafe.Sizeof(premain_run)]struct{}{})
//	var x T = premain_with([0 * unsafe.Sizeof(premain_ready)]struct{}{}, ZERO)
//	var premain_probe T = premain_with([0 * unsafe.Sizeof(premain_ready)]struct{}{}, ZERO)
//
// and behind the end of the file there is
//
//	type premain_cell struct { run func(*premain_cell); to *T }
//	func premain_run(premain_cell *premain_cell) { *premain_cell.to = bake.Value(f) }
//	func premain_compute([0]struct{}) (ready struct{}) { if cell := premain_bake; cell != nil { cell.run(cell) }; return }
//	func premain_with(_ [0]struct{}, v T) T { return v }
//
// So x is zero to the compiler, which lays it out as data without content, until the link step defines it. Where it is
// to be computed at initialisation, the link step points premain_bake to a cell with the function and &x. A size is a
// constant, and yet what it is taken of counts as referred to: Go initialises what f needs first, then premain_ready,
// then x and whatever refers to x. As no code refers to premain_run, it is in the program only if the link step wants it.
//
// Code fills premain_probe just if it fills x, and nothing else refers to it; so it shows whether code overwrites x.
// ZERO has to pass through a function, since nothing else that the compiler lays out as data lets x refer to another
// variable without its value.
func (w *writer) bake(b *Bake, sep string) string {
	e, typ := w.bakedType(b)
	unsafe := w.unsafe()
	size := func(name string) string { return "[0*" + unsafe + ".Sizeof(" + name + ")]struct{}{}" }
	zero := "(" + typ + ")(" + zeroValue(b.symbol.Type()) + ")"
	switch b.symbol.Type().Underlying().(type) {
	case *types.Struct, *types.Array:
		zero = typ + "{}"
	}
	with := " = " + b.names.with + "(" + size(b.names.ready) + ", " + zero + ")"

	cell := w.prefix + "cell" // a parameter, which nothing in the user's expression can mean
	fmt.Fprintf(&w.tail, "%stype %s struct { run func(*%s); to *%s }\n", w.nowhere(), b.names.cell, b.names.cell, typ)
	value := ""
	if b.order != nil {
		value = b.Name + ".Order((" + w.spell(b.order) + ").Compare)"
	} else {
		value = w.source(b.value.Pos(), b.value.End())
	}
	fmt.Fprintf(&w.tail, "%sfunc %s(%s *%s) { *%s.to = %s }\n", w.nowhere(), b.Run, cell, b.names.cell, cell, value)
	fmt.Fprintf(&w.tail, "%sfunc %s([0]struct{}) (ready struct{}) { if cell := %s; cell != nil { cell.run(cell) }; return }\n",
		w.nowhere(), b.names.compute, b.Cell)
	fmt.Fprintf(&w.tail, "%sfunc %s(_ [0]struct{}, v %s) %s { return v }\n", w.nowhere(), b.names.with, typ, typ)

	variable := w.line(b.spec.Names[b.index].Pos()) + b.Variable + " "
	if e != nil {
		variable += w.line(e.Pos())
	}
	return strings.Join([]string{
		w.line(b.Pos) + b.Cell + " *" + b.names.cell,
		b.names.ready + " = " + b.names.compute + "(" + size(b.Run) + ")",
		variable + typ + with,
		w.nowhere() + b.Probe + " " + typ + with,
	}, sep)
}

// zeroValue returns what, converted to a type that is neither struct nor array, is its zero value.
func zeroValue(t types.Type) string {
	if b, ok := t.Underlying().(*types.Basic); ok {
		switch info := b.Info(); {
		case info&types.IsBoolean != 0:
			return "0 != 0"
		case info&types.IsNumeric != 0:
			return "0"
		case info&types.IsString != 0:
			return `""`
		}
	}
	return "nil"
}

// bakedType returns an expression that denotes the type of a baked variable, and where it stands in the file, if it does.
// It is empty if there is none.
func (w *writer) bakedType(b *Bake) (e ast.Expr, text string) {
	if e = b.typeExpr(); e != nil && b.Order == "" {
		return e, w.raw(e.Pos(), e.End())
	}
	return nil, w.spell(b.symbol.Type())
}

// typeExpr returns the expression by which the user has named the type of a variable, or nil.
func (b *Bake) typeExpr() ast.Expr {
	if b.spec.Type != nil {
		return ast.Unparen(b.spec.Type)
	}
	if b.call == nil {
		return nil
	}
	if index, ok := ast.Unparen(b.call.Fun).(*ast.IndexExpr); ok {
		return ast.Unparen(index.Index)
	}
	if lit, ok := ast.Unparen(b.call.Args[0]).(*ast.FuncLit); ok {
		return ast.Unparen(lit.Type.Results.List[0].Type)
	}
	return nil
}

// unsafe returns the name of an added import of that package.
func (w *writer) unsafe() string {
	name := w.prefix + "unsafe"
	w.imports["unsafe"] = name
	return name
}
