package programs

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// declareAll applies declare to the packages in and below a directory, and returns how many calls there were.
func declareAll(dir, function string) (calls int, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		text, n, err := declare(text, function)
		if err != nil || n == 0 {
			return err
		}
		calls += n
		return os.WriteFile(name, text, 0o666)
	})
	return calls, err
}

// declare turns the calls of a function that are statements of init functions into declarations of variables, and takes
// the comments above them along. An init function of which nothing is left goes.
func declare(text []byte, function string) (out []byte, calls int, err error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, 0, err
	}
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	done := 0 // the end of what is in out already
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv != nil || f.Name.Name != "init" {
			continue
		}
		var declarations, statements bytes.Buffer
		from := at(f.Body.Lbrace) + 1
		for _, s := range f.Body.List {
			start, end := at(s.Pos()), at(s.End())
			if isCall(s, function) {
				declarations.Write(text[from:start])
				declarations.WriteString("var _ = ")
				declarations.Write(text[start:end])
				calls++
			} else {
				statements.Write(text[from:end])
			}
			from = end
		}
		if declarations.Len() == 0 {
			continue
		}
		out = append(out, text[done:at(f.Pos())]...)
		out = append(out, bytes.TrimSpace(declarations.Bytes())...)
		if statements.Len() > 0 {
			out = append(out, "\n\nfunc init() {\n"...)
			out = append(out, bytes.TrimSpace(statements.Bytes())...)
			out = append(out, text[from:at(f.End())]...)
		}
		done = at(f.End())
	}
	out, err = format.Source(append(out, text[done:]...))
	return out, calls, err
}

// isCall reports whether a statement calls the function, which is named like pkg.Function.
func isCall(s ast.Stmt, function string) bool {
	expr, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := expr.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := sel.X.(*ast.Ident)
	return ok && pkg.Name+"."+sel.Sel.Name == function
}

func TestDeclare(t *testing.T) {
	const before = `package p

func init() { lib.Register(&A{}) }

func init() {
	// B comes
	// in two.
	lib.Register(&B{1})
	// This stays.
	other(lib.Register)
	lib.Register(
		&B{2}, // the second
	)
	if deep {
		lib.Register(&C{})
	}
}

func notInit() {
	lib.Register(&D{})
}
`
	const after = `package p

var _ = lib.Register(&A{})

// B comes
// in two.
var _ = lib.Register(&B{1})
var _ = lib.Register(
	&B{2}, // the second
)

func init() {
	// This stays.
	other(lib.Register)
	if deep {
		lib.Register(&C{})
	}
}

func notInit() {
	lib.Register(&D{})
}
`
	got, calls, err := declare([]byte(before), "lib.Register")
	if err != nil || calls != 3 || string(got) != after {
		t.Errorf("%d calls, %v\n%s", calls, err, got)
	}
}
