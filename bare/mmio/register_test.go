package mmio_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unsafe"

	"premain.dev/bare/mmio"
)

type word interface {
	uint8 | uint16 | uint32 | uint64
}

// register is what registers of all widths have.
type register[W word, F any] interface {
	~uintptr
	Load() W
	Store(W)
	SetBits(W)
	ClearBits(W)
	Modify(clear, set W)
	HasBits(W) bool
	Get(F) W
	Set(F, W)
}

// field is what fields of all widths have.
type field[W word] interface {
	Mask() W
	Bits(W) W
	Value(W) W
}

// memory stands in for a device. It does not move.
var memory [4]uint64

func TestRegisters(t *testing.T) {
	t.Run("8", func(t *testing.T) {
		testRegister[mmio.Reg8](t, func(low, width uint8) mmio.Field8 { return mmio.Field8{Low: low, Width: width} })
	})
	t.Run("16", func(t *testing.T) {
		testRegister[mmio.Reg16](t, func(low, width uint8) mmio.Field16 { return mmio.Field16{Low: low, Width: width} })
	})
	t.Run("32", func(t *testing.T) {
		testRegister[mmio.Reg32](t, func(low, width uint8) mmio.Field32 { return mmio.Field32{Low: low, Width: width} })
	})
	t.Run("64", func(t *testing.T) {
		testRegister[mmio.Reg64](t, func(low, width uint8) mmio.Field64 { return mmio.Field64{Low: low, Width: width} })
	})
}

// testRegister does random things to random registers in the memory, and to a model of the memory.
func testRegister[R register[W, F], W word, F field[W]](t *testing.T, newField func(low, width uint8) F) {
	size := int(unsafe.Sizeof(W(0)))
	count := len(memory) * 8 / size
	words := (*[len(memory) * 8]W)(unsafe.Pointer(&memory))[:count]
	random := rand.New(rand.NewPCG(uint64(size), 1))
	model := make([]W, count)
	for i := range model {
		model[i] = W(random.Uint64())
		words[i] = model[i]
	}
	for range 20000 {
		i := random.IntN(count)
		r := R(uintptr(unsafe.Pointer(&words[i])))
		a, b := W(random.Uint64()), W(random.Uint64())
		low := uint8(random.IntN(8 * size))
		width := uint8(1 + random.IntN(8*size-int(low)))
		f := newField(low, width)
		mask := ^W(0) >> (8*size - int(width)) << low
		value := a & (mask >> low)
		got, want := W(0), W(0)
		var what string
		switch random.IntN(10) {
		case 0:
			what, got, want = "Load", r.Load(), model[i]
		case 1:
			what, model[i] = "Store", a
			r.Store(a)
		case 2:
			what, model[i] = "SetBits", model[i]|a
			r.SetBits(a)
		case 3:
			what, model[i] = "ClearBits", model[i]&^a
			r.ClearBits(a)
		case 4:
			what, model[i] = "Modify", model[i]&^a|b
			r.Modify(a, b)
		case 5:
			if random.IntN(2) == 0 {
				a &= model[i]
			}
			what = "HasBits"
			if r.HasBits(a) {
				got = 1
			}
			if a&^model[i] == 0 {
				want = 1
			}
		case 6:
			what, got, want = "Get", r.Get(f), model[i]&mask>>low
		case 7:
			what, model[i] = "Set", model[i]&^mask|value<<low
			r.Set(f, value)
		case 8:
			what, got, want = "Mask", f.Mask(), mask
		case 9:
			what, got, want = "Bits and Value", f.Bits(value)+f.Value(b), value<<low+b&mask>>low
		}
		if got != want {
			t.Fatalf("%s(%#x, %#x), field %d, %d: got %#x, want %#x", what, a, b, low, width, got, want)
		}
		for j := range model {
			if words[j] != model[j] {
				t.Fatalf("after %s(%#x, %#x) of register %d, field %d, %d: %d is %#x, want %#x", what, a, b, i, low, width, j, words[j], model[j])
			}
		}
	}
}

// TestFieldErrors has no memory at the addresses of registers, so that an access would be another panic.
func TestFieldErrors(t *testing.T) {
	for _, test := range []struct {
		f    func()
		want string
	}{
		{func() { mmio.Reg32(8).Set(mmio.Field32{Low: 5, Width: 2}, 4) },
			"mmio: Field32{Low: 5, Width: 2}: the value 4 does not fit; the largest is 3"},
		{func() { mmio.Reg8(8).Set(mmio.Field8{Low: 7, Width: 1}, 255) },
			"mmio: Field8{Low: 7, Width: 1}: the value 255 does not fit; the largest is 1"},
		{func() { mmio.Field64{Width: 63}.Bits(1<<64 - 1) },
			"mmio: Field64{Low: 0, Width: 63}: the value 18446744073709551615 does not fit; the largest is 9223372036854775807"},
		{func() { mmio.Reg16(8).Set(mmio.Field16{Low: 9, Width: 8}, 0) },
			"mmio: Field16{Low: 9, Width: 8}: the field ends after the register's last bit, which is 15"},
		{func() { mmio.Reg64(8).Get(mmio.Field64{Low: 255, Width: 255}) },
			"mmio: Field64{Low: 255, Width: 255}: the field ends after the register's last bit, which is 63"},
		{func() { mmio.Reg8(8).Get(mmio.Field8{Low: 8, Width: 1}) },
			"mmio: Field8{Low: 8, Width: 1}: the field ends after the register's last bit, which is 7"},
		{func() { mmio.Reg32(8).Get(mmio.Field32{}) },
			"mmio: Field32{Low: 0, Width: 0}: the field has no bits; give it a Width of 1 or more"},
		{func() { mmio.Field32{Low: 3}.Value(1) },
			"mmio: Field32{Low: 3, Width: 0}: the field has no bits; give it a Width of 1 or more"},
	} {
		got := func() (text string) {
			defer func() { text = fmt.Sprint(recover()) }()
			test.f()
			return ""
		}()
		if got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

// TestWidths checks that the sources for all widths are those for 32 bits, with another number.
func TestWidths(t *testing.T) {
	want := source(t, "32")
	for _, width := range []string{"8", "16", "64"} {
		got := strings.ReplaceAll(source(t, width), "uint64(value)", "wide(value)")
		if got != strings.ReplaceAll(strings.ReplaceAll(want, "uint64(value)", "wide(value)"), "32", width) {
			t.Errorf("reg%s.go is not reg32.go with %[1]s in place of 32", width)
		}
	}
}

func source(t *testing.T, width string) string {
	t.Helper()
	text, err := os.ReadFile("reg" + width + ".go")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
