package web

import (
	"errors"
	"io"
	"net/http"

	"premain.dev/examples/lifecycle/store"
)

var (
	_ = Routes.Add(Route{Pattern: "PUT /keys/{key}", Handle: put})
	_ = Routes.Add(Route{Pattern: "GET /keys/{key}", Handle: get})
)

// put answers when the value is on the disk.
func put(w http.ResponseWriter, r *http.Request) {
	value, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := store.Put(r.PathValue("key"), value); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func get(w http.ResponseWriter, r *http.Request) {
	value, err := store.Get(r.PathValue("key"))
	switch {
	case errors.Is(err, store.ErrNotFound):
		http.Error(w, err.Error(), http.StatusNotFound)
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	default:
		w.Header().Set("Content-Type", "application/octet-stream") // a value can look like a page
		w.Write(value)
	}
}
