// Package web holds the routes and the layers of a server and makes one handler of them.
package web

import (
	"cmp"
	"net/http"
	"slices"

	"premain.dev/section"
)

// Route is a pattern of [http.ServeMux] and the function that answers it.
type Route struct {
	Pattern string
	Handle  http.HandlerFunc
}

// Routes are the routes of the server. Any package adds its own.
var Routes section.Of[Route]

// Layer is a middleware: it wraps the handler of all routes.
type Layer struct {
	Name string

	// Order says where the layer lies: lower numbers are nearer to the client. The order of the section would not
	// do, for it follows the import paths, and a package that moves must not change what the server does.
	Order int

	Wrap func(http.Handler) http.Handler
}

// Layers are the layers of the server. Any package adds its own.
var Layers section.Of[Layer]

// Handler returns a handler that serves all routes behind all layers.
// It panics if two routes conflict, as [http.ServeMux.Handle] does.
func Handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range Routes.All() {
		mux.HandleFunc(r.Pattern, r.Handle)
	}
	var h http.Handler = mux
	for _, l := range slices.Backward(ordered()) { // the innermost layer is wrapped first
		h = l.Wrap(h)
	}
	return h
}

// ordered returns the layers, the outermost one first. Where the order is the same, that of the section remains.
func ordered() []*Layer {
	var layers []*Layer
	for _, l := range Layers.All() {
		layers = append(layers, l)
	}
	slices.SortStableFunc(layers, func(a, b *Layer) int { return cmp.Compare(a.Order, b.Order) })
	return layers
}
