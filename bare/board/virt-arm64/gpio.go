package virtarm64

import (
	"premain.dev/bare/device/pl061"
	"premain.dev/bare/mmio"
)

// GPIO has eight pins. Pin 3 is the power button, an input that is high for a moment when the command system_powerdown of QEMU's monitor presses it. The others
// are not connected; what the program puts on a pin can be read back. A hosted program can take it, and must not access the registers: they
// are not there.
var GPIO = mmio.Peripheral[pl061.Registers]{Address: 0x09030000}
