//go:build unix

package main

import (
	"net"
	"os"
	"strings"
	"syscall"
)

var signalNames = map[string]os.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "USR1": syscall.SIGUSR1}

func signals(names string) (list []os.Signal) {
	for name := range strings.SplitSeq(names, ",") {
		if sig, ok := signalNames[name]; ok {
			list = append(list, sig)
		}
	}
	return list
}

// breakElsewhere writes to a socket and a pipe whose other ends are closed.
func breakElsewhere() {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		panic(err)
	}
	syscall.Close(pair[0])
	f := os.NewFile(uintptr(pair[1]), "socket")
	conn, err := net.FileConn(f)
	if err != nil {
		panic(err)
	}
	_, err = conn.Write([]byte("x"))
	say("socket:" + broken(err))
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	r.Close()
	_, err = w.Write([]byte("x"))
	say("pipe:" + broken(err))
}

func broken(err error) string {
	if err == nil {
		return "whole"
	}
	return "broken"
}
