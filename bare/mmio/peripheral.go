package mmio

import "sync/atomic"

// Peripheral is a device that has one owner at a time. T is the type of its registers, whose value is where the device begins, in memory
// or among the I/O ports of amd64. It is meant for a package-level variable with an Address, which is constant data:
//
//	var GPIO = mmio.Peripheral[pl061.Registers]{Address: 0x0903_0000}
//
// Whoever needs the device asks for its registers by Take, and passes them on to what works for them. So two drivers that do not know of each
// other cannot both have it. That is a convention which the package keeps, not the compiler: the registers are a value that can be copied and
// that Release does not take away, and whoever uses the Address has not asked.
//
// A Peripheral must not be copied after its first use.
type Peripheral[T ~uintptr | ~uint16] struct {
	Address T // where the device begins; not changed once the program runs

	taken atomic.Bool
}

// Take returns the registers, and true, if nobody has them. Otherwise it returns zero and false. Of several that call it at the same time, from
// goroutines, processors or interrupt handlers, one gets the registers. It does not wait.
func (p *Peripheral[T]) Take() (registers T, ok bool) {
	if !p.taken.CompareAndSwap(false, true) {
		return 0, false
	}
	return p.Address, true
}

// Release gives the device back, so that it can be taken again. What the owner has done before happens before what the next one does after its Take; for
// accesses of the device, that takes a [Barrier] if they are of different processors. Release panics if the device is not taken.
func (p *Peripheral[T]) Release() {
	if !p.taken.CompareAndSwap(true, false) {
		panic("mmio: release of a peripheral that is not taken")
	}
}
