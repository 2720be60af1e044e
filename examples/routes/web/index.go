package web

import (
	"fmt"
	"net/http"
)

var _ = Routes.Add(Route{Pattern: "GET /{$}", Handle: index})

// index lists what is linked into the server.
func index(w http.ResponseWriter, _ *http.Request) {
	for _, l := range ordered() {
		fmt.Fprintf(w, "layer %d: %s\n", l.Order, l.Name)
	}
	for _, r := range Routes.All() {
		fmt.Fprintf(w, "route %s\n", r.Pattern)
	}
}
