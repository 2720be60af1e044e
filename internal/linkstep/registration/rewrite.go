package registration

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// Rewrite returns the new text of every file that changes. What initialises a variable with an item,
//
//	var Serve = cli.Commands.Add(cli.Command{Name: "serve"})
//
// becomes, in the same place and so in the same order,
//
//	var premain_item_0 = cli.Command{Name: "serve"}; var Serve = &premain_item_0
//
// which the compiler lays out as data where it can. An item in computed sets its variable Done besides. For each
// forwarder the file gets a function that returns what the forwarder adds. What becomes of a baked variable, method bake
// says. Line directives keep every position that the compiler knows about a user's line.
//
// The order of initialisation must not change, and go by what refers to what: to the compiler, a variable without
// an initialiser has its place in the order, too, and whatever refers to it comes later. So Done is declared right
// before its item, and a section of the same package goes on being referred to where that can make a difference.
func (f *Found) Rewrite(computed map[*Item]bool) map[*ast.File][]byte {
	out := make(map[*ast.File][]byte)
	after := false
	for _, file := range f.src.Files {
		w := newWriter(f, file)
		w.readDirectives()
		w.variables(computed)
		w.forwarders()
		if len(w.edits) == 0 && w.tail.Len() == 0 {
			continue
		}
		if w.waits && !after {
			fmt.Fprintf(&w.tail, "%sfunc %safter[T, S interface{}](_ *S, v T) T { return v }\n", w.nowhere(), f.prefix)
			after = true
		}
		out[file] = w.text()
	}
	return out
}

// writer makes the new text of one file.
type writer struct {
	*Found
	file     *ast.File
	edits    []edit
	tail     strings.Builder   // declarations behind the end of the file
	imports  map[string]string // names of added imports by path
	used     map[string]bool   // sections of imported packages that the file must go on mentioning
	waits    bool              // the file calls the function that refers to a section
	literals int               // function literals that have become functions

	physical   string            // the file's own name
	directives bool              // the file has line directives of its own
	written    map[string]string // names of files as line directives have them, by what the parser makes of them
}

func newWriter(f *Found, file *ast.File) *writer {
	return &writer{Found: f, file: file, imports: make(map[string]string), used: make(map[string]bool)}
}

// edit replaces a part of the file. A line directive behind it restores the position.
type edit struct {
	from, to token.Pos
	text     string
}

// rewritten is a specification that changes: what becomes items and what is baked, by place.
type rewritten struct {
	decl  *ast.GenDecl
	items map[int]*Item
	bakes map[int]*Bake
}

func (w *writer) variables(computed map[*Item]bool) {
	specs := make(map[*ast.ValueSpec]*rewritten)
	at := func(i initialiser) *rewritten {
		r := specs[i.spec]
		if r == nil {
			r = &rewritten{i.decl, make(map[int]*Item), make(map[int]*Bake)}
			specs[i.spec] = r
		}
		return r
	}
	for _, it := range w.Items {
		if it.file == w.file {
			at(it.initialiser).items[it.index] = it
		}
	}
	for _, b := range w.Bakes {
		if b.file == w.file && b.Plain == "" {
			at(b.initialiser).bakes[b.index] = b
		}
	}
	for _, s := range slices.SortedFunc(maps.Keys(specs), func(a, b *ast.ValueSpec) int { return int(a.Pos() - b.Pos()) }) {
		w.edits = append(w.edits, edit{from: s.Pos(), to: s.End(), text: w.spec(s, specs[s], computed)})
	}
}

// spec returns the new text of a specification. Each of its variables gets a specification of its own, so that
// what is added keeps its place among the other initialisers.
func (w *writer) spec(spec *ast.ValueSpec, r *rewritten, computed map[*Item]bool) string {
	sep := "; "
	if !r.decl.Lparen.IsValid() {
		sep = "; var "
	}
	typ := ""
	if spec.Type != nil {
		typ = " " + w.source(spec.Type.Pos(), spec.Type.End())
	}
	var parts []string
	if len(spec.Values) == 0 { // of sections
		parts = append(parts, w.source(spec.Pos(), spec.End()))
		for i := range spec.Names {
			if b := r.bakes[i]; b != nil {
				parts = append(parts, w.bake(b, sep))
			}
		}
		return strings.Join(parts, sep)
	}
	for i, name := range spec.Names {
		value := ""
		if b := r.bakes[i]; b != nil {
			parts = append(parts, w.bake(b, sep))
			continue
		} else if it := r.items[i]; it != nil {
			parts = append(parts, w.item(it, computed[it], sep))
			if name.Name == "_" && typ == "" {
				continue
			}
			value = w.handle(it, name)
		} else {
			value = w.source(spec.Values[i].Pos(), spec.Values[i].End())
		}
		parts = append(parts, w.line(name.Pos())+name.Name+typ+" = "+value)
		if it := r.items[i]; it != nil && it.Probe != "" {
			parts = append(parts, w.nowhere()+it.Probe+" = "+value)
		}
	}
	return strings.Join(parts, sep)
}

// item returns the specification of an item's variable. More than one is separated by sep.
func (w *writer) item(it *Item, computed bool, sep string) string {
	pos := w.line(it.Pos)
	// What refers to the section of the same package has to go through a function, and what goes through a function
	// must hold no function literal.
	wait := w.local(it) && (computed || !w.constant(it.reg))
	typ, value := "", ""
	if it.reg.value != "" {
		value = w.call(it.reg, true)
	} else {
		args := it.reg.call.Args
		if _, id := w.sectionVar(it.reg.recv); w.src.Info.Uses[id].Pkg() != w.src.Pkg {
			w.used[w.raw(it.reg.recv.Pos(), it.reg.recv.End())] = true
		}
		switch needed := it.reg.kind == Map || w.needsType(args[0], it.reg.elem); {
		case !needed:
			value = w.value(wait, args[0])
		case it.reg.kind == Map && len(args) == 2:
			if value = w.spell(it.reg.elem); value != "" {
				value += "{" + w.arguments(it.reg.call, wait) + "}"
			}
		case it.reg.kind != Map:
			if typ = w.spell(it.reg.elem); typ != "" {
				value = w.value(wait, args[0])
			}
		}
		if value == "" {
			value = w.raw(it.reg.recv.Pos(), it.reg.recv.End()) + ".Item(" + w.arguments(it.reg.call, true) + ")" // infers the type
		}
	}
	it.Done, it.Cell, it.Handle, it.Probe = "", "", "", ""
	if it.reg.kind == Mutable && (computed || !w.pointed(it)) {
		it.Cell = w.numbered("place", it)
		pos += it.Cell + " " + w.unsafe() + ".Pointer" + sep
	}
	if computed {
		value = w.mark(it, value)
		pos += it.Done + " = 0 != 0" + sep
	}
	if wait {
		value = w.after(it, typ, value)
	}
	if typ != "" {
		typ = " " + typ
	}
	return pos + it.Symbol + typ + " = " + value
}

// numbered returns a name of something that belongs to an item.
func (w *writer) numbered(what string, it *Item) string {
	return w.prefix + what + "_" + strings.TrimPrefix(it.Symbol, w.prefix+"item_")
}

// parameterised returns how a function names the type of an item, and its type parameters. It is not generic if the type can be spelled,
// for packages of an old language version.
func (w *writer) parameterised(it *Item) (params, elem string) {
	if elem = w.spell(it.reg.elem); elem != "" {
		return "", elem
	}
	return "[T interface{}]", "T"
}

// mark returns a call that passes a computed value on and sets the item's variable Done. The function that it calls names nothing
// predeclared, which the package might have declared anew. The value of an item of a Mutable goes where the item is.
func (w *writer) mark(it *Item, value string) string {
	it.Done = w.numbered("done", it)
	name := w.numbered("mark", it)
	params, elem := w.parameterised(it)
	result, keep := elem, "return v"
	if it.Cell != "" {
		result, keep = "(zero "+elem+")", "*(*"+elem+")("+it.Cell+") = v; return zero"
	}
	fmt.Fprintf(&w.tail, "%sfunc %s%s(v %s) %s { %s = 0 == 0; %s }\n", w.nowhere(), name, params, elem, result, it.Done, keep)
	return name + "(" + value + ")"
}

// handle returns what initialises the variable of that name, to which the user's code assigns what Add returns.
func (w *writer) handle(it *Item, name *ast.Ident) (value string) {
	switch it.reg.kind {
	case Mutable:
		return w.mutable(it, name)
	case Map:
		value = "&" + it.Symbol + ".Value"
	case Set:
		value = it.Symbol
		if !w.constant(it.reg) {
			break
		}
		// Once more: what copies the item is code for the compiler, for all one can see the code that fills it.
		if it.reg.value != "" {
			value = w.call(it.reg, true)
		} else if elem := w.spell(it.reg.elem); elem != "" {
			arg := it.reg.call.Args[0]
			value = "(" + elem + ")(" + w.source(arg.Pos(), arg.End()) + ")"
		}
	default:
		value = "&" + it.Symbol
	}
	if w.local(it) {
		value = w.after(it, "", value)
	}
	return value
}

// pointed reports whether the link step can give a handle of an item of a Mutable its content.
func (w *writer) pointed(it *Item) bool {
	s := &speller{w: w, ok: !it.loaded}
	s.universe("nil")
	v := w.src.Info.Defs[it.spec.Names[it.index]]
	return s.ok && w.spells(it.reg.elem) && (v == nil || types.Identical(v.Type(), types.NewPointer(it.reg.elem)))
}

// mutable returns what initialises a pointer to an item of a Mutable. The link step knows where that is: it lays the items out with the
// values of their variables. A pointer of a type that can be spelled is nil to the compiler, and the link step gives it content. Where the
// compiler assigns nil by code, as it does without inlining, the pointer is loaded from the item's cell.
func (w *writer) mutable(it *Item, name *ast.Ident) string {
	params, elem := w.parameterised(it)
	if !w.pointed(it) {
		load := w.numbered("load", it)
		fmt.Fprintf(&w.tail, "%sfunc %s%s(*%s) *%s { return (*%s)(%s) }\n", w.nowhere(), load, params, elem, elem, elem, it.Cell)
		return load + "(&" + it.Symbol + ")"
	}
	if name.Name != "_" {
		it.Handle = name.Name
	}
	with := w.numbered("handle", it)
	it.Probe = w.numbered("unloaded", it)
	fmt.Fprintf(&w.tail, "%sfunc %s(_ [0]struct{}, v *%s) *%s { return v }\n", w.nowhere(), with, elem, elem)
	return with + "([0*" + w.unsafe() + ".Sizeof(" + it.Symbol + ")]struct{}{}, (*" + elem + ")(nil))"
}

// local reports whether an item's section is in the same package.
func (w *writer) local(it *Item) bool {
	pkg, _ := cutLast(it.Section, '.')
	return pkg == w.src.Path
}

// after returns a value that refers to the item's section besides, which is in the same package.
func (w *writer) after(it *Item, typ, value string) string {
	w.waits = true
	if typ != "" {
		typ = "[" + typ + "]"
	}
	_, name := cutLast(it.Section, '.')
	return w.prefix + "after" + typ + "(&" + name + ", " + value + ")"
}

// cutLast cuts s at the last sep.
func cutLast(s string, sep byte) (before, after string) {
	i := strings.LastIndexByte(s, sep)
	return s[:max(i, 0)], s[i+1:]
}

// constant reports whether the value that a registration adds is the same whenever the compiler lays it out as data: it
// refers to no variable but by address, and calls nothing. What reads a variable through its address is code.
func (f *Found) constant(reg *registration) bool {
	if reg.forwards != nil && !f.constant(reg.forwards.add) {
		return false
	}
	constant := true
	for _, arg := range reg.call.Args {
		ast.Inspect(arg, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.UnaryExpr:
				if _, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Op == token.AND {
					return false
				}
				constant = constant && n.Op != token.ARROW
			case *ast.CallExpr:
				if tv := f.src.Info.Types[n]; tv.Value == nil && !f.src.Info.Types[n.Fun].IsType() {
					constant = false
				}
			case *ast.Ident:
				if v, ok := f.src.Info.Uses[n].(*types.Var); ok && !v.IsField() && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
					constant = false
				}
			}
			return constant
		})
	}
	return constant
}

// call returns a call of the function that returns what a forwarder adds.
func (w *writer) call(reg *registration, hoist bool) string {
	fun := reg.call.Fun
	return w.line(fun.Pos()) + w.raw(fun.Pos(), reg.ident.Pos()) + reg.value + w.source(reg.ident.End(), fun.End()) +
		"(" + w.arguments(reg.call, hoist) + ")"
}

// needsType reports whether a variable that is initialised with arg must be given its type for it to be elem.
func (w *writer) needsType(arg ast.Expr, elem types.Type) bool {
	tv := w.src.Info.Types[arg]
	if tv.Value != nil || tv.IsNil() || !types.Identical(tv.Type, elem) {
		return true
	}
	switch ast.Unparen(arg).(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr:
		return true // a comparison or a shift takes its type from where it stands
	}
	id := typeIdent(arg)
	if id == nil {
		return false
	}
	_, generic := w.src.Info.Instances[id] // what a generic function is made for may have to be inferred
	return generic
}

// forwarders adds the functions that return what the file's forwarders add.
func (w *writer) forwarders() {
	for _, f := range w.Forwarders {
		d := f.decl
		if d.Pos() < w.file.FileStart || d.Pos() >= w.file.FileEnd {
			continue
		}
		value := ""
		if f.add.value != "" {
			value = w.call(f.add, false)
		} else {
			call := f.add.call
			value = w.source(call.Args[0].Pos(), call.Args[0].End())
			if f.Kind == Map && len(call.Args) == 2 {
				value = f.Value + "_item{" + w.arguments(call, false) + "}"
			} else if f.Kind == Map {
				value = w.raw(f.add.recv.Pos(), f.add.recv.End()) + ".Item(" + value + ")"
			}
		}
		body := "return " + value
		// Counters of go build -cover: what is called is counted here, unless it must be laid out as data.
		if n := len(d.Body.List) - 1; n > 0 && !f.Early {
			body = w.source(d.Body.List[0].Pos(), d.Body.List[n].Pos()) + body
		}
		result := ast.Unparen(d.Type.Results.List[0].Type)
		if star, ok := result.(*ast.StarExpr); ok && f.Kind != Set {
			result = star.X
		}
		text := w.source(result.Pos(), result.End())
		if f.Kind == Map { // what its parameters are called has no meaning there
			text = f.Value + "_item"
			fmt.Fprintf(&w.tail, "%stype %s = %s\n", w.nowhere(), text, w.spell(f.add.elem))
		}
		fmt.Fprintf(&w.tail, "%sfunc %s%s %s { %s }\n", w.line(d.Pos()), f.Value, w.source(d.Name.End(), d.Type.Params.End()), text, body)
	}
}

// text applies the edits.
func (w *writer) text() []byte {
	for path, name := range w.imports {
		w.edits = append(w.edits, edit{from: w.file.Name.End(), to: w.file.Name.End(), text: fmt.Sprintf(";import %s %q", name, path)})
	}
	sort.Slice(w.edits, func(i, j int) bool {
		a, b := w.edits[i], w.edits[j]
		return a.from < b.from || a.from == b.from && a.text < b.text
	})
	var b strings.Builder
	fmt.Fprintf(&b, "//line %s:1:1\n", w.physical)
	at := w.file.FileStart
	if strings.HasPrefix(string(w.src.Text[w.file]), byteOrderMark) {
		at += token.Pos(len(byteOrderMark)) // which must come first in a file
	}
	for _, e := range w.edits {
		b.WriteString(w.raw(at, e.from))
		b.WriteString(e.text)
		b.WriteString(w.line(e.to))
		at = e.to
	}
	b.WriteString(w.raw(at, w.file.FileEnd))
	b.WriteString("\n")
	b.WriteString(w.tail.String())
	for _, s := range slices.Sorted(maps.Keys(w.used)) {
		fmt.Fprintf(&b, "func _() { _ = &%s }\n", s) // or its import might be unused now
	}
	return []byte(b.String())
}

const byteOrderMark = "\ufeff"

// comments yields the comments of the file.
func (w *writer) comments(yield func(*ast.Comment) bool) {
	for _, g := range w.file.Comments {
		for _, c := range g.List {
			if !yield(c) {
				return
			}
		}
	}
}

// readDirectives learns what files the line directives of the file name.
func (w *writer) readDirectives() {
	w.physical = w.src.Fset.PositionFor(w.file.FileStart, false).Filename
	w.written = make(map[string]string)
	for c := range w.comments {
		if name, _, ok := lineDirective(c.Text); ok {
			w.directives = true
			if w.src.VerbatimLines && name != "" && !filepath.IsAbs(name) {
				w.written[filepath.Join(filepath.Dir(w.physical), name)] = name
			}
		}
	}
}

// lineDirective takes apart the comment that a line directive is: the file's name and what follows it, beginning
// with a colon.
func lineDirective(comment string) (name, rest string, ok bool) {
	text, ok := strings.CutPrefix(comment, "//line ")
	if !ok {
		if text, ok = strings.CutPrefix(comment, "/*line "); !ok {
			return "", "", false
		}
	}
	if m := directiveNumbers.FindStringIndex(text); m != nil {
		return text[:m[0]], text[m[0]:], true
	}
	return "", "", false
}

var directiveNumbers = regexp.MustCompile(`(:[0-9]+){1,2}(\*/|\r)?$`)

// absoluteLine makes the file name of a line directive absolute. From Go 1.27 on, the compiler understands a relative
// one from the directory of the file that holds it, and that file moves. Before, it keeps names as they are.
func absoluteLine(comment, dir string) string {
	name, rest, ok := lineDirective(comment)
	if !ok || name == "" || filepath.IsAbs(name) {
		return comment
	}
	return comment[:len("//line ")] + filepath.Join(dir, name) + rest
}

// raw returns a part of the file as it is, but for the line directives in it, which mean the same where it goes.
func (w *writer) raw(from, to token.Pos) string {
	start := w.file.FileStart
	text := w.src.Text[w.file]
	if !w.directives || w.src.VerbatimLines {
		return string(text[from-start : to-start])
	}
	var b strings.Builder
	for c := range w.comments {
		if line := absoluteLine(c.Text, filepath.Dir(w.physical)); line != c.Text && c.Pos() >= from && c.End() <= to {
			b.Write(text[from-start : c.Pos()-start])
			b.WriteString(line)
			from = c.End()
		}
	}
	b.Write(text[from-start : to-start])
	return b.String()
}

// source returns a part of the file behind a directive that tells where it comes from.
func (w *writer) source(from, to token.Pos) string {
	if from == to {
		return ""
	}
	return w.line(from) + w.raw(from, to)
}

// value returns an expression as data does.
func (w *writer) value(hoist bool, e ast.Expr) string { return w.data(hoist, e.Pos(), e.End(), e) }

// arguments returns what stands between the parentheses of a call, as data does.
func (w *writer) arguments(call *ast.CallExpr, hoist bool) string {
	return w.data(hoist, call.Lparen+1, call.Rparen, call.Args...)
}

// data returns a part of the file, in which the given expressions lie, so that the compiler has less reasons to see code in it.
//
// With hoist, function literals are replaced by functions of their own: what a call returns that was given a literal is no data for the
// compiler, even where it inlines the call. Handles of values of a Map are replaced by what they are: the compiler only copies addresses of whole
// variables.
func (w *writer) data(hoist bool, from, to token.Pos, exprs ...ast.Expr) string {
	if from == to {
		return ""
	}
	var b strings.Builder
	b.WriteString(w.line(from))
	for _, e := range exprs {
		ast.Inspect(e, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if it := w.values[w.src.Info.Uses[id]]; it != nil {
					b.WriteString(w.raw(from, id.Pos()) + "(&" + it.Symbol + ".Value)" + w.line(id.End()))
					from = id.End()
				}
			}
			lit, ok := n.(*ast.FuncLit)
			if !ok {
				return true
			}
			if !hoist {
				return false
			}
			name := fmt.Sprintf("%sfunc_%d_%d", w.prefix, slices.Index(w.src.Files, w.file), w.literals)
			w.literals++
			params := lit.Type.Params.Pos()
			fmt.Fprintf(&w.tail, "%sfunc %s%s%s\n", w.line(lit.Pos()), name, w.line(params), w.raw(params, lit.End()))
			b.WriteString(w.raw(from, lit.Pos()))
			b.WriteString(name)
			b.WriteString(w.line(lit.End()))
			from = lit.End()
			return false
		})
	}
	b.WriteString(w.raw(from, to))
	return b.String()
}

// nowhere returns a directive for code that is not the user's. It gets the line of the package clause, on which no other
// code stands: a breakpoint on a line of the user's must not stop there, too.
func (w *writer) nowhere() string { return w.line(w.file.Package) }

// line returns a directive that says where the text behind it comes from.
func (w *writer) line(pos token.Pos) string {
	p := w.src.Fset.Position(pos)
	switch {
	case !w.directives: // all of it comes from one file, whose name might not fit into a comment
		return fmt.Sprintf("/*line :%d:%d*/", p.Line, p.Column)
	case w.written[p.Filename] != "":
		p.Filename = w.written[p.Filename]
	}
	if p.Column == 0 {
		return fmt.Sprintf("/*line %s:%d*/", p.Filename, p.Line)
	}
	return fmt.Sprintf("/*line %s:%d:%d*/", p.Filename, p.Line, p.Column)
}
