package pl061_test

import (
	"testing"
	"unsafe"

	"premain.dev/bare/device/pl061"
)

// memory is in place of a controller: it keeps what is stored.
var memory [0x1000 / 4]uint32

const (
	directions  = 0x400 / 4
	levels      = 0x404 / 4
	bothEdges   = 0x408 / 4
	events      = 0x40c / 4
	enabled     = 0x410 / 4
	rawStatus   = 0x414 / 4
	status      = 0x418 / 4
	clearStatus = 0x41c / 4
	alternates  = 0x420 / 4
)

func controller() pl061.Registers {
	memory = [len(memory)]uint32{}
	return pl061.Registers(uintptr(unsafe.Pointer(&memory)))
}

// changed compares the memory with the words that are to differ from a value, which all others have.
func changed(t *testing.T, value uint32, words map[int]uint32) {
	t.Helper()
	for i, got := range memory {
		want, ok := words[i]
		if !ok {
			want = value
		}
		if got != want {
			t.Errorf("at %#x: %#x, want %#x", i*4, got, want)
		}
	}
}

func fill(value uint32) {
	for i := range memory {
		memory[i] = value
	}
}

func TestPins(t *testing.T) {
	for pin := range pl061.Pins {
		mask := uint32(1) << pin
		r := controller()
		r.Output(pin)
		changed(t, 0, map[int]uint32{directions: mask})
		if !r.IsOutput(pin) {
			t.Errorf("pin %d is no output", pin)
		}
		r.Set(pin, true)
		changed(t, 0, map[int]uint32{directions: mask, int(mask): mask})
		if !r.Get(pin) {
			t.Errorf("pin %d is low", pin)
		}
		fill(0xff)
		r.Set(pin, false)
		changed(t, 0xff, map[int]uint32{int(mask): 0})
		if r.Get(pin) {
			t.Errorf("pin %d is high", pin)
		}
		r.Input(pin)
		changed(t, 0xff, map[int]uint32{int(mask): 0, directions: 0xff &^ mask})
		if r.IsOutput(pin) {
			t.Errorf("pin %d is an output", pin)
		}
	}
}

func TestInterrupts(t *testing.T) {
	const pin, mask = 6, 1 << 6
	for _, c := range []struct {
		trigger             pl061.Trigger
		level, both, rising uint32
	}{
		{pl061.Falling, 0, 0, 0},
		{pl061.Rising, 0, 0, mask},
		{pl061.EachEdge, 0, mask, 0},
		{pl061.WhileLow, mask, 0, 0},
		{pl061.WhileHigh, mask, 0, mask},
	} {
		for _, before := range []uint32{0, 0xff} {
			r := controller()
			fill(before)
			r.InterruptOn(pin, c.trigger)
			others := before &^ mask
			changed(t, before, map[int]uint32{
				levels: others | c.level, bothEdges: others | c.both, events: others | c.rising, enabled: others | mask, clearStatus: mask,
			})
		}
	}
	r := controller()
	fill(0xff)
	r.DisableInterrupt(pin)
	changed(t, 0xff, map[int]uint32{enabled: 0xff &^ mask})
	r.ClearInterrupt(pin)
	changed(t, 0xff, map[int]uint32{enabled: 0xff &^ mask, clearStatus: mask})
	if !r.Interrupting(pin) {
		t.Error("the status is not what says that a pin interrupts")
	}
	memory[status] = 0xff &^ mask
	if r.Interrupting(pin) {
		t.Error("another pin's status counts")
	}
}

func TestRegisters(t *testing.T) {
	r := controller()
	for i := range memory {
		memory[i] = uint32(i)
	}
	for i, got := range map[int]uint32{
		0: r.Data(0).Load(), 0x3fc / 4: r.Data(0xff).Load(), 0xa5: r.Data(0xa5).Load(), directions: r.Directions().Load(), levels: r.Levels().Load(),
		bothEdges: r.BothEdges().Load(), events: r.Events().Load(), enabled: r.Enabled().Load(), rawStatus: r.RawStatus().Load(),
		status: r.Status().Load(), clearStatus: r.ClearStatus().Load(), alternates: r.Alternates().Load(),
	} {
		if got != uint32(i) {
			t.Errorf("the register at %#x is at %#x", i*4, got*4)
		}
	}
}

func TestWrong(t *testing.T) {
	r := controller()
	for name, f := range map[string]func(){
		"pin 8":      func() { r.Set(8, true) },
		"pin -1":     func() { r.Get(-1) },
		"output 8":   func() { r.Output(8) },
		"trigger 5":  func() { r.InterruptOn(0, 5) },
		"trigger -1": func() { r.InterruptOn(0, -1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
	changed(t, 0, nil)
}
