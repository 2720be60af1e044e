// Package registration finds what a package declares of sections, forwarders and items, refuses what the linked
// world cannot do, and rewrites the items into variables that the compiler can lay out as data.
package registration

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"
	"sort"
	"strings"
)

// SectionPath is the import path of the package that declares sections.
const SectionPath = "premain.dev/section"

// Source is a package that has been parsed and type-checked without errors.
type Source struct {
	Path  string // the path as the compiler knows it: main for every program
	Fset  *token.FileSet
	Files []*ast.File
	Text  map[*ast.File][]byte
	Info  *types.Info
	Pkg   *types.Package

	// VerbatimLines says that the compiler takes relative file names in line directives as they are.
	VerbatimLines bool

	// Bake names variables of the package whose values are to be computed when a program is linked, besides those that
	// bake.Value initialises.
	Bake []string

	// Forwarder tells whether a function of an imported package is a forwarder.
	Forwarder func(path, name string) (Forwarder, bool)
}

// Section is a section that the package declares.
type Section struct {
	Var      *types.Var
	Kind     Kind
	Required *Required
	Entry    *Entry
	Single   string // the variable that points to the only item
	Places   *Places

	initialiser // without a value
}

// Arguments returns the type arguments of the section's type.
func (s *Section) Arguments() (list []types.Type) {
	_, args, _ := sectionType(s.Var.Type())
	for t := range args.Types() {
		list = append(list, t)
	}
	return list
}

// Forwarder is a function that adds to a section what it makes of its arguments.
type Forwarder struct {
	Value   string // the name of the function that returns what the forwarder adds
	Section string // Path.Name of the section
	Kind    Kind   // of the section

	Computed bool // no item that it adds is constant
	Early    bool // the items are of a section whose items must be data

	decl *ast.FuncDecl // for one of the package itself
	add  *registration
}

// Name returns the name of a forwarder of the package itself.
func (f *Forwarder) Name() string { return f.decl.Name.Name }

// Item is an added item.
type Item struct {
	Section string // Path.Name of the section
	Symbol  string // the name of the variable that is the item
	Done    string // the name of the variable that tells that the item has been computed
	Cell    string // in a Mutable, the name of the variable that points to the item, of which Symbol is the initial value
	Handle  string // in a Mutable, the name of the variable that is the user's pointer to the item, if it is data
	Pos     token.Pos

	Probe string // the name of a variable that code fills if, and only if, code fills the handle

	Computed bool // known not to be constant

	initialiser
	reg    *registration
	loaded bool // in a Mutable, the handle gets its value by code
}

// LoadHandle says that the compiler fills the item's Handle by code.
func (it *Item) LoadHandle() { it.loaded = true }

// initialiser is where the initial value of a package-level variable stands.
type initialiser struct {
	index int // in its specification
	spec  *ast.ValueSpec
	decl  *ast.GenDecl
	file  *ast.File
}

// registration is a call of Add or of a forwarder.
type registration struct {
	call     *ast.CallExpr
	ident    *ast.Ident // Add, or the forwarder's name
	section  string
	kind     Kind       // of the section
	elem     types.Type // of what the rewriting declares as an item
	recv     ast.Expr   // of a call of Add: the section
	value    string     // of a call of a forwarder: its Value
	computed bool       // by a call of a forwarder that says so
	early    bool       // the section has an Entry

	forwards *Forwarder // of a call of a forwarder of the same package: that one
}

// Problem is a use of premain that the linked world refuses.
type Problem struct {
	Pos token.Pos
	Msg string
}

// Found is what a package contributes.
type Found struct {
	Sections   []Section
	Forwarders []*Forwarder // in source order
	Items      []*Item      // in the order in which Go initialises the variables
	Bakes      []*Bake      // in the same order
	Runtime    []Runtime
	Appends    []string  // Path.Name of sections to which functions append
	Problems   []Problem // in source order

	src    *Source
	prefix string                 // begins every name that the rewriting adds
	values map[types.Object]*Item // handles of values of a Map, by their variables, as far as nothing in the package changes these
}

type finder struct {
	*Found
	local   map[*types.Func]*Forwarder
	allowed map[*ast.Ident]bool // names of section types, sections, Add, forwarders and bake.Value that stand where they may
}

// Find looks through a package.
func Find(src *Source) *Found {
	f := &finder{
		Found:   &Found{src: src, prefix: freePrefix(src.Files)},
		local:   make(map[*types.Func]*Forwarder),
		allowed: make(map[*ast.Ident]bool),
	}
	f.findSections()
	f.findForwarders()
	f.findBakes()
	f.findDirectives()
	for _, fwd := range f.Forwarders {
		fwd.Early = f.early(fwd.add)
	}
	f.findItems()
	f.findValues()
	f.checkUses()
	sort.SliceStable(f.Problems, func(i, j int) bool { return f.Problems[i].Pos < f.Problems[j].Pos })
	return f.Found
}

// freePrefix returns a prefix that no name of the package has.
func freePrefix(files []*ast.File) string {
	prefix := "premain_"
	for again := true; again; {
		again = false
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if ok && (hasPrefix(id.Name, prefix) || hasPrefix(id.Name, exported(prefix))) {
					prefix += "_"
					again = true
				}
				return !again
			})
		}
	}
	return prefix
}

func hasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }

// exported makes a name of the rewriting visible to other packages.
func exported(name string) string { return "P" + name[1:] }

// early reports whether a registration adds to a section with an Entry. Only a section of the package itself may be one for which
// nothing that the registration names says so.
func (f *Found) early(reg *registration) bool {
	if reg.forwards != nil {
		return f.early(reg.forwards.add)
	}
	return reg.early || slices.ContainsFunc(f.Sections, func(s Section) bool { return (s.Entry != nil || s.Single != "") && f.symbol(s.Var) == reg.section })
}

// Early reports whether the package has anything that must be data: what runs before the Go runtime, or in its place.
func (f *Found) Early() bool {
	return slices.ContainsFunc(f.Forwarders, func(fwd *Forwarder) bool { return fwd.Early }) ||
		slices.ContainsFunc(f.Items, func(it *Item) bool { return f.early(it.reg) })
}

// Kind is the name of a type of sections.
type Kind string

// The types of sections.
const (
	Of       Kind = "Of"
	Sorted   Kind = "Sorted"
	SortedBy Kind = "SortedBy"
	Map      Kind = "Map"
	Set      Kind = "Set"
	Mutable  Kind = "Mutable"
)

// arguments is what declarations of sections have as type arguments.
var arguments = map[Kind]string{Of: "T", Sorted: "T", SortedBy: "T", Map: "K, V", Set: "K", Mutable: "T"}

// declaration is how to declare a section of the kind.
func (k Kind) declaration() string { return "var Name section." + string(k) + "[" + arguments[k] + "]" }

// sectionType returns the kind of section that t is, and its type arguments. The generic type itself has none.
func sectionType(t types.Type) (kind Kind, args *types.TypeList, ok bool) {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return "", nil, false
	}
	obj := n.Origin().Obj()
	kind = Kind(obj.Name())
	if obj.Pkg() == nil || obj.Pkg().Path() != SectionPath || arguments[kind] == "" {
		return "", nil, false
	}
	return kind, n.TypeArgs(), true
}

// IsSection reports whether the name of a type, with its import path and its arguments, is that of a section.
func IsSection(typ string) bool {
	name, ok := strings.CutPrefix(typ, SectionPath+".")
	name, _, _ = strings.Cut(name, "[")
	return ok && arguments[Kind(name)] != ""
}

// elem returns the type of what the rewriting declares as an item. That of a Map begins with the key, as the item in package section.
func elem(kind Kind, args *types.TypeList) types.Type {
	if kind != Map {
		return args.At(0)
	}
	return types.NewStruct([]*types.Var{
		types.NewField(token.NoPos, nil, "Key", args.At(0), false),
		types.NewField(token.NoPos, nil, "Value", args.At(1), false),
	}, nil)
}

// typeIdent returns the identifier that names the type in an expression like section.Of[T], or nil.
func typeIdent(e ast.Expr) *ast.Ident {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	case *ast.IndexExpr:
		return typeIdent(e.X)
	case *ast.IndexListExpr:
		return typeIdent(e.X)
	}
	return nil
}

// findSections collects the package-level variables that are sections.
func (f *finder) findSections() {
	for _, file := range f.src.Files {
		for _, d := range file.Decls {
			d, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					if s.Assign.IsValid() { // another name for a section type is as good
						f.allow(typeIdent(s.Type))
					}
				case *ast.ValueSpec:
					if d.Tok != token.VAR || s.Type == nil || len(s.Values) > 0 {
						continue
					}
					kind, _, ok := sectionType(f.src.Info.TypeOf(s.Type))
					if !ok {
						continue
					}
					f.allow(typeIdent(s.Type))
					for i, name := range s.Names {
						if v, ok := f.src.Info.Defs[name].(*types.Var); ok && name.Name != "_" {
							f.Sections = append(f.Sections, Section{Var: v, Kind: kind, initialiser: initialiser{i, s, d, file}})
						}
					}
				}
			}
		}
	}
}

func (f *finder) allow(id *ast.Ident) {
	if id != nil {
		f.allowed[id] = true
	}
}

// sectionVar returns the package-level section that an expression names, and the identifier that does.
func (f *Found) sectionVar(e ast.Expr) (*types.Var, *ast.Ident) {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			if _, ok := f.src.Info.Uses[x].(*types.PkgName); ok {
				id = e.Sel
			}
		}
	}
	if id == nil {
		return nil, nil
	}
	v, ok := f.src.Info.Uses[id].(*types.Var)
	if !ok || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
		return nil, nil
	}
	if _, _, ok := sectionType(v.Type()); !ok {
		return nil, nil
	}
	return v, id
}

// symbol returns Path.Name of a package-level object.
func (f *Found) symbol(o types.Object) string {
	path := o.Pkg().Path()
	if o.Pkg() == f.src.Pkg {
		path = f.src.Path
	}
	return path + "." + o.Name()
}

// registrationOf returns the registration that an expression is.
func (f *finder) registrationOf(e ast.Expr) *registration {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return nil
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && sel.Sel.Name == "Add" {
		if v, _ := f.sectionVar(sel.X); v != nil {
			kind, args, _ := sectionType(v.Type())
			return &registration{call: call, ident: sel.Sel, section: f.symbol(v), kind: kind, elem: elem(kind, args), recv: sel.X}
		}
	}
	id := typeIdent(call.Fun)
	if id == nil {
		return nil
	}
	if fwd, ok := f.forwarder(id); ok {
		reg := &registration{call: call, ident: id, section: fwd.Section, kind: fwd.Kind, value: fwd.Value, computed: fwd.Computed, early: fwd.Early}
		if fwd.add != nil {
			reg.forwards, reg.elem = &fwd, fwd.add.elem
		} else if value, ok := f.src.Info.Uses[id].Pkg().Scope().Lookup(fwd.Value).(*types.Func); ok {
			reg.elem = value.Signature().Results().At(0).Type()
		}
		return reg
	}
	return nil
}

// forwarder returns the forwarder that an identifier names.
func (f *finder) forwarder(id *ast.Ident) (Forwarder, bool) {
	fn, ok := f.src.Info.Uses[id].(*types.Func)
	if !ok || fn.Pkg() == nil {
		return Forwarder{}, false
	}
	fn = fn.Origin()
	if fn.Pkg() == f.src.Pkg {
		if fwd := f.local[fn]; fwd != nil {
			return *fwd, true
		}
		return Forwarder{}, false
	}
	if fn.Signature().Recv() != nil {
		return Forwarder{}, false
	}
	return f.src.Forwarder(fn.Pkg().Path(), fn.Name())
}

// findForwarders collects the functions whose only statement returns a registration. One that calls another may
// stand before it.
func (f *finder) findForwarders() {
	for again := true; again; {
		again = false
		for _, file := range f.src.Files {
			for _, d := range file.Decls {
				d, ok := d.(*ast.FuncDecl)
				if !ok || d.Recv != nil || d.Body == nil || len(d.Body.List) == 0 || d.Name.Name == "_" {
					continue
				}
				counters, last := d.Body.List[:len(d.Body.List)-1], d.Body.List[len(d.Body.List)-1]
				fn, _ := f.src.Info.Defs[d.Name].(*types.Func)
				ret, ok := last.(*ast.ReturnStmt)
				if slices.ContainsFunc(counters, func(s ast.Stmt) bool { return !isCounter(s) }) {
					continue
				}
				if fn == nil || f.local[fn] != nil || !ok || len(ret.Results) != 1 {
					continue
				}
				// What it returns is the item, nothing wider.
				if res := d.Type.Results; res == nil || len(res.List) != 1 {
					continue
				}
				reg := f.registrationOf(ret.Results[0])
				if reg == nil || f.mentionsResult(d, ret) || !f.returnsItem(d, reg) {
					continue
				}
				fwd := &Forwarder{Section: reg.section, Kind: reg.kind, Value: exported(f.prefix) + d.Name.Name, decl: d, add: reg}
				f.local[fn] = fwd
				f.allow(reg.ident)
				f.Forwarders = append(f.Forwarders, fwd)
				again = true
			}
		}
	}
	for _, fwd := range f.Forwarders {
		file := f.src.Files[slices.IndexFunc(f.src.Files, func(file *ast.File) bool { return file.FileStart <= fwd.decl.Pos() && fwd.decl.Pos() < file.FileEnd })]
		if fwd.Kind == Map && newWriter(f.Found, file).spell(fwd.add.elem) == "" {
			f.problem(fwd.decl, "the type of the keys or of the values of %s cannot be named in this file; import the package of the type if it is exported, or declare %s in the package of the section", fwd.Section, fwd.decl.Name.Name)
		}
	}
	sort.Slice(f.Forwarders, func(i, j int) bool { return f.Forwarders[i].decl.Pos() < f.Forwarders[j].decl.Pos() })
}

// returnsItem reports whether a function has the result that Add has.
func (f *finder) returnsItem(d *ast.FuncDecl, reg *registration) bool {
	result := d.Type.Results.List[0].Type
	if reg.kind == Set {
		return types.Identical(f.src.Info.TypeOf(result), reg.elem)
	}
	_, ok := ast.Unparen(result).(*ast.StarExpr)
	return ok
}

// variables yields the specifications of a file's package-level variables, and the declarations they stand in.
func variables(file *ast.File) iter.Seq2[*ast.GenDecl, *ast.ValueSpec] {
	return func(yield func(*ast.GenDecl, *ast.ValueSpec) bool) {
		for _, d := range file.Decls {
			d, ok := d.(*ast.GenDecl)
			if !ok || d.Tok != token.VAR {
				continue
			}
			for _, s := range d.Specs {
				if !yield(d, s.(*ast.ValueSpec)) {
					return
				}
			}
		}
	}
}

// findItems collects the registrations that initialise package-level variables, and sorts them as Go does.
func (f *finder) findItems() {
	byValue := make(map[ast.Expr]*Item)
	for _, file := range f.src.Files {
		for d, s := range variables(file) {
			if len(s.Values) != len(s.Names) {
				continue
			}
			for i, v := range s.Values {
				reg := f.registrationOf(v)
				if reg == nil {
					continue
				}
				f.allow(reg.ident)
				byValue[v] = &Item{
					Section:  reg.section,
					Symbol:   fmt.Sprintf("%sitem_%d", f.prefix, len(byValue)),
					Pos:      reg.call.Pos(),
					Computed: reg.computed,

					initialiser: initialiser{i, s, d, file},
					reg:         reg,
				}
			}
		}
	}
	for _, init := range f.src.Info.InitOrder {
		if it := byValue[init.Rhs]; it != nil {
			f.Items = append(f.Items, it)
		}
	}
	if len(f.Items) != len(byValue) {
		panic("registration: an initialiser is missing in the initialisation order")
	}
}

// findValues collects the handles of values of a Map that have their initial value as long as the package is initialised.
func (f *finder) findValues() {
	f.values = make(map[types.Object]*Item)
	for _, it := range f.Items {
		if v := f.src.Info.Defs[it.spec.Names[it.index]]; v != nil && it.reg.kind == Map && types.Identical(v.Type(), f.src.Info.TypeOf(it.reg.call)) {
			f.values[v] = it
		}
	}
	changed := func(e ast.Expr) {
		if id, ok := ast.Unparen(e).(*ast.Ident); ok {
			delete(f.values, f.src.Info.Uses[id])
		}
	}
	for _, file := range f.src.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					changed(e)
				}
			case *ast.RangeStmt:
				changed(n.Key)
				changed(n.Value)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					changed(n.X)
				}
			}
			return true
		})
	}
}

// mentionsResult reports whether what a function returns refers to the function's own named result.
func (f *finder) mentionsResult(d *ast.FuncDecl, ret *ast.ReturnStmt) (found bool) {
	names := d.Type.Results.List[0].Names
	if len(names) == 0 {
		return false
	}
	result := f.src.Info.Defs[names[0]]
	ast.Inspect(ret, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && result != nil && f.src.Info.Uses[id] == result {
			found = true
		}
		return !found
	})
	return found
}

// isCounter reports whether a statement is one that go build -cover has inserted to count: goCover_x[0] = 1,
// goCover_x[0]++, or a call of an atomic function with &goCover_x[0].
func isCounter(s ast.Stmt) bool {
	counter := func(e ast.Expr) bool {
		x, ok := e.(*ast.IndexExpr)
		if !ok {
			return false
		}
		id, ok := x.X.(*ast.Ident)
		return ok && hasPrefix(id.Name, "goCover_")
	}
	switch s := s.(type) {
	case *ast.AssignStmt:
		return s.Tok == token.ASSIGN && len(s.Lhs) == 1 && counter(s.Lhs[0])
	case *ast.IncDecStmt:
		return counter(s.X)
	case *ast.ExprStmt:
		if call, ok := s.X.(*ast.CallExpr); ok && len(call.Args) == 2 {
			arg, ok := call.Args[0].(*ast.UnaryExpr)
			return ok && arg.Op == token.AND && counter(arg.X)
		}
	}
	return false
}

// checkUses refuses every mention of section types, sections, Add, forwarders and bake.Value that has not been allowed.
func (f *finder) checkUses() {
	const where = "make it the whole initialiser of a package-level variable, or the whole body of a forwarder (a function whose only statement returns it)"
	info := f.src.Info
	for _, file := range f.src.Files {
		// Sections may be mentioned to call their methods.
		ast.Inspect(file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && info.Selections[sel] != nil {
				if v, id := f.sectionVar(sel.X); id != nil {
					f.allow(id)
					if name := f.symbol(v); sel.Sel.Name == "Append" && !slices.Contains(f.Appends, name) {
						f.Appends = append(f.Appends, name)
					}
				}
			}
			return true
		})
		ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || f.allowed[id] {
				return true
			}
			switch obj := info.Uses[id].(type) {
			case *types.TypeName:
				if kind, _, ok := sectionType(obj.Type()); ok {
					f.problem(id, "a section %s", context(kind, stack))
				}
			case *types.Var:
				if v, _ := f.sectionVar(id); v != nil {
					f.problem(id, "section %s is copied or its address taken; call its methods on %s itself", id.Name, id.Name)
				}
			case *types.Func:
				if sel, ok := stack[len(stack)-1].(*ast.SelectorExpr); ok && f.isAdd(obj) && !f.namesSection(sel.X) {
					f.problem(id, "Add to a section that is no package-level variable of its own; declare it as one, and call Add by its name")
				} else if f.isAdd(obj) {
					f.problem(id, "the link step cannot gather an Add here; %s, or call Append while packages initialise", where)
				} else if isValue(obj) {
					f.problem(id, "bake.Value here is no initialiser of a package-level variable; call it as var name = bake.Value(f) outside all functions, not in a function that others call, and use that variable here")
				} else if _, ok := f.forwarder(id); ok {
					f.problem(id, "the link step cannot gather what the forwarder %s adds here; %s", id.Name, where)
				}
			}
			return true
		})
	}
}

// namesSection reports whether an expression names a package-level section.
func (f *finder) namesSection(e ast.Expr) bool {
	v, _ := f.sectionVar(e)
	return v != nil
}

// context says what is wrong with the mention of a section type below the given nodes, and what to do.
func context(kind Kind, stack []ast.Node) string {
	declare := "; declare it as a package-level variable of its own, " + kind.declaration()
	pointer := false
	for i := len(stack) - 1; i >= 0; i-- {
		switch n := stack[i].(type) {
		case *ast.StarExpr:
			pointer = true
		case *ast.CompositeLit:
			return "with an initial value" + declare
		case *ast.Field:
			if _, ok := stack[max(i-2, 0)].(*ast.StructType); ok && len(n.Names) == 0 {
				return "embedded in a struct" + declare
			} else if ok {
				return "in a struct" + declare
			}
			return "as a parameter or result; call its methods by the name of its variable"
		case *ast.ArrayType, *ast.MapType, *ast.ChanType:
			return "in an array, a slice, a map or a channel" + declare
		case *ast.CallExpr:
			return "made at run time" + declare
		case *ast.FuncDecl, *ast.FuncLit:
			return "inside a function" + declare
		case *ast.TypeSpec:
			return "as another type" + declare
		case *ast.GenDecl:
			if pointer {
				return "behind a pointer" + declare
			}
		}
	}
	return "where it cannot be gathered" + declare
}

func (f *finder) isAdd(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	if fn.Name() != "Add" || recv == nil {
		return false
	}
	ptr, ok := types.Unalias(recv.Type()).(*types.Pointer)
	if !ok {
		return false
	}
	_, _, ok = sectionType(ptr.Elem())
	return ok
}

func (f *finder) problem(n ast.Node, format string, args ...any) {
	f.Problems = append(f.Problems, Problem{n.Pos(), fmt.Sprintf(format, args...)})
}
