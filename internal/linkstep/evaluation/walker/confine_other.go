//go:build premain_walker && !linux

package main

func confine() {}
