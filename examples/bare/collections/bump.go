//go:build bump

package main

import _ "premain.dev/bare/alloc/bump"

const allocator = "bump"
