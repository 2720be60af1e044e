//go:build premain && linux && (race || msan || asan)

package preinit

const sanitized = 1 // for the assembly, which tells that of package sanitizer of g
