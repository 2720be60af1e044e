//go:build !bump && !pools

package main

import _ "premain.dev/bare/alloc/heap"

const allocator = "heap"
