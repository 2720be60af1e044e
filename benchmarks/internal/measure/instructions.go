package measure

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Count is the number of instructions that a process executed in user space.
type Count struct {
	Total     int
	Functions map[string]int // without those that they called; nil if the counter cannot tell
}

// Lowest returns the lowest total, and the lowest number of each function.
func Lowest(counts []Count) Count {
	lowest := Count{Total: counts[0].Total, Functions: maps.Clone(counts[0].Functions)}
	for _, c := range counts[1:] {
		lowest.Total = min(lowest.Total, c.Total)
		for name, n := range lowest.Functions {
			lowest.Functions[name] = min(n, c.Functions[name])
		}
	}
	return lowest
}

// Counter counts the instructions of programs.
type Counter struct {
	Name    string
	Command string // as a person would type it
	run     func(exe, file string) *exec.Cmd
	read    func(data []byte) (Count, error)
}

var callgrind = Counter{
	Name:    "callgrind",
	Command: "valgrind --tool=callgrind",
	run: func(exe, file string) *exec.Cmd {
		return exec.Command("valgrind", "--quiet", "--tool=callgrind", "--compress-strings=no", "--compress-pos=no",
			"--callgrind-out-file="+file, exe)
	},
	read: readCallgrind,
}

var perf = Counter{
	Name:    "perf",
	Command: "perf stat -e instructions:u",
	run: func(exe, file string) *exec.Cmd {
		return exec.Command("perf", "stat", "-e", "instructions:u", "-x,", "-o", file, exe)
	},
	read: readPerf,
}

// FindCounter returns a counter that works on this machine. Callgrind comes first, for it tells the functions.
func FindCounter() (Counter, error) {
	var errs []error
	for _, c := range []Counter{callgrind, perf} {
		n, err := c.Count("true")
		if err == nil && n.Total > 0 {
			return c, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", c.Name, err))
	}
	return Counter{}, fmt.Errorf("nothing counts instructions on this machine; apt-get install valgrind (or linux-perf, "+
		"where the processor's counters can be read):\n%w", errors.Join(errs...))
}

// Count runs a program.
func (c Counter) Count(exe string) (Count, error) {
	dir, err := os.MkdirTemp("", "premain-count-")
	if err != nil {
		return Count{}, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "count")
	cmd := c.run(exe, file)
	cmd.Env = Environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		return Count{}, fmt.Errorf("%s: %w\n%s", c.Name, err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return Count{}, err
	}
	return c.read(data)
}

// readPerf reads the line of perf stat -x: count,unit,event,…
func readPerf(data []byte) (Count, error) {
	for line := range strings.Lines(string(data)) {
		if count, _, ok := strings.Cut(line, ","); ok && strings.Contains(line, "instructions") {
			n, err := strconv.Atoi(count)
			if err != nil {
				return Count{}, fmt.Errorf("the processor's counter says %q", count)
			}
			return Count{Total: n}, nil
		}
	}
	return Count{}, errors.New("no count of instructions in the output")
}

// readCallgrind adds up a profile: lines "fn=name" open a function, lines "position cost" belong to it, but for the
// one behind a line "calls=…", which is what the called function cost.
func readCallgrind(data []byte) (Count, error) {
	count := Count{Functions: make(map[string]int)}
	function, call := "", false
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if name, ok := strings.CutPrefix(line, "fn="); ok {
			function = name
			continue
		}
		if strings.HasPrefix(line, "calls=") {
			call = true
			continue
		}
		if line == "" || line[0] < '0' || line[0] > '9' {
			continue
		}
		if call {
			call = false
			continue
		}
		_, cost, ok := strings.Cut(line, " ")
		n, err := strconv.Atoi(cost)
		if !ok || err != nil {
			return Count{}, fmt.Errorf("a line of callgrind's profile that is not understood: %q", line)
		}
		count.Functions[function] += n
		count.Total += n
	}
	return count, lines.Err()
}
