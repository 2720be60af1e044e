//go:build !(386 || arm || mips || mipsle)

package devicetree

import (
	"encoding/binary"
	"testing"
	"unsafe"
)

// builder builds a tree.
type builder struct{ structure, names []byte }

func (b *builder) word(v uint32) { b.structure = binary.BigEndian.AppendUint32(b.structure, v) }

func (b *builder) bytes(p []byte) {
	b.structure = append(b.structure, p...)
	for len(b.structure)%4 != 0 {
		b.structure = append(b.structure, 0)
	}
}

func (b *builder) begin(name string) {
	b.word(beginNode)
	b.bytes(append([]byte(name), 0))
}

func (b *builder) property(name string, value []byte) {
	b.word(property)
	b.word(uint32(len(value)))
	b.word(uint32(len(b.names)))
	b.names = append(append(b.names, name...), 0)
	b.bytes(value)
}

func (b *builder) reg(addr, size uint64) {
	b.property("reg", binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, addr), size))
}

// tree returns where the tree is, in memory that is not moved.
func (b *builder) tree(t *testing.T) uintptr {
	const header = 40
	clear(memory[:])
	all := memory[:]
	size := header + len(b.structure) + len(b.names)
	if size > len(all) {
		t.Fatal("the tree is too large")
	}
	for i, v := range []uint32{0xd00dfeed, uint32(size), header, uint32(header + len(b.structure)), 0, 17} {
		binary.BigEndian.PutUint32(all[4*i:], v)
	}
	copy(all[header:], b.structure)
	copy(all[header+len(b.structure):], b.names)
	return uintptr(unsafe.Pointer(&memory))
}

var memory [4 << 10]byte

func TestMemorySize(t *testing.T) {
	const at = 0x80000000
	build := func(nodes func(b *builder)) *builder {
		b := new(builder)
		b.begin("")
		b.property("compatible", []byte("riscv-virtio\x00"))
		nodes(b)
		b.word(endNode)
		b.word(9) // the end of the tree
		return b
	}
	for _, c := range []struct {
		name  string
		nodes func(b *builder)
		size  uintptr
		ok    bool
	}{
		{"memory", func(b *builder) {
			b.begin("memory@80000000")
			b.property("device_type", []byte("memory\x00"))
			b.reg(at, 256<<20)
			b.word(endNode)
		}, 256 << 20, true},
		{"behind others", func(b *builder) {
			b.begin("flash@20000000")
			b.reg(at, 1) // of another node
			b.word(nothing)
			b.begin("child")
			b.word(endNode)
			b.word(endNode)
			b.begin("memory@0")
			b.reg(0, 1<<20)
			b.word(endNode)
			b.begin("memory@80000000")
			b.property("region", []byte{1, 2, 3})
			b.reg(at, 1<<32)
			b.word(endNode)
		}, 1 << 32, true},
		{"none", func(b *builder) {
			b.begin("cpus")
			b.reg(at, 5)
			b.word(endNode)
		}, 0, false},
		{"elsewhere", func(b *builder) {
			b.begin("memory@0")
			b.reg(0, 1<<20)
			b.word(endNode)
		}, 0, false},
		{"cut off", func(b *builder) {
			b.word(beginNode)
			b.structure = append(b.structure, "memory"...)
		}, 0, false},
		{"unknown", func(b *builder) {
			b.word(7)
			b.begin("memory@80000000")
			b.reg(at, 1)
			b.word(endNode)
		}, 0, false},
	} {
		size, ok := MemorySize(build(c.nodes).tree(t), at)
		if size != c.size || ok != c.ok {
			t.Errorf("%s: got %#x, %v, want %#x, %v", c.name, size, ok, c.size, c.ok)
		}
	}
}

func TestNoTree(t *testing.T) {
	clear(memory[:])
	if size, ok := MemorySize(uintptr(unsafe.Pointer(&memory)), 0); size != 0 || ok {
		t.Errorf("got %#x, %v", size, ok)
	}
}
