package virtriscv64

// SerialPort is the line of the serial port. It interrupts while Read would return at once, until Read has taken what has been received.
const SerialPort = 10
