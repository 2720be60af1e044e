package pl061

// Trigger is what lets a pin interrupt.
type Trigger int

const (
	Falling   Trigger = iota // when it becomes low
	Rising                   // when it becomes high
	EachEdge                 // when it becomes low or high
	WhileLow                 // as long as it is low
	WhileHigh                // as long as it is high
)

// InterruptOn chooses what lets a pin interrupt, drops what it has requested by an edge before, and enables its interrupts. The line of the controller has to be
// enabled besides, by [premain.dev/bare.EnableInterrupt]. It panics at a value that is no Trigger.
func (r Registers) InterruptOn(pin int, t Trigger) {
	mask := bit(pin)
	if t < Falling || t > WhileHigh {
		panic("pl061: there is no such trigger")
	}
	// A change of what triggers may look like an edge.
	r.Enabled().ClearBits(mask)
	set := func(on bool) uint32 {
		if on {
			return mask
		}
		return 0
	}
	r.Levels().Modify(mask, set(t >= WhileLow))
	r.BothEdges().Modify(mask, set(t == EachEdge))
	r.Events().Modify(mask, set(t == Rising || t == WhileHigh))
	r.ClearStatus().Store(mask)
	r.Enabled().SetBits(mask)
}

// DisableInterrupt ends the interrupts of a pin.
func (r Registers) DisableInterrupt(pin int) { r.Enabled().ClearBits(bit(pin)) }

// Interrupting reports whether an interrupt of a pin leaves the controller: whether the pin is why the handler of the controller's line runs.
func (r Registers) Interrupting(pin int) bool { return r.Status().HasBits(bit(pin)) }

// ClearInterrupt ends the interrupt that an edge of a pin has requested. One that a level requests ends with that level; in QEMU, it has to be
// cleared after that, too.
func (r Registers) ClearInterrupt(pin int) { r.ClearStatus().Store(bit(pin)) }
