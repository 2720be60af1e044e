// Package platformtest tests linked builds on every platform of Go: it builds the programs below testdata for all of
// them, looks into what the linker has made, and runs what an emulator can run here.
package platformtest
