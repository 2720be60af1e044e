package program

import (
	"fmt"
	"strings"
)

// Server describes a program of the usual kind: packages that add routes to a section, and a main package that imports them
// all and net/http with what that needs.
type Server struct {
	Packages int
	Items    int // of all packages together; a multiple of Packages
}

func (s Server) files(root string) (map[string]string, error) {
	files := map[string]string{
		"go.mod":        goMod(root),
		"route/get.go":  serverRoute,
		"main.go":       s.main(),
		EditedFile:      editedSource(0),
		"p000/other.go": "package p000\n\nvar Edited = edited\n",
	}
	for i := range s.Packages {
		files[fmt.Sprintf("p%03d/routes.go", i)] = s.routes(i)
	}
	return files, nil
}

// EditedFile is a file of a server that a benchmark edits, of a package with routes.
const EditedFile = "p000/edited.go"

func editedSource(n int) string {
	return fmt.Sprintf("package p000\n\nfunc edited() int { return %d }\n", n)
}

const serverRoute = `package route

import (
	"net/http"

	"premain.dev/section"
)

type Route struct {
	Pattern string
	Handle  http.HandlerFunc
}

var Routes section.Of[Route]

func Get(pattern string, handle http.HandlerFunc) *Route {
	return Routes.Add(Route{"GET " + pattern, handle})
}
`

func (s Server) routes(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package p%03d\n", i)
	b.WriteString(importDecl("encoding/json", "fmt", "net/http", "bench/route"))
	b.WriteString("\ntype answer struct{ Path, Query, Text string }\n")
	for n := range s.Items / s.Packages {
		add := `route.Routes.Add(route.Route{Pattern: %q, Handle: handle%d})`
		if n%2 == 0 {
			add = `route.Get(%q, handle%d)`
		}
		fmt.Fprintf(&b, "\nvar _ = "+add+"\n\nfunc handle%[2]d(w http.ResponseWriter, r *http.Request) {\n"+
			"\ta := answer{Path: r.URL.Path, Query: r.URL.RawQuery}\n\tfor k, v := range r.Header {\n\t\ta.Text += fmt.Sprintf(\"%%s: %%q (%%d)\\n\", k, v, %[2]d)\n\t}\n"+
			"\tif err := json.NewEncoder(w).Encode(a); err != nil {\n\t\thttp.Error(w, err.Error(), http.StatusInternalServerError)\n\t}\n}\n",
			fmt.Sprintf("/p%d/%d", i, n), n)
	}
	return b.String()
}

func (s Server) main() string {
	imports := []string{"fmt", "net/http", "os", "bench/route"}
	for i := range s.Packages {
		imports = append(imports, fmt.Sprintf("_ bench/p%03d", i))
	}
	return "package main\n" + importDecl(imports...) + `
func main() {
	for _, r := range route.Routes.All() {
		http.Handle(r.Pattern, r.Handle)
	}
	fmt.Println(route.Routes.Len())
	if len(os.Args) > 1 {
		fmt.Println(http.ListenAndServe(os.Args[1], nil))
	}
}
`
}
