// Routes is an HTTP server whose routes and layers (its middleware) are items of two sections. Where order is
// meaning, as it is for layers, the item says it.
//
//	go run ./examples/routes -addr localhost:8080
//	premain run ./examples/routes -addr localhost:8080
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"premain.dev/examples/routes/web"

	// A server has the routes and layers of the packages that are linked into it.
	_ "premain.dev/examples/routes/accesslog"
	_ "premain.dev/examples/routes/greet"
	_ "premain.dev/examples/routes/quotient"
	_ "premain.dev/examples/routes/recovery"
	_ "premain.dev/examples/routes/requestid"
)

func main() {
	addr := flag.String("addr", "localhost:8080", "`address` to listen on; port 0 takes a free one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, *addr); err != nil {
		fmt.Fprintln(os.Stderr, "routes:", err)
		os.Exit(1)
	}
}

// serve answers requests until ctx ends, and finishes those that have begun.
func serve(ctx context.Context, addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", l.Addr())

	s := http.Server{Handler: web.Handler(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return s.Shutdown(ctx)
}
