// Package pl061 is the driver of a GPIO controller, the ARM PrimeCell PL061, with eight pins. The source is its manual, ARM DDI 0190.
//
//	pins, ok := virtarm64.GPIO.Take()
//	…
//	pins.Output(5)
//	pins.Set(5, true)
//
// Pins have the numbers 0 to 7; methods that take one panic at others. Set and Get are one access each, and touch no other pin. The methods that
// choose a pin's direction, or when it interrupts, are a load and a store of a register that all pins share: where an interrupt handler calls one of them,
// too, the program calls them while interrupts wait.
//
// Nothing here needs a heap.
package pl061

import "premain.dev/bare/mmio"

// Registers are those of a controller. The value is its address. In all of them, bit n is about pin n, and the upper 24 bits are
// zero.
type Registers uintptr

// Data is the levels of the pins of a mask: the address holds the mask, and a store leaves the other pins as they are; a load has zeros for them.
func (r Registers) Data(mask uint8) mmio.Reg32 { return mmio.Reg32(r) + mmio.Reg32(mask)<<2 }

// Directions has a one for each output.
func (r Registers) Directions() mmio.Reg32 { return mmio.Reg32(r) + 0x400 }

// Levels has a one for each pin that interrupts by its level, and a zero for one that does so by an edge.
func (r Registers) Levels() mmio.Reg32 { return mmio.Reg32(r) + 0x404 }

// BothEdges has a one for each pin that interrupts at both edges, whatever Events says.
func (r Registers) BothEdges() mmio.Reg32 { return mmio.Reg32(r) + 0x408 }

// Events has a one for each pin that interrupts at the rising edge or while high, and a zero for the falling edge and low.
func (r Registers) Events() mmio.Reg32 { return mmio.Reg32(r) + 0x40c }

// Enabled has a one for each pin whose interrupts leave the controller.
func (r Registers) Enabled() mmio.Reg32 { return mmio.Reg32(r) + 0x410 }

// RawStatus has a one for each pin that has an interrupt, enabled or not. It can only be read.
func (r Registers) RawStatus() mmio.Reg32 { return mmio.Reg32(r) + 0x414 }

// Status has a one for each pin whose interrupt leaves the controller. It can only be read.
func (r Registers) Status() mmio.Reg32 { return mmio.Reg32(r) + 0x418 }

// ClearStatus takes a one for each pin whose interrupt by an edge is over. It can only be written.
func (r Registers) ClearStatus() mmio.Reg32 { return mmio.Reg32(r) + 0x41c }

// Alternates has a one for each pin that another device controls.
func (r Registers) Alternates() mmio.Reg32 { return mmio.Reg32(r) + 0x420 }
