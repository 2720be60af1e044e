// Package accesslog writes a line for each request to standard error.
package accesslog

import (
	"fmt"
	"net/http"
	"os"

	"premain.dev/examples/routes/requestid"
	"premain.dev/examples/routes/web"
)

// The log lies below requestid, whose number it writes, and above recovery, which turns panics into the status that
// it writes.
var _ = web.Layers.Add(web.Layer{Name: "accesslog", Order: 200, Wrap: wrap})

func wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := recorder{w, http.StatusOK}
		next.ServeHTTP(&rec, r)
		fmt.Fprintf(os.Stderr, "request %s: %s %s: %d\n", r.Header.Get(requestid.Header), r.Method, r.URL.Path, rec.status)
	})
}

// recorder remembers the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap is for [http.ResponseController].
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
