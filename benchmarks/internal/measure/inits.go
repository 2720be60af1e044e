package measure

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Inits is what the initialisation of some packages has taken, as the Go runtime tells it.
type Inits struct {
	Packages           int // that have anything to do
	Time               time.Duration
	Allocations, Bytes int64
}

// ReadInits runs a program with GODEBUG=inittrace=1 and adds up what that says of the packages with a name that own accepts.
func ReadInits(exe string, own func(pkg string) bool) (Inits, error) {
	cmd := exec.Command(exe)
	cmd.Env = append(Environment(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return Inits{}, fmt.Errorf("running a measured program: %w\n%s", err, out)
	}
	return readInits(out, own)
}

// readInits reads lines like
//
//	init internal/bytealg @0.008 ms, 0.001 ms clock, 0 bytes, 0 allocs
func readInits(out []byte, own func(pkg string) bool) (sum Inits, err error) {
	lines := 0
	for line := range bytes.Lines(out) {
		f := strings.Fields(string(line))
		if len(f) != 11 || f[0] != "init" {
			continue
		}
		lines++
		if !own(f[1]) {
			continue
		}
		ms, err1 := strconv.ParseFloat(f[4], 64)
		size, err2 := strconv.ParseInt(f[7], 10, 64)
		allocations, err3 := strconv.ParseInt(f[9], 10, 64)
		if err := errors.Join(err1, err2, err3); err != nil {
			return Inits{}, fmt.Errorf("a line of inittrace that is not understood: %s: %w", line, err)
		}
		sum.Packages++
		sum.Time += time.Duration(ms * float64(time.Millisecond))
		sum.Allocations += allocations
		sum.Bytes += size
	}
	if lines == 0 {
		return Inits{}, fmt.Errorf("inittrace says nothing:\n%s", out)
	}
	return sum, nil
}
