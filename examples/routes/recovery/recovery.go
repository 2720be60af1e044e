// Package recovery answers a request whose handler panics.
package recovery

import (
	"fmt"
	"net/http"

	"premain.dev/examples/routes/web"
)

// Recovery lies below all other layers: they see an answer and no panic.
var _ = web.Layers.Add(web.Layer{Name: "recovery", Order: 300, Wrap: wrap})

func wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch v := recover(); v {
			case nil:
			case http.ErrAbortHandler: // the handler wants the server to drop the connection
				panic(v)
			default:
				http.Error(w, fmt.Sprint(v), http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
