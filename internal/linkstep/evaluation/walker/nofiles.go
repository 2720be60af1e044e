//go:build premain_walker && !premain_os

package main

func logFiles() {}
