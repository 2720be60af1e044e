package main

import "premain.dev/bare/mmio"

// accesses: in8 in8 out8 out8
//
//go:noinline
func ports8(p mmio.Port8) { p.Load(); p.Load(); p.Store(1); p.Store(1) }

// accesses: in16 in16 out16 out16
//
//go:noinline
func ports16(p mmio.Port16) { p.Load(); p.Load(); p.Store(1); p.Store(1) }

// accesses: in32 in32 out32 out32
//
//go:noinline
func ports32(p mmio.Port32) { p.Load(); p.Load(); p.Store(1); p.Store(1) }

var ports = []any{ports8, ports16, ports32}
