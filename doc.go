// Package premain is the root of the module premain.dev: life before main, for Go.
//
// Package [premain.dev/section] gathers items from all packages of a program into tables. The command
// [premain.dev/cmd/premain] is the go command with the link step, by which the linker lays them out.
package premain
