//go:build premain_bare

package pcamd64

import "unsafe"

// info is the start info that PVH gives, hvm_start_info of Xen's public header start_info.h.
type info struct {
	magic, version     uint32
	flags, modules     uint32
	moduleList         uint64
	commandLine, rsdp  uint64
	memory             uint64 // the address of entries; from version 1 on, like what follows
	memoryEntries, pad uint32
}

// memoryEntry is what the start info tells of a range of addresses.
type memoryEntry struct {
	addr, size uint64
	kind, pad  uint32
}

// memoryEnd returns where memory ends that begins at an address, or lies before it.
func memoryEnd(startInfo, from uintptr) uintptr {
	const (
		magic    = 0x336ec578
		isMemory = 1

		mapped      = 1 << 30 // as long as the processor has the tables of the image
		most        = 1 << 10 // entries
		defaultSize = 128 << 20
	)
	i := (*info)(unsafe.Pointer(startInfo))
	if startInfo == 0 || startInfo > mapped-unsafe.Sizeof(*i) || i.magic != magic || i.version < 1 ||
		i.memoryEntries > most || i.memory > mapped-most*uint64(unsafe.Sizeof(memoryEntry{})) {
		return from + defaultSize
	}
	end := uint64(from)
	for grown := true; grown; {
		grown = false
		for n := range uintptr(i.memoryEntries) {
			e := (*memoryEntry)(unsafe.Pointer(uintptr(i.memory) + n*unsafe.Sizeof(memoryEntry{})))
			if e.kind == isMemory && e.addr <= end && end-e.addr < e.size {
				end = e.addr + e.size
				grown = true
			}
		}
	}
	return uintptr(end)
}
