package mmio_test

import (
	"fmt"
	"unsafe"

	"premain.dev/bare/mmio"
)

// timer is a device with registers for control, for the time, and one for each of its alarms.
type timer uintptr

func (t timer) control() mmio.Reg32          { return mmio.Reg32(t) }
func (t timer) time() mmio.Reg64             { return mmio.Reg64(t) + 0x08 }
func (t timer) alarm(n uintptr) mmio.Reg64   { return mmio.Reg64(t) + 0x10 + mmio.Reg64(8*n) }
func (t timer) settings(n uintptr) mmio.Reg8 { return mmio.Reg8(t) + 0x30 + mmio.Reg8(n) }

// Fields of its control register.
var (
	enabled = mmio.Field32{Low: 0, Width: 1}
	divider = mmio.Field32{Low: 4, Width: 12}
)

// timerMemory stands in for it here.
var timerMemory [8]uint64

func Example() {
	t := timer(uintptr(unsafe.Pointer(&timerMemory)))
	t.control().Set(divider, 1000)
	t.control().SetBits(enabled.Mask())
	t.alarm(3).Store(t.time().Load() + 500)
	t.settings(3).Modify(0x0f, 0x02)

	fmt.Println(t.control().Get(divider), t.control().HasBits(1), t.alarm(3).Load())
	// Output: 1000 true 500
}

func ExampleField32_Bits() {
	t := timer(uintptr(unsafe.Pointer(&timerMemory)))

	// One store and one load for both fields.
	t.control().Store(enabled.Bits(1) | divider.Bits(20))
	control := t.control().Load()
	fmt.Printf("%#x %d %d\n", control, enabled.Value(control), divider.Value(control))
	// Output: 0x141 1 20
}

// Timer is where a board would have the device.
var Timer = mmio.Peripheral[timer]{Address: 0x0904_0000}

func ExamplePeripheral() {
	t, ok := Timer.Take()
	fmt.Printf("%#x %v\n", t.control(), ok)
	_, ok = Timer.Take()
	fmt.Println(ok)
	Timer.Release()
	_, ok = Timer.Take()
	fmt.Println(ok)
	// Output:
	// 0x9040000 true
	// false
	// true
}
