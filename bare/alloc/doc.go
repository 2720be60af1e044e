// Package alloc has the allocators of programs without the Go runtime: what serves new, make, append, maps and closures where there
// is no operating system to ask for memory and no garbage collector to find out what is no longer in use. There are three:
//
//	       a block costs on top      Free                    fails, though memory is left, if
//	Bump   alignment                 only counts             what is left of its regions is too small
//	Pools  rounding up to a size     puts into a pool        that is in pools of smaller sizes
//	Heap   a word, and rounding up   joins with neighbours   that is in pieces
//
// All take constant time, but for clearing what they return.
//
// Which one?
//
//   - [Bump] if the program allocates when it starts and then no more, or works in rounds, after each of which it needs nothing of
//     what it has allocated: Release gives it back. A program that keeps allocating without that ends when memory does, as
//     Go never calls Free by itself.
//   - [Pools] if the program frees, knows the sizes of what it allocates, and must run for ever: it never fragments. An append that
//     grows a slice wants a block of twice the size each time, and what is larger than the largest size is refused. Its Free
//     notices every pointer that it must not be given.
//   - [Heap] in any other case. It is the only one that serves any size and uses freed memory for other sizes.
//
// In a program that frees, begin with Heap and Debug, which finds memory that is freed twice and writes past the end of a block;
// read Peak and Failures in [Statistics]; then choose.
//
// All three work in ordinary Go, too, as tests do, on memory that is given to them:
//
//	heap := alloc.Heap{Debug: true}
//	heap.Use(make([]byte, 1<<20))
//	p := heap.Allocate(100, 8)
//	…
//	heap.Free(p)
//
// They clear what they return. Of memory given to Use they assume nothing, unless Zeroed says that it is zero, as that of
// package-level variables is when a program starts: then they do not clear again what has never been in use.
//
// No method allocates, and each panics with a constant only, since there is no heap but theirs. None is safe for concurrent use.
package alloc
