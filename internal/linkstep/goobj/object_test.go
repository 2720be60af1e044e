package goobj

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const source = `package p

import "fmt"

type T struct{ a, b *int }

var (
	Constant = T{&n, nil}
	Computed = T{new(int), f()}
	Zero     T
	n        int
	Inner    = []T{{f(), nil}}
	Outer    = []T{{&n, nil}}
)

func f() *int { fmt.Println(); return &n }
`

// compiled returns the object of a package that the toolchain in use compiles.
func compiled(t testing.TB, flags ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/x.y/p.q\n\ngo 1.26\n", "p.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", append(append([]string{"build", "-o", "p.a"}, flags...), ".")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "p.a"))
	if err != nil {
		t.Fatal(err)
	}
	// The object is the last member.
	at := bytes.LastIndex(data, []byte("go object "))
	return data[at:]
}

func TestObject(t *testing.T) {
	o, err := Parse(compiled(t))
	if err != nil {
		t.Fatal(err)
	}
	const prefix = "example.com/x.y/p%2eq"
	if got := Prefix("example.com/x.y/p.q"); got != prefix {
		t.Errorf("Prefix = %s", got)
	}
	task, after := o.InitTask(prefix)
	if task != prefix+"..inittask" || !slices.Contains(after, "fmt..inittask") {
		t.Errorf("InitTask = %q, %q", task, after)
	}
	if task, after := o.InitTask("other"); task != "" || after != nil {
		t.Errorf("InitTask of another package = %q, %q", task, after)
	}
	if imports := o.Imports(); !slices.Contains(imports, "fmt") {
		t.Errorf("Imports = %q", imports)
	}
	syms := o.Lookup(prefix+".Constant", prefix+".Computed", prefix+".Zero", prefix+".Inner", prefix+".Outer", prefix+".nosuch")
	if len(syms) != 5 {
		t.Fatalf("Lookup = %v", syms)
	}
	indices := make(map[int]bool)
	for name, s := range syms {
		indices[s.Index] = true
		if about := o.Describe(prefix, s); len(about.aux) != 2 || about.aux[0].kind != auxGotype || about.aux[1].kind != auxDwarfInfo {
			t.Errorf("%s: %+v", name, about)
		}
	}
	written := o.Written(indices)
	if len(written) != 2 || !written[syms[prefix+".Computed"].Index] || !written[syms[prefix+".Inner"].Index] {
		t.Errorf("Written = %v of %v", written, syms)
	}
	if o.Err() != nil {
		t.Error(o.Err())
	}
}

// With -asan, code refers to all variables to describe them.
func TestWrittenDescribed(t *testing.T) {
	const prefix = "example.com/x.y/p%2eq"
	o, err := Parse(compiled(t, "-gcflags=-asan"))
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Lookup(prefix+"..asanglobals")) == 0 {
		t.Fatal("no table describes the variables")
	}
	syms := o.Lookup(prefix+".Constant", prefix+".Computed")
	constant, computed := syms[prefix+".Constant"].Index, syms[prefix+".Computed"].Index
	if written := o.Written(map[int]bool{constant: true, computed: true}); written[constant] || !written[computed] {
		t.Errorf("Written = %v, Constant is %d", written, constant)
	}
}

func TestBuilder(t *testing.T) {
	for _, c := range []struct {
		header string
		word   string
	}{
		{"go object linux amd64 go1.26.8", "\x05\x00\x00\x00\x00\x00\x00\x00"},
		{"go object linux 386 go1.26.8", "\x05\x00\x00\x00"},
		{"go object linux s390x go1.26.8", "\x00\x00\x00\x00\x00\x00\x00\x05"},
		{"go object linux mips go1.26.8", "\x00\x00\x00\x05"},
	} {
		b := NewBuilder(&Object{Header: c.header, data: make([]byte, headerSize)})
		table := b.DefineStatic("table", ROData)
		table.AddrOf("elsewhere.x")
		table.Word(5)
		v := b.Define("p.V", Data)
		v.Describe(Description{[]aux{{auxGotype, Named("type:T")}, {auxDwarfInfo, Target{prefix: "q", index: 7}}}})
		v.Addr(table)
		v.AddrPlus(table, 3)
		v.Pad(100)
		bss := b.DefineStatic("space", NoPtrBSS)
		bss.Pad(12)

		o, err := Parse(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if o.Header != c.header || o.defined() != 3 {
			t.Fatalf("header %q, %d symbols", o.Header, o.defined())
		}
		s := o.symbol(1)
		if s.Name != "p.V" || s.Kind != Data || s.Size != 100 {
			t.Errorf("%+v", s)
		}
		if about := o.Describe("", s); len(about.aux) != 2 || about.aux[0].to != Named("type:T") {
			t.Errorf("%+v", about)
		}
		if r := readRef(o.bytes(blkAux, 1, auxSize)[1:]); r != (ref{1, 7}) || o.str(o.bytes(blkPkgIdx, 1, pkgNameSize)) != "q" {
			t.Errorf("reference to symbol 7 of package q: %v", r)
		}
		var targets []string
		for i := range 3 {
			o.relocs(i, func(r ref) bool {
				targets = append(targets, o.named(r))
				return true
			})
		}
		if !slices.Equal(targets, []string{"elsewhere.x", "table", "table"}) {
			t.Errorf("relocations to %q", targets)
		}
		data := o.data[o.off[blkData]:o.off[blkData+1]]
		if want := strings.Repeat("\x00", len(c.word)) + c.word; !strings.HasPrefix(string(data), want) || len(data) != 4*len(c.word) {
			t.Errorf("%s: data %q", c.header, data)
		}
		if s := o.symbol(2); s.Size != 12 || o.Err() != nil {
			t.Errorf("%+v, %v", s, o.Err())
		}
	}
}

func TestRename(t *testing.T) {
	b := NewBuilder(&Object{Header: "go object linux amd64 go1.26.8", data: make([]byte, headerSize)})
	d := b.Define("p.defined", Data)
	d.AddrOf("q.used")
	d.AddrOfFunc("q.used")
	d.AddrOf("q.used.also")
	b.DefineStatic("p.defined", Data)
	before := b.Bytes()
	kept := slices.Clone(before)
	after, err := Rename(before, func(n Name) Name {
		switch n {
		case Name{"p.defined", false}:
			return Name{"longer.than.before", false}
		case Name{"q.used", true}:
			return Name{"r", false}
		}
		return n
	})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, kept) {
		t.Error("the object itself has changed")
	}
	o, err := Parse(after)
	if err != nil {
		t.Fatal(err)
	}
	if s := o.symbol(0); s.Name != "longer.than.before" || !slices.Equal(o.References(s), []string{"q.used", "r", "q.used.also"}) || o.Err() != nil {
		t.Errorf("%+v refers to %q, %v", s, o.References(s), o.Err())
	}
	if s := o.symbol(1); s.Name != "p.defined" {
		t.Errorf("a static symbol has become %s", s.Name)
	}
	for i := 2; i < 5; i++ {
		if o.sym(i)[8] != 0 {
			t.Errorf("%s is a Go function", o.str(o.sym(i)))
		}
	}
	if same, err := Rename(before, func(n Name) Name { return n }); err != nil || !bytes.Equal(same, before) {
		t.Errorf("an object without new names has changed, %v", err)
	}
}

// FuzzParse reads damaged objects: errors are fine, panics are not.
func FuzzParse(f *testing.F) {
	whole := compiled(f)
	f.Add(whole)
	b := NewBuilder(&Object{Header: "go object linux amd64 go1.26.8", data: make([]byte, headerSize)})
	b.Define("p.V", Data).AddrOf("x")
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := Parse(data)
		if err != nil {
			return
		}
		o.Shared()
		o.Imports()
		o.InitTask("p")
		indices := make(map[int]bool)
		for i := range min(o.defined(), 1000) {
			o.Describe("p", o.symbol(i))
			o.References(o.symbol(i))
			indices[i] = true
		}
		o.Written(indices)
		Rename(data, func(n Name) Name { return Name{n.Text + "x", !n.Go} })
	})
}
