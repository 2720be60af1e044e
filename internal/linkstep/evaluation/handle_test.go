package evaluation

import (
	"strings"
	"testing"
)

func TestMirror(t *testing.T) {
	boolean := &typ{kind: kindBool, size: 1, align: 1}
	text := &typ{kind: kindString, size: 16, align: 8}
	pointer := &typ{kind: kindPointer, size: 8, align: 8}
	double := &typ{kind: 14, size: 8, align: 8}
	empty := &typ{kind: kindStruct, align: 1}
	inner := &typ{kind: kindStruct, size: 32, align: 8, fields: []field{{"a", 0, boolean}, {"_", 8, text}, {"p", 24, pointer}}}
	for _, c := range []struct {
		typ  *typ
		want string // or nothing for a type without mirror
	}{
		{boolean, "bool"},
		{double, "float64"},
		{pointer, "unsafe.Pointer"},
		{&typ{kind: kindInterface}, "any"},
		{&typ{kind: kindInterface, methods: 2}, "interface{ M() }"},
		{&typ{kind: kindArray, elem: text, len: 1}, "[1]string"},
		{inner, "struct { f0 bool; _ string; f2 unsafe.Pointer; }"},
		{&typ{kind: kindStruct, size: 40, align: 8, fields: []field{{"in", 0, inner}, {"end", 32, empty}}},
			"struct { f0 struct { f0 bool; _ string; f2 unsafe.Pointer; }; f1 struct { }; }"},
		{&typ{kind: kindStruct, align: 8}, "aligned"},
		{&typ{kind: kindStruct, size: 16, align: 16, fields: []field{{"text", 0, text}}}, ""},
		{&typ{kind: kindFunc}, ""},
	} {
		var b strings.Builder
		if ok := c.typ.mirror(&b); ok != (c.want != "") || ok && b.String() != c.want {
			t.Errorf("%v: %v, %q instead of %q", c.typ, ok, b.String(), c.want)
		}
	}
}
