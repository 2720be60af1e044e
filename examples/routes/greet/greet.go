// Package greet brings the route that greets.
package greet

import (
	"fmt"
	"net/http"

	"premain.dev/examples/routes/web"
)

var _ = web.Routes.Add(web.Route{Pattern: "GET /greet/{name}", Handle: greet})

func greet(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8") // a name can look like a page
	fmt.Fprintf(w, "Hello, %s!\n", r.PathValue("name"))
}
