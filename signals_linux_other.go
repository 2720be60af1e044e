//go:build linux && !(mips || mipsle || mips64 || mips64le)

package premain

// signalMask128 says that a mask of signals has 128 bits.
const signalMask128 = false
