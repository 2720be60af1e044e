// Package quotient brings the route that divides.
package quotient

import (
	"fmt"
	"net/http"
	"strconv"

	"premain.dev/examples/routes/web"
)

var _ = web.Routes.Add(web.Route{Pattern: "GET /quotient/{a}/{b}", Handle: quotient})

// quotient leaves a division by zero to the layers.
func quotient(w http.ResponseWriter, r *http.Request) {
	a, errA := strconv.Atoi(r.PathValue("a"))
	b, errB := strconv.Atoi(r.PathValue("b"))
	if errA != nil || errB != nil {
		http.Error(w, "want two whole numbers", http.StatusBadRequest)
		return
	}
	fmt.Fprintln(w, a/b)
}
