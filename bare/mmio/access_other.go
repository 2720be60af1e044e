//go:build !amd64 && !arm64 && !riscv64

package mmio

import (
	"sync/atomic"
	"unsafe"
)

// at returns a pointer to an address, of which the compiler takes for granted that it is not nil.
func at(address uintptr) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(nil), address) }

// The race detector has nothing to say of registers, which are not memory.

//go:noinline
//go:norace
func load8(address uintptr) uint8 { return *(*uint8)(at(address)) }

//go:noinline
//go:norace
func load16(address uintptr) uint16 { return *(*uint16)(at(address)) }

//go:noinline
//go:norace
func load32(address uintptr) uint32 { return *(*uint32)(at(address)) }

//go:noinline
//go:norace
func load64(address uintptr) uint64 { return *(*uint64)(at(address)) }

//go:noinline
//go:norace
func store8(address uintptr, value uint8) { *(*uint8)(at(address)) = value }

//go:noinline
//go:norace
func store16(address uintptr, value uint16) { *(*uint16)(at(address)) = value }

//go:noinline
//go:norace
func store32(address uintptr, value uint32) { *(*uint32)(at(address)) = value }

//go:noinline
//go:norace
func store64(address uintptr, value uint64) { *(*uint64)(at(address)) = value }

var fence atomic.Uint32

// Barrier orders accesses of ordinary memory: what the program has accessed before it is accessed before what the program accesses
// after it, as other processors see it. On amd64, arm64 and riscv64, it orders accesses of registers, too.
func Barrier() { fence.Add(1) }
