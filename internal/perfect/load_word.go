//go:build 386 || amd64 || arm64 || loong64 || ppc64le

package perfect

import "unsafe"

// load returns the eight bytes at p, the first one lowest. Here it is one instruction.
func load(p unsafe.Pointer) uint64 { return *(*uint64)(p) }
