//go:build premain_bare && (arm64 || riscv64)

package linux

const (
	sysWrite       = 64
	sysExitGroup   = 94
	sysSigaltstack = 132
	sysSigaction   = 134
	sysMmap        = 222
)

// The kernel lets handlers return by itself, and its struct has the mask where others have the address of a function for that.
func newAction() action { return action{handler: handlerAddress(), flags: handlerFlags} }
