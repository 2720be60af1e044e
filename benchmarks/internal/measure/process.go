package measure

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Environment is that of the measured processes: one thread runs Go code and the collector stays off, so that one
// run is much like the next. Callgrind 3.19 fails on the signals by which Go preempts.
func Environment() []string {
	return append(os.Environ(), "GOMAXPROCS=1", "GOGC=off", "GODEBUG=asyncpreemptoff=1")
}

// Time runs a program and returns how long that took, from before it was started until it had been waited for.
func Time(exe string) (time.Duration, error) {
	cmd := exec.Command(exe)
	cmd.Env = Environment()
	begin := time.Now()
	err := cmd.Run()
	took := time.Since(begin)
	if err != nil {
		return 0, fmt.Errorf("running a measured program: %w", err)
	}
	return took, nil
}

// Clocks runs a program that takes its own time, and returns the times that it prints, in nanoseconds.
func Clocks(exe string) ([]time.Duration, error) {
	numbers, err := Numbers(exe)
	var clocks []time.Duration
	for _, n := range numbers {
		clocks = append(clocks, time.Duration(n))
	}
	return clocks, err
}

// Numbers runs a program and returns the whole numbers that it prints.
func Numbers(exe string, args ...string) ([]int64, error) {
	cmd := exec.Command(exe, args...)
	cmd.Env = Environment()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("running a measured program: %w\n%s", err, out)
	}
	return readNumbers(out)
}

func readNumbers(out []byte) ([]int64, error) {
	var numbers []int64
	for _, field := range strings.Fields(string(out)) {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("a measured program printed %q instead of numbers", out)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}
