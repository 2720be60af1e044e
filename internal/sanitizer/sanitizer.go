// Package sanitizer lets functions compiled with -race, -msan or -asan run before the Go runtime.
//
// The compiler adds calls to such functions: of the sanitizers, which the runtime starts or which want to know the goroutine, and
// of checks of unsafe pointers, which look into the heap. Where a program imports this package, the link step
// makes its assembly a part of package runtime.
//
//   - What is called runtime_f here takes the place of runtime.f for all packages but runtime itself. It returns at once as
//     long as Early is set, and goes on to the runtime's function, original_f here, otherwise. So nothing is
//     checked before the runtime.
//   - What is called save_g puts g where the assembly of the race detector looks for it, on arm64.
//   - What is called __tsan_f here takes the place of the race detector's function where runtime calls that. The first
//     argument is what the detector knows of the goroutine, and nothing in a g that the runtime has not set up. Arguments and the
//     registers that may change are those of C.
//
// The names begin with premain, too, so that they are nobody else's. All other calls find out for themselves that there is nothing
// to do. For that the g with which Go code runs before the runtime must have an m, whose g0 and curg are that g.
package sanitizer

// Early is not 0 before the Go runtime.
var Early uint8
