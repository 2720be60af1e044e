package measure

import (
	"maps"
	"testing"
	"time"
)

func TestReadCallgrind(t *testing.T) {
	got, err := readCallgrind([]byte(`version: 1
creator: callgrind
positions: line
events: Ir

ob=/bin/x
fl=a.go
fn=main.main
10 3
12 4
cfn=runtime.f
calls=2 20
12 900
13 1
fn=runtime.f
20 450
21 450

totals: 908
`))
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]int{"main.main": 8, "runtime.f": 900}; got.Total != 908 || !maps.Equal(got.Functions, want) {
		t.Errorf("got %v", got)
	}
}

func TestReadPerf(t *testing.T) {
	got, err := readPerf([]byte("# started on some day\n\n281723,,instructions:u,1000,100.00,,\n"))
	if err != nil || got.Total != 281723 {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := readPerf([]byte("<not supported>,,instructions:u,0,100.00,,\n")); err == nil {
		t.Error("no error for a counter that is not supported")
	}
}

func TestReadGoBenchmarks(t *testing.T) {
	got, err := readGoBenchmarks([]byte("goos: linux\nBenchmarkAdd/100 \t 10 \t 7411 ns/op \t 74.11 ns/item\nPASS\n"), "ns/item")
	if want := map[string]float64{"Add/100": 74.11}; err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestReadInits(t *testing.T) {
	got, err := readInits([]byte("init runtime @0.05 ms, 0.04 ms clock, 0 bytes, 0 allocs\n"+
		"init main @0.9 ms, 0.25 ms clock, 4096 bytes, 7 allocs\nhello\n"), func(pkg string) bool { return pkg == "main" })
	if want := (Inits{1, 250 * time.Microsecond, 7, 4096}); err != nil || got != want {
		t.Errorf("got %v, %v", got, err)
	}
}
