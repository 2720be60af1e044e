// Lifecycle is a service that keeps values by key. However it ends, short of a crash, its requests are answered, its
// database is closed and its journal is complete. Its packages declare what comes up and how it is taken down: first
// settings, then journal, then store, then web, and back.
//
//	go run ./examples/lifecycle -dir data -addr localhost:8080
//	premain run ./examples/lifecycle -dir data -addr localhost:8080
//
//	curl -X PUT -d 1815 localhost:8080/keys/ada
//	curl localhost:8080/keys/ada
//	curl -X POST localhost:8080/end?how=panic
package main

import (
	"context"

	"premain.dev"
	"premain.dev/examples/lifecycle/journal"
	"premain.dev/examples/lifecycle/store"
	"premain.dev/examples/lifecycle/web"
)

func main() { premain.Main(run) }

// run is called when everything is up, and what it returns is how the program ends.
func run(ctx context.Context) error {
	select {
	case f := <-inRun:
		return f()
	case <-ctx.Done():
		return ctx.Err() // the process then ends by the signal that came; with nil it would end with status 0
	}
}

// The sum is written when no request can change it any more, and as long as there is a database to ask.
var _ = premain.Destructor(sum,
	premain.Name("sum"),
	premain.After(journal.Opened, store.Opened),
	premain.Before(web.Listening))

func sum() error {
	n, err := store.Len()
	if err == nil {
		journal.Log.Printf("main: %d keys", n)
	}
	return err
}
