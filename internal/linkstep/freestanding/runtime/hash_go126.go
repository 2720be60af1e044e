//go:build premain_bare && !go1.27

package runtime

import "unsafe"

// Go has these in assembly that uses instructions for AES where there are any.

func memhash(p unsafe.Pointer, h, s uintptr) uintptr { return memhashFallback(p, h, s) }
func memhash32(p unsafe.Pointer, h uintptr) uintptr  { return memhash32Fallback(p, h) }
func memhash64(p unsafe.Pointer, h uintptr) uintptr  { return memhash64Fallback(p, h) }
func strhash(p unsafe.Pointer, h uintptr) uintptr    { return strhashFallback(p, h) }
