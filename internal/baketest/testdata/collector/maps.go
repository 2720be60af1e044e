//go:build maps

package main

import "premain.dev/bake"

var table = bake.Value(linkTimeTable)

func init() { variables = append(variables, &table) }

//go:noinline
func linkTimeTable() []map[uint64]*leaf {
	table := make([]map[uint64]*leaf, 20)
	for i := range table {
		table[i] = map[uint64]*leaf{1: newLeaf(1, 0), 2: newLeaf(2, 1)}
	}
	return table
}
