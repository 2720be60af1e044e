package mmio_test

import (
	"runtime/debug"
	"testing"

	"premain.dev/bare/mmio"
)

// TestPorts has a process access ports, which it may not. What the accesses are is for TestDisassembly.
func TestPorts(t *testing.T) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	p := mmio.Peripheral[mmio.Port8]{Address: 0x80}
	port, ok := p.Take()
	if port != 0x80 || !ok {
		t.Fatalf("Take returns %#x, %v", port, ok)
	}
	for name, access := range map[string]func(){
		"Port8.Load":   func() { port.Load() },
		"Port8.Store":  func() { port.Store(0) },
		"Port16.Load":  func() { mmio.Port16(port).Load() },
		"Port16.Store": func() { mmio.Port16(port).Store(0) },
		"Port32.Load":  func() { mmio.Port32(port).Load() },
		"Port32.Store": func() { mmio.Port32(port).Store(0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is no fault", name)
				}
			}()
			access()
		}()
	}
}
