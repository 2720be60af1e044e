package evaluation

import (
	"encoding/binary"
	"encoding/json"
	"reflect"
	"testing"
)

// example is three values with three variables: the first leads to something of its own, and the second to that, too.
func example() *Portable {
	return &Portable{Objects: []PortableObject{
		{Owner: 0, Value: 0, Align: 8, PtrBytes: 8, Data: make([]byte, 8), Links: []PortableLink{{To: toObject, Object: 1, Plus: 4}}},
		{Owner: 0, Value: -1, Structs: []string{"example.com/p"}, Data: make([]byte, 24), Links: []PortableLink{{Off: 8, To: toSymbol, Symbol: 1, Plus: 3}, {Off: 16, To: toTable, Symbol: 0, Inter: 1}}},
		{Owner: 1, Value: 1, Align: 8, PtrBytes: 8, Data: make([]byte, 8), Links: []PortableLink{{To: toObject, Object: 1}}},
		{Owner: 2, Value: 2, Align: 1, Text: true, Data: []byte("text")},
	}}
}

func TestPortable(t *testing.T) {
	p := example()
	if err := p.Check(3, 2); err != nil {
		t.Fatal(err)
	}
	symbols := []Symbol{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	r := p.Result([]int{5, 6, -1}, symbols, []int{2, 1}, binary.LittleEndian)
	if n := len(r.m.inOrder); n != 3 {
		t.Fatalf("%d objects, want 3: nothing of the value that the program does not have", n)
	}
	again, numbers := r.Portable()
	want := example()
	want.Objects = want.Objects[:3]
	for i := range want.Objects { // by the numbers that the program has for values
		want.Objects[i].Owner += 5
		if want.Objects[i].Value >= 0 {
			want.Objects[i].Value += 5
		}
	}
	want.Objects[1].Structs = nil // of types, the result knows no more
	want.Objects[1].Links = []PortableLink{{Off: 8, To: toSymbol, Symbol: 0, Plus: 3}, {Off: 16, To: toTable, Symbol: 1, Inter: 0}}
	if !reflect.DeepEqual(again, want) || !reflect.DeepEqual(numbers, []int{1, 2}) {
		got, _ := json.Marshal(again)
		wanted, _ := json.Marshal(want)
		t.Errorf("%s %v\nwant %s [1 2]", got, numbers, wanted)
	}
}

func TestPortableRefuse(t *testing.T) {
	never := func(string) string { return "" }
	none := func(int) string { return "" }
	always := func(typ, inter int) bool { return true }
	const leads = "they lead to values that are computed at initialisation"
	for name, c := range map[string]struct {
		change  func(p *Portable)
		why     map[int]string
		symbol  func(int) string
		structs func(string) string
		table   func(typ, inter int) bool
		want    map[int]string
	}{
		"nothing":   {want: map[int]string{}},
		"the first": {why: map[int]string{0: "x"}, want: map[int]string{0: "x", 1: leads}},
		"another":   {why: map[int]string{1: "x"}, want: map[int]string{1: "x"}},
		"a symbol":  {symbol: func(i int) string { return []string{"", "no b"}[i] }, want: map[int]string{0: "no b", 1: leads}},
		"a struct":  {structs: func(pkg string) string { return pkg + "?" }, want: map[int]string{0: "example.com/p?", 1: leads}},
		"a table": {table: func(typ, inter int) bool { return typ != 0 || inter != 1 },
			want: map[int]string{0: "they hold interfaces, and what finds the methods for these at start needs the Go runtime", 1: leads}},
		"a map": {change: func(p *Portable) { p.Objects[2].Links[0] = PortableLink{To: toMap} },
			want: map[int]string{1: "they hold maps, and what fills these at start needs the Go runtime"}},
		"a handle": {change: func(p *Portable) { p.Objects[2].Links[0] = PortableLink{To: toHandle} },
			want: map[int]string{1: "they hold unique handles, and what makes these at start needs the Go runtime"}},
		"a way": {change: func(p *Portable) { p.Objects[2].Links[0] = PortableLink{To: toForeign} },
			want: map[int]string{1: "they hold what other variables lead to, and what takes it from there at start needs the Go runtime"}},
	} {
		p := example()
		if c.change != nil {
			c.change(p)
		}
		if c.why == nil {
			c.why = make(map[int]string)
		}
		if c.symbol == nil {
			c.symbol = none
		}
		if c.structs == nil {
			c.structs = never
		}
		if c.table == nil {
			c.table = always
		}
		if p.Refuse(c.why, c.symbol, c.structs, c.table); !reflect.DeepEqual(c.why, c.want) {
			t.Errorf("%s: %v, want %v", name, c.why, c.want)
		}
	}
}

func TestPortableCheck(t *testing.T) {
	for name, damage := range map[string]func(p *Portable){
		"an owner":               func(p *Portable) { p.Objects[0].Owner = 3 },
		"an owner below":         func(p *Portable) { p.Objects[0].Owner = -1 },
		"a value":                func(p *Portable) { p.Objects[0].Value = 3 },
		"a value below":          func(p *Portable) { p.Objects[0].Value = -2 },
		"an object":              func(p *Portable) { p.Objects[0].Links[0].Object = 4 },
		"a place in an object":   func(p *Portable) { p.Objects[0].Links[0].Plus = 25 },
		"a pointer's place":      func(p *Portable) { p.Objects[0].Links[0].Off = 1 },
		"a pointer's place, far": func(p *Portable) { p.Objects[0].Links[0].Off = 1<<64 - 4 },
		"a symbol":               func(p *Portable) { p.Objects[1].Links[0].Symbol = 2 },
		"a type":                 func(p *Portable) { p.Objects[1].Links[1].Symbol = -1 },
		"an interface":           func(p *Portable) { p.Objects[1].Links[1].Inter = 2 },
		"a kind of pointer":      func(p *Portable) { p.Objects[0].Links[0].To = toHandle + 1 },
	} {
		p := example()
		if damage(p); p.Check(3, 2) == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
