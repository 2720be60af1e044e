package measure

import (
	"maps"
	"slices"
	"strings"
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

func TestReadTrace(t *testing.T) {
	const log = `Trace 0: 0x7f1db8000100 [0000000000104004/0000000040200000/00000121/ff000201] entry
Trace 0: 0x7f1db8000240 [0000000000104004/0000000040200004/00000121/ff000201] entry
Stopped execution of TB chain before 0x7f1db8000240 [0000000040200004] entry
Trace 0: 0x7f1db8000240 [0000000000104004/0000000040200004/00000121/ff000201] entry
Trace 0: 0x7f1db8000380 [0000000000104004/0000000040200004/00000121/ff000201] 
`
	for _, c := range []struct {
		log     string
		last    int
		want    []uint64
		stopped bool
	}{
		{log, 3, []uint64{0x40200000, 0x40200004, 0x40200004}, true},
		{log, 2, []uint64{0x40200000, 0x40200004}, true},
		{log, 4, []uint64{0x40200000, 0x40200004, 0x40200004}, false},
		{"", 1, nil, false},
	} {
		var got []uint64
		stopped, err := readTrace(strings.NewReader(c.log), func(pc uint64) bool {
			got = append(got, pc)
			return len(got) < c.last
		})
		if err != nil || stopped != c.stopped || !slices.Equal(got, c.want) {
			t.Errorf("up to %d: got %#x, %v, %v; want %#x, %v", c.last, got, stopped, err, c.want, c.stopped)
		}
	}
	for _, line := range []string{"Trace 0: 0x7f1db8000100 entry\n", "Trace 0: 0x7f1db8000100 [0/x/0/0] entry\n"} {
		if _, err := readTrace(strings.NewReader(line), func(uint64) bool { return true }); err == nil {
			t.Errorf("no error for %q", line)
		}
	}
}
