package freestanding

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// generator makes a package out of declarations of ours and those of the one in GOROOT that they need.
type generator struct {
	name  string // of the package
	whole bool   // the types that are there have all their methods

	fset  *token.FileSet
	files []*file // of GOROOT, for the target

	decls   map[string][]*declaration // of GOROOT, by name; of methods, with the name of the type and a dot before it
	methods map[string][]*declaration // by their own names
	ours    map[string]bool           // declared by us

	taken    map[*declaration]bool
	types    map[string]bool      // that are there, ours and taken ones
	selected map[string]bool      // names behind dots in what is there
	top      map[*ast.Object]bool // what is declared outside functions, as the parser resolves names in one file
	queue    []*declaration
}

// file is a source file of GOROOT's package runtime.
type file struct {
	name    string
	text    []byte
	imports map[string]string // paths by name
	decls   []*declaration
}

// declaration is a function, a method, a type, a variable or constants that are declared together.
type declaration struct {
	file     *file
	node     ast.Node // *ast.FuncDecl, *ast.GenDecl or, of one of several, its ast.Spec
	keyword  string   // before a Spec
	doc      *ast.CommentGroup
	names    []string
	receiver string
	stub     bool // only its signature is wanted
}

// target returns the context in which the go command compiles for an architecture and a release of Go.
func target(goarch string, minor int) *build.Context {
	c := build.Default
	c.GOOS, c.GOARCH, c.CgoEnabled, c.BuildTags = "linux", goarch, false, nil
	c.ReleaseTags = nil
	for i := range minor {
		c.ReleaseTags = append(c.ReleaseTags, "go1."+strconv.Itoa(i+1))
	}
	return &c
}

// read takes in the files of the package in a directory.
func (g *generator) read(dir string, c *build.Context) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if ok, err := c.MatchFile(dir, name); err != nil {
			return err
		} else if !ok {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(g.fset, name, text, parser.ParseComments)
		if err != nil {
			return err
		}
		g.enter(parsed)
		f := &file{name: name, text: text, imports: importNames(parsed)}
		g.files = append(g.files, f)
		for _, d := range parsed.Decls {
			g.index(f, d)
		}
	}
	return nil
}

func (g *generator) enter(f *ast.File) {
	for _, o := range f.Scope.Objects {
		g.top[o] = true
	}
}

func importNames(f *ast.File) map[string]string {
	names := make(map[string]string)
	for _, i := range f.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		name := path.Base(p)
		if i.Name != nil {
			name = i.Name.Name
		}
		names[name] = p
	}
	return names
}

// index enters the declarations of a node of a file.
func (g *generator) index(f *file, d ast.Decl) {
	add := func(d *declaration) {
		d.file = f
		f.decls = append(f.decls, d)
		for _, n := range d.names {
			if d.receiver != "" {
				g.methods[n] = append(g.methods[n], d)
				n = d.receiver + "." + n
			}
			g.decls[n] = append(g.decls[n], d)
		}
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		add(&declaration{node: d, doc: d.Doc, names: []string{d.Name.Name}, receiver: receiver(d)})
	case *ast.GenDecl:
		if d.Tok == token.CONST || !d.Lparen.IsValid() {
			all := &declaration{node: d, doc: d.Doc}
			for _, s := range d.Specs {
				all.names = append(all.names, specNames(s)...)
			}
			if d.Tok != token.IMPORT {
				add(all)
			}
			return
		}
		for _, s := range d.Specs {
			if d.Tok != token.IMPORT {
				add(&declaration{node: s, keyword: d.Tok.String(), doc: specDoc(s), names: specNames(s)})
			}
		}
	}
}

// receiver returns the name of the type of which a function is a method.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return "?"
		}
	}
}

func specNames(s ast.Spec) (names []string) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		return []string{s.Name.Name}
	case *ast.ValueSpec:
		for _, n := range s.Names {
			names = append(names, n.Name)
		}
	}
	return names
}

func specDoc(s ast.Spec) *ast.CommentGroup {
	switch s := s.(type) {
	case *ast.TypeSpec:
		return s.Doc
	case *ast.ValueSpec:
		return s.Doc
	}
	return nil
}

// declare enters what a file of ours declares, which is not taken from GOROOT.
func (g *generator) declare(name string, text []byte) error {
	f, err := parser.ParseFile(g.fset, name, text, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			n := d.Name.Name
			if r := receiver(d); r != "" {
				n = r + "." + n
			}
			g.ours[n] = true
		case *ast.GenDecl:
			for _, s := range d.Specs {
				for _, n := range specNames(s) {
					g.ours[n] = true
					if d.Tok == token.TYPE {
						g.types[n] = true
					}
				}
			}
		}
	}
	return nil
}

// follow takes what a file of ours refers to.
func (g *generator) follow(name string, text []byte) error {
	f, err := parser.ParseFile(g.fset, name, text, 0)
	if err != nil {
		return err
	}
	g.enter(f)
	imports := importNames(f)
	for _, d := range f.Decls {
		g.refer(d, imports)
	}
	return nil
}

// matches reports whether a file of ours is for the target.
func matches(c *build.Context, name string, text []byte) bool {
	c.OpenFile = func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
	ok, err := c.MatchFile("", name)
	c.OpenFile = nil
	return ok && err == nil
}

// take takes a declaration by its name, if it is one of GOROOT's that we do not have.
func (g *generator) take(name string) {
	if g.ours[name] {
		return
	}
	list := g.decls[name]
	if len(list) == 0 {
		return
	}
	g.add(list[0])
}

func (g *generator) add(d *declaration) {
	if !g.taken[d] {
		g.taken[d] = true
		g.queue = append(g.queue, d)
	}
}

// close takes all that is needed by what has been taken.
func (g *generator) close() {
	for {
		for len(g.queue) > 0 {
			d := g.queue[0]
			g.queue = g.queue[1:]
			node := d.node
			if f, ok := node.(*ast.FuncDecl); ok && d.stub {
				node = f.Type
				if f.Recv != nil {
					g.refer(f.Recv, d.file.imports)
				}
			}
			if s, ok := node.(*ast.TypeSpec); ok {
				g.types[s.Name.Name] = true
			}
			if gd, ok := node.(*ast.GenDecl); ok && gd.Tok == token.TYPE {
				g.types[d.names[0]] = true
			}
			g.refer(node, d.file.imports)
		}
		for name := range g.methods {
			if !g.selected[name] && !g.whole {
				continue
			}
			for _, d := range g.methods[name] {
				if g.types[d.receiver] && !g.ours[d.receiver+"."+name] && !d.stub {
					g.add(d)
				}
			}
		}
		if len(g.queue) == 0 {
			return
		}
	}
}

// refer takes what a node refers to.
func (g *generator) refer(node ast.Node, imports map[string]string) {
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil {
				return true
			}
			g.refer(n.Recv, imports)
			g.refer(n.Type, imports)
			if n.Body != nil {
				g.refer(n.Body, imports)
			}
			return false // the name of a method is not that of a function
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Obj == nil && imports[x.Name] != "" {
				return false
			}
			g.selected[n.Sel.Name] = true
			g.refer(n.X, imports)
			return false
		case *ast.Ident:
			if n.Obj == nil || g.top[n.Obj] {
				g.take(n.Name)
			}
		}
		return true
	})
}

// exported takes all that is exported.
func (g *generator) exported() {
	for _, f := range g.files {
		for _, d := range f.decls {
			for _, n := range d.names {
				if d.receiver == "" && ast.IsExported(n) {
					g.take(n)
				}
			}
		}
	}
	g.close()
}

// stubs takes the signatures of the exported functions that are not there, so that every package compiles. Whoever calls one, the
// linker lacks it.
func (g *generator) stubs() {
	have := maps.Clone(g.types)
	for _, f := range g.files {
		for _, d := range f.decls {
			fn, ok := d.node.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() {
				continue
			}
			name := fn.Name.Name
			if d.receiver != "" {
				if !ast.IsExported(d.receiver) && !have[d.receiver] {
					continue
				}
				name = d.receiver + "." + name
			}
			if g.ours[name] || g.taken[d] || g.decls[name][0] != d {
				continue
			}
			d.stub = !have[d.receiver] // what is there can do all that it can in Go
			g.add(d)
			g.take(d.receiver)
		}
	}
	for _, f := range g.files {
		for _, d := range f.decls {
			for _, n := range d.names {
				if _, ok := d.node.(*ast.FuncDecl); !ok && ast.IsExported(n) {
					g.take(n)
				}
			}
		}
	}
	g.close()
}

// emit returns what has been taken of a file as a source file of its own, or nothing.
func (g *generator) emit(f *file) []byte {
	var body bytes.Buffer
	used := make(map[string]bool)
	for _, d := range f.decls {
		if !g.taken[d] {
			continue
		}
		body.WriteString("\n")
		if fn, ok := d.node.(*ast.FuncDecl); ok && d.stub && fn.Type.TypeParams != nil {
			body.WriteString("//go:noinline\n") // so that what comes after a call is not dead code
		}
		start, end := d.node.Pos(), d.node.End()
		if d.doc != nil {
			for _, c := range d.doc.List {
				if strings.HasPrefix(c.Text, "//go:") {
					body.WriteString(c.Text + "\n")
				}
			}
		}
		node := d.node
		fn, isFunc := node.(*ast.FuncDecl)
		if isFunc && d.stub {
			end = fn.Type.End()
			node = &ast.FuncDecl{Recv: fn.Recv, Name: fn.Name, Type: fn.Type}
		}
		ast.Inspect(node, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Obj == nil && f.imports[x.Name] != "" {
					used[x.Name] = true
				}
			}
			return true
		})
		if d.keyword != "" {
			body.WriteString(d.keyword + " ")
		}
		body.Write(f.text[g.offset(start):g.offset(end)])
		if isFunc && d.stub && fn.Type.TypeParams != nil {
			// A generic function needs a body.
			fmt.Fprintf(&body, " { %s%s(); for {} }\n\nfunc %s%s()", Absent, fn.Name.Name, Absent, fn.Name.Name)
		}
		body.WriteString("\n")
	}
	if body.Len() == 0 {
		return nil
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "package %s\n\nimport _ \"unsafe\"\n", g.name)
	for _, name := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(&out, "import %s %q\n", name, f.imports[name])
	}
	out.Write(body.Bytes())
	return out.Bytes()
}

func (g *generator) offset(p token.Pos) int { return g.fset.Position(p).Offset }

// Absent begins the names of functions of package runtime that stand for generic ones that are not there.
const Absent = "premain_absent_"
