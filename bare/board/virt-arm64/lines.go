package virtarm64

// Lines of interrupts, for [premain.dev/bare.Interrupt] and [premain.dev/bare.EnableInterrupt].
const (
	Timer      = 27 // of Tick: the virtual timer of the processor
	SerialPort = 33 // a byte has been received, until Read has returned it
	GPIOLine   = 39 // a pin of GPIO requests an interrupt, until it is cleared there
)
