//go:build !amd64

package main

var ports []any
