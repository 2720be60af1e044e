package pcamd64

// The lines of interrupts that devices of every PC have, for [premain.dev/bare.Interrupt] and [premain.dev/bare.EnableInterrupt].
const (
	Timer         = 0 // of [premain.dev/bare.Tick], which enables it itself
	Keyboard      = 1
	SerialPort    = 4 // a byte has been received
	RealTimeClock = 8
)
