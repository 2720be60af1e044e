package measure

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// Machine is what the numbers depend on.
type Machine struct {
	Go        string
	Processor string
	Cores     int
	System    string
}

// ThisMachine describes the machine, and the Go release of the go command that builds the measured programs.
func ThisMachine() (Machine, error) {
	version, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return Machine{}, err
	}
	return Machine{
		Go:        strings.TrimSpace(string(version)) + " " + runtime.GOOS + "/" + runtime.GOARCH,
		Processor: processor(),
		Cores:     runtime.NumCPU(),
		System:    system(),
	}, nil
}

func processor() string {
	data, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH // other systems and architectures name it elsewhere
}

// system leaves out what tells one kernel build from another.
func system() string {
	data, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return runtime.GOOS
	}
	version := strings.SplitN(strings.TrimSpace(string(data)), ".", 3)
	return "Linux " + strings.Join(version[:min(2, len(version))], ".")
}
