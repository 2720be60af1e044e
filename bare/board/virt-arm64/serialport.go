//go:build premain_bare

package virtarm64

import "premain.dev/bare/mmio"

// serialPort is the first serial port, a PL011.
const serialPort = 0x09000000

// Its registers, after the PrimeCell UART Technical Reference Manual, ARM DDI 0183.
const (
	portData        mmio.Reg32 = serialPort
	portFlags       mmio.Reg32 = serialPort + 0x18
	portLineControl mmio.Reg32 = serialPort + 0x2c
	portControl     mmio.Reg32 = serialPort + 0x30
	portInterrupts  mmio.Reg32 = serialPort + 0x38 // those that are not masked
)

// Bits of portFlags.
const (
	receiveEmpty = 1 << 4
	transmitFull = 1 << 5
)

// startSerialPort leaves the FIFOs disabled: to enable them drops what has arrived before.
func startSerialPort() {
	const (
		eightBits                  = 3 << 5
		enabled, transmit, receive = 1 << 0, 1 << 8, 1 << 9
		received                   = 1 << 4
	)
	portLineControl.Store(eightBits)
	portControl.Store(enabled | transmit | receive)
	portInterrupts.Store(received)
}

func write(p []byte) {
	for _, c := range p {
		writeByte(c)
	}
}

func writeByte(c byte) {
	for portFlags.HasBits(transmitFull) {
	}
	portData.Store(uint32(c))
}

func read(p []byte) (n int) {
	for portFlags.HasBits(receiveEmpty) {
		rest()
	}
	for n < len(p) && !portFlags.HasBits(receiveEmpty) {
		p[n] = byte(portData.Load())
		n++
	}
	return n
}

// rest lets the processor rest until a byte has been received, or there is another interrupt.
func rest() {
	were := interrupts(false)
	own := !interruptEnabled(SerialPort)
	if own {
		enableInterrupt(SerialPort, true)
	}
	if portFlags.HasBits(receiveEmpty) {
		wait()
	}
	if own {
		enableInterrupt(SerialPort, false)
	}
	interrupts(were)
}
