package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"premain.dev/examples/worlds"
)

// requests are made in this order, and what the server answers is wanted.
var requests = []struct{ path, want string }{
	{"/", "1: 200\n" +
		"layer 100: requestid\n" +
		"layer 200: accesslog\n" +
		"layer 300: recovery\n" +
		"route GET /{$}\n" +
		"route GET /greet/{name}\n" +
		"route GET /quotient/{a}/{b}\n"},
	{"/greet/Ada", "2: 200\nHello, Ada!\n"},
	{"/quotient/84/2", "3: 200\n42\n"},
	{"/quotient/84/two", "4: 400\nwant two whole numbers\n"},
	{"/quotient/84/0", "5: 500\nruntime error: integer divide by zero\n"},
	{"/nowhere", "6: 404\n404 page not found\n"},
}

// log is what the server writes meanwhile. That a panic is logged as an answer shows the order of the layers.
const log = "request 1: GET /: 200\n" +
	"request 2: GET /greet/Ada: 200\n" +
	"request 3: GET /quotient/84/2: 200\n" +
	"request 4: GET /quotient/84/two: 400\n" +
	"request 5: GET /quotient/84/0: 500\n" +
	"request 6: GET /nowhere: 404\n"

func TestWorlds(t *testing.T) {
	p := worlds.Build(t)
	plain, linked := start(t, p.Plain), start(t, p.Linked)
	for _, r := range requests {
		worlds.Compare(t, plain.get(t, r.path), linked.get(t, r.path), r.want)
	}
	worlds.Compare(t, plain.stop(t), linked.stop(t), log)

	p.Run(t, []worlds.Case{{
		Args:   []string{"-addr", "nowhere"},
		Stderr: "routes: listen tcp: address nowhere: missing port in address\n",
		Status: 1,
	}})
}

// server is a started program.
type server struct {
	cmd    *exec.Cmd
	url    string
	stderr strings.Builder
}

// start starts a program and waits until it listens.
func start(t *testing.T, program string) *server {
	t.Helper()
	s := &server{cmd: exec.Command(program, "-addr", "127.0.0.1:0")}
	s.cmd.Stderr = &s.stderr
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() }) // of a test that fails before it stops the server
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var found bool
	if s.url, found = strings.CutPrefix(strings.TrimSpace(line), "listening on "); !found {
		t.Fatalf("the server says %q", line)
	}
	return s
}

// get returns the number of a request, its status and the answer.
func (s *server) get(t *testing.T, path string) string {
	t.Helper()
	client := http.Client{Timeout: 10 * time.Second}
	answer, err := client.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s: %d\n%s", answer.Header.Get("X-Request-Id"), answer.StatusCode, body)
}

// stop stops the server in order, where the system can, and returns what it wrote to standard error.
func (s *server) stop(t *testing.T) string {
	t.Helper()
	inOrder := s.cmd.Process.Signal(os.Interrupt) == nil // Windows cannot
	if !inOrder {
		s.cmd.Process.Kill()
	}
	if err := s.cmd.Wait(); err != nil && inOrder {
		t.Error(err)
	}
	return s.stderr.String()
}
