// Package requestid numbers the requests.
package requestid

import (
	"net/http"
	"strconv"
	"sync/atomic"

	"premain.dev/examples/routes/web"
)

// Header is the header that carries the number, in the request for the layers below and in the answer.
const Header = "X-Request-Id"

// The number comes first, so that all other layers can name it.
var _ = web.Layers.Add(web.Layer{Name: "requestid", Order: 100, Wrap: wrap})

func wrap(next http.Handler) http.Handler {
	var last atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := strconv.FormatInt(last.Add(1), 10)
		r.Header.Set(Header, id)
		w.Header().Set(Header, id)
		next.ServeHTTP(w, r)
	})
}
