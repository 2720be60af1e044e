//go:build premain_walker && premain_os

package main

import "internal/testlog"

// logger is told by package os of the files that are opened and the like. go test uses it to learn what a cached result depends on.
type logger struct{}

func (logger) Getenv(key string) { note('N', key) }
func (logger) Stat(file string)  { note('Q', file) }
func (logger) Open(file string)  { note('O', file) }
func (logger) Chdir(dir string)  {}

// logging makes the compiler lay out the interface table with which the link step gives package testlog its logger as data, so
// that it is told of all initialisers.
func logging() testlog.Interface { return logger{} }
