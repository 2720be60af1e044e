package main

import (
	"errors"
	"log"
	"net/http"
	"os"

	"premain.dev"
	"premain.dev/examples/lifecycle/web"
)

// This service is there to be ended: POST /end?how=… does it in one of the following ways. The others come from
// outside, as signals.
var ends = map[string]func(){
	"return": func() { inRun <- func() error { return nil } },
	"error":  func() { inRun <- func() error { return errors.New("asked to fail") } },
	"status": func() { inRun <- func() error { return status(7) } },
	"panic":  func() { inRun <- func() error { panic("asked to panic") } },

	"premain.Exit": func() { premain.Exit(3) },
	"premain.Go":   func() { panic("asked to panic elsewhere") },

	// A linked build ends in order by these, too. Plain Go cannot see them, and the process leaves at once.
	"os.Exit":   func() { os.Exit(4) },
	"log.Fatal": func() { log.Fatal("asked to give up") },

	// Nobody can catch a panic here. What remains is the crash report.
	"go": func() { go panic("asked to crash") },
}

// inRun takes what is to happen in [run].
var inRun = make(chan func() error)

// status is an error that says itself what the parent of the process sees.
type status int

func (s status) Error() string { return "asked for a status" }
func (s status) ExitCode() int { return int(s) }

var _ = web.Routes.Add(web.Route{Pattern: "POST /end", Handle: end})

// end does not wait for the end, which waits for the answers to all requests, and so for the one to this.
func end(w http.ResponseWriter, r *http.Request) {
	f := ends[r.FormValue("how")]
	if f == nil {
		http.Error(w, "want one of the ways in ends.go", http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusAccepted)
	premain.Go(f)
}
