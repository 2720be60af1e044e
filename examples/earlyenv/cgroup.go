//go:build linux && (amd64 || arm64 || riscv64)

package main

import "premain.dev/preinit"

// unlimited is more than there is anywhere. The first version of cgroups tells a number like this where there is no limit.
const unlimited = 1 << 62

// memoryLimit returns how many bytes the cgroup of the process may have: its limit, or that of a cgroup around it if that is less. The
// first version of cgroups has a tree for each resource, the second one for all, and a machine may have both.
func memoryLimit(root string) int64 {
	var space [4096]byte
	content, err := preinit.ReadFile("/proc/self/cgroup", space[:])
	if err != 0 {
		return unlimited
	}
	limit := int64(unlimited)
	rest := preinit.String(content)
	for rest != "" {
		var line string
		line, rest, _ = preinit.Cut(rest, '\n')
		_, line, _ = preinit.Cut(line, ':') // the number of the tree
		resources, path, _ := preinit.Cut(line, ':')
		if resources == "" {
			limit = min(limit, least(root, "", path, "/memory.max"))
		} else if has(resources, "memory") {
			limit = min(limit, least(root, "/memory", path, "/memory.limit_in_bytes"))
		}
	}
	return limit
}

// has reports whether a name is in a list with commas.
func has(list, name string) bool {
	for list != "" {
		var first string
		if first, list, _ = preinit.Cut(list, ','); first == name {
			return true
		}
	}
	return false
}

// least returns the least limit in the directory of a cgroup and in those above. A container may not have the inner ones, and the root of all
// has none.
func least(root, tree, path, file string) int64 {
	limit := int64(unlimited)
	for {
		var space [4096]byte
		n := copy(space[:], root)
		n += copy(space[n:], tree)
		n += copy(space[n:], path)
		n += copy(space[n:], file)
		var number [32]byte
		content, err := preinit.ReadFile(preinit.String(space[:n]), number[:])
		if err == 0 {
			line, _, _ := preinit.Cut(preinit.String(content), '\n')
			if bytes, ok := preinit.ParseInt(line); ok { // and not max
				limit = min(limit, bytes)
			}
		}
		if path == "" {
			return limit
		}
		path = parent(path)
	}
}

// parent returns the path above one that is not empty.
func parent(path string) string {
	i := len(path) - 1
	for i > 0 && path[i] != '/' {
		i--
	}
	return path[:i]
}
