package registration

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// Required is what the directive
//
//	//premain:required READER TEXT
//
// says of a section below it: a program that has items in the section and does not read it is an error, with that text.
// A linked test binary calls the function READER of the same package before its tests.
type Required struct {
	Reader, Text string
}

// Runtime is what the directive
//
//	//premain:runtime PATH.NAME
//
// says of a variable below it: the link step lets it hold that function of the Go runtime. So does //premain:imported for a function of
// another package, if the program has a package that imports that, apart from the standard library and premain itself. Both are for the
// packages of premain alone.
type Runtime struct {
	Var      *types.Var
	Function string
	Imported bool
}

// Entry is what the directive
//
//	//premain:entry START BEGIN PROGRAM
//
// says of a section below it: a program with items in the section starts at the assembly function START of the package, or, where
// the C linker makes it, comes to BEGIN first, and the link step tells the variable PROGRAM of the items, which hold functions
// that run before the Go runtime. It is for the packages of premain alone.
type Entry struct {
	Start, Begin, Program string
}

// A section below the directive
//
//	//premain:single VARIABLE
//
// has one item at most. The link step lets the variable of the same package point to it, or, if no other package adds one, to that of the
// package itself. It is for the packages of premain alone.

// Places are the variables that the directive
//
//	//premain:places ITEMS PROGRAM
//
// names above a section of which the program wants to know where its items are declared. The link step lets the variable ITEMS of the same
// package be a slice of structs of a pointer to an item, its place, and the same place in short, and the variable PROGRAM the name of the
// program. It is for the packages of premain alone.
type Places struct{ Items, Program string }

const directivePrefix = "//premain:"

// findDirectives collects what the directives say, and refuses those that do not stand where they may.
func (f *finder) findDirectives() {
	for _, file := range f.src.Files {
		understood := make(map[*ast.Comment]bool)
		for d, s := range variables(file) {
			doc := s.Doc
			if !d.Lparen.IsValid() {
				doc = d.Doc
			}
			if doc == nil || len(s.Names) != 1 {
				continue
			}
			for _, c := range doc.List {
				if strings.HasPrefix(c.Text, directivePrefix) {
					understood[c] = true
					f.directive(c, s.Names[0])
				}
			}
		}
		for _, d := range file.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Doc != nil {
				for _, c := range d.Doc.List {
					if directiveName(c) == computedDirective {
						understood[c] = true
						f.computed(c, d)
					}
				}
			}
		}
		for _, g := range file.Comments {
			for _, c := range g.List {
				if strings.HasPrefix(c.Text, directivePrefix) && !understood[c] && !(c.Pos() < file.Package && slices.Contains(boardDirectives, directiveName(c))) {
					f.problem(c, "the directive %s is not above what it is about; there are %s", directiveName(c), directiveNames)
				}
			}
		}
	}
}

// boardDirectives describe a board, above the package clause; see Board in internal/gocmd, which reads them.
var boardDirectives = []string{directivePrefix + "board", directivePrefix + "memory", directivePrefix + "image", directivePrefix + "boot", directivePrefix + "status"}

// Architectures returns what //premain:board says of a package, and where.
func Architectures(src *Source) (pos token.Pos, goarch []string) {
	for _, file := range src.Files {
		for _, g := range file.Comments {
			for _, c := range g.List {
				if c.Pos() < file.Package && directiveName(c) == directivePrefix+"board" {
					pos, goarch = c.Pos(), append(goarch, strings.Fields(c.Text)[1:]...)
				}
			}
		}
	}
	return pos, goarch
}

const directiveNames = "//premain:required above a section, " + computedDirective + " above a forwarder, " + cacheDirective + " above a variable that bake.Value initialises, above the package clause of a board, //premain:board, //premain:memory, //premain:image, //premain:boot and //premain:status, and, in premain itself, //premain:entry, //premain:single and //premain:places above a section and //premain:runtime and //premain:imported above a variable"

// computedDirective says of a forwarder below it that no item that it adds is constant, whatever its arguments. The compile
// step need not find that out by compiling a package twice.
const computedDirective = directivePrefix + "computed"

func (f *finder) computed(c *ast.Comment, d *ast.FuncDecl) {
	fn, _ := f.src.Info.Defs[d.Name].(*types.Func)
	if fwd := f.local[fn]; fwd != nil {
		fwd.Computed = true
	} else {
		f.problem(c, "%s is above a function that is no forwarder; put it above one whose only statement returns S.Add", computedDirective)
	}
}

func directiveName(c *ast.Comment) string {
	name, _, _ := strings.Cut(c.Text, " ")
	return name
}

// directive understands a directive above a variable.
func (f *finder) directive(c *ast.Comment, name *ast.Ident) {
	verb, args, _ := strings.Cut(strings.TrimPrefix(c.Text, directivePrefix), " ")
	args = strings.TrimSpace(args)
	switch verb {
	case "required":
		reader, text, _ := strings.Cut(args, " ")
		fn, ok := f.src.Pkg.Scope().Lookup(reader).(*types.Func)
		if !ok || text == "" || fn.Signature().Params().Len()+fn.Signature().Results().Len()+fn.Signature().TypeParams().Len() > 0 {
			f.problem(c, "want //premain:required READER TEXT with a func() of the package that reads the section, and what to say if nothing does")
			return
		}
		for i := range f.Sections {
			if s := &f.Sections[i]; s.Var == f.src.Info.Defs[name] {
				s.Required = &Required{reader, text}
				return
			}
		}
		f.problem(c, "//premain:required is above a variable that is no section; put it above var Name section.Of[T]")
	case "entry":
		names := strings.Fields(args)
		if !f.ours() || len(names) != 3 {
			f.problem(c, "//premain:entry is for the packages of %s alone", modulePath)
			return
		}
		for i := range f.Sections {
			if s := &f.Sections[i]; s.Var == f.src.Info.Defs[name] {
				s.Entry = &Entry{names[0], names[1], names[2]}
			}
		}
	case "single":
		v, ok := f.src.Pkg.Scope().Lookup(args).(*types.Var)
		if !f.ours() || !ok {
			f.problem(c, "//premain:single is for the packages of %s alone, and names a variable", modulePath)
			return
		}
		for i := range f.Sections {
			if s := &f.Sections[i]; s.Var == f.src.Info.Defs[name] {
				s.Single = v.Name()
			}
		}
	case "places":
		names := strings.Fields(args)
		if !f.ours() || len(names) != 2 {
			f.problem(c, "//premain:places is for the packages of %s alone", modulePath)
			return
		}
		for i := range f.Sections {
			if s := &f.Sections[i]; s.Var == f.src.Info.Defs[name] {
				s.Places = &Places{names[0], names[1]}
			}
		}
	case "cache":
		f.caches(c, args, name)
	case "runtime", "imported":
		v, ok := f.src.Info.Defs[name].(*types.Var)
		if !ok || !f.ours() {
			f.problem(c, "%s is for the packages of %s alone", directiveName(c), modulePath)
			return
		}
		f.Runtime = append(f.Runtime, Runtime{v, args, verb == "imported"})
	case "computed":
		f.problem(c, "%s is above a variable; put it above a forwarder, a function whose only statement returns S.Add", computedDirective)
	default:
		f.problem(c, "there is no directive %s; there are %s", directiveName(c), directiveNames)
	}
}

const modulePath = "premain.dev"

// ours reports whether the package is of premain's module.
func (f *finder) ours() bool {
	return f.src.Path == modulePath || strings.HasPrefix(f.src.Path, modulePath+"/")
}
