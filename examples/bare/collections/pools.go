//go:build pools

package main

import _ "premain.dev/bare/alloc/pools"

const allocator = "pools"
