package measure

import (
	"bytes"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// GoBenchmarks runs all benchmarks of a test binary once. It returns their values of a unit, by the names behind
// "Benchmark".
func GoBenchmarks(exe, benchtime, unit string) (map[string]float64, error) {
	cmd := exec.Command(exe, "-test.run=^$", "-test.bench=.", "-test.benchtime="+benchtime, "-test.cpu=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("running Go benchmarks: %w\n%s", err, out)
	}
	return readGoBenchmarks(out, unit)
}

// readGoBenchmarks reads lines of name, number of rounds, and pairs of value and unit.
func readGoBenchmarks(out []byte, unit string) (map[string]float64, error) {
	values := make(map[string]float64)
	for line := range bytes.Lines(out) {
		fields := strings.Fields(string(line))
		if len(fields) < 4 {
			continue
		}
		name, ok := strings.CutPrefix(fields[0], "Benchmark")
		if !ok {
			continue
		}
		for i := 2; i+1 < len(fields); i += 2 {
			if fields[i+1] != unit {
				continue
			}
			v, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				return nil, fmt.Errorf("a benchmark's line that is not understood: %s", line)
			}
			values[name] = v
		}
	}
	if len(values) == 0 {
		return nil, fmt.Errorf("no benchmark reported %s:\n%s", unit, out)
	}
	return values, nil
}

// Medians returns the median of each benchmark.
func Medians(runs []map[string]float64) map[string]float64 {
	all := make(map[string][]float64)
	for _, run := range runs {
		for name, v := range run {
			all[name] = append(all[name], v)
		}
	}
	medians := make(map[string]float64)
	for name, values := range all {
		medians[name] = Median(values)
	}
	return medians
}
