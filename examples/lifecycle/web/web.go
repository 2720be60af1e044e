// Package web answers requests over HTTP.
package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"premain.dev"
	"premain.dev/examples/lifecycle/journal"
	"premain.dev/examples/lifecycle/settings"
	"premain.dev/examples/lifecycle/store"
	"premain.dev/section"
)

// Route is a pattern of [http.ServeMux] and the function that answers it.
type Route struct {
	Pattern string
	Handle  http.HandlerFunc
}

// Routes are the routes of the server. Any package adds its own.
var Routes section.Of[Route]

// Listening is the step from which on requests are answered. It is late: whatever else the program has to prepare, is
// ready when the first request comes, and still there when the last one is answered.
var Listening = premain.Constructor(listen,
	premain.Name("web"),
	premain.Priority(premain.Late),
	premain.After(settings.Read, journal.Opened, store.Opened),
	premain.Drop(drain),
	premain.Timeout(2*time.Second))

var (
	server = http.Server{ReadHeaderTimeout: 10 * time.Second, ConnState: note}
	unused sync.Map // the connections on which no request has come yet
)

func note(c net.Conn, s http.ConnState) {
	if s == http.StateNew {
		unused.Store(c, true)
	} else {
		unused.Delete(c)
	}
}

func listen(ctx context.Context) error {
	// With the context, a signal ends the look-up of a host name.
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", *settings.Addr)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	for _, r := range Routes.All() {
		mux.HandleFunc(r.Pattern, r.Handle)
	}
	server.Handler = logged(mux)
	// Browsers open connections in advance. Shutdown would wait five seconds for a first request on one.
	server.RegisterOnShutdown(func() {
		for c := range unused.Range {
			c.(net.Conn).Close()
		}
	})
	premain.Go(func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			journal.Log.Printf("web: %v", err)
			premain.Exit(1) // from any goroutine, and still in order
		}
	})
	journal.Log.Printf("web: listening on %s", l.Addr())
	fmt.Printf("listening on http://%s\n", l.Addr())
	return nil
}

// logged writes a line for each request to standard output. If nobody reads that any more, the program ends in order.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Printf("%s %s\n", r.Method, r.URL.Path)
		next.ServeHTTP(w, r)
	})
}

// drain closes the listener and lets the requests that have begun be answered, as long as the time of the destructor
// allows.
func drain(ctx context.Context) error {
	if err := server.Shutdown(ctx); err != nil {
		journal.Log.Print("web: cut off")
		return errors.Join(fmt.Errorf("requests are cut off: %w", err), server.Close())
	}
	journal.Log.Print("web: drained")
	return nil
}
