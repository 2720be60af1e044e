//go:build premain

package preinit

import _ "runtime" // as in the plain world, so that packages are initialised in the same order

// Func is what the link step reads.
func Func(f func(*Process), priority ...Priority) *Function {
	return functions.Add(Function{f, priority})
}

// begun tells that the runtime has been given the process.
var begun bool

func init() {
	if len(program.functions) > 0 && !begun {
		refuse("premain.dev/preinit: the program did not start at its own entry, and its preinit functions have not run; " +
			"link it without another one (-ldflags=-E, -Wl,-e, objcopy --set-start)")
	}
}
