// Package baketest tests link-time values: random ones of random types, and what the garbage collector makes of them.
package baketest
