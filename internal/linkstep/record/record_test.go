package record

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"premain.dev/internal/linkstep/archive"
)

func readFile(name string) (*Record, error) {
	a, err := archive.Open(name)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	return Read(a)
}

func TestRoundTrip(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.a")
	if err := os.WriteFile(name, []byte("!<arch>\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := readFile(name); !errors.Is(err, ErrMissing) {
		t.Errorf("empty archive: %v", err)
	}
	want := &Record{
		Tool:       "tool",
		Path:       "example.com/p",
		Sections:   []Section{{"Names", "Map", &Element{"int", 8, 8, []byte{1}, []Part{{0, 8}}}, "p.go:1:2", &Required{"read", "nothing reads it"}, &Entry{"start", "begin", "program"}, "single", &Places{"places", "program"}}},
		Forwarders: []Forwarder{{"Register", "Premain_Register", "example.com/p.Names", "Map", true, true}},
		Items:      []Item{{"example.com/p.Names", "premain_item_0", "premain_done_0", "premain_cell_0", "Handle", "p.go:3:4"}},
		Runtime:    []Runtime{{"hook", "internal/runtime/exithook.Add", false}, {"background", "context.Background", true}},
		Appends:    []string{"example.com/p.Names"},
		Zero:       []string{"hook"},
	}
	if err := want.Append(name); err != nil {
		t.Fatal(err)
	}
	got, err := readFile(name)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	// Every changed byte of the record shows.
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := 8 + 60; i < len(data)-1; i++ {
		data[i] ^= 0x20
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := readFile(name); err == nil {
			t.Fatalf("a change of byte %d goes unnoticed", i)
		}
		data[i] ^= 0x20
	}
}
