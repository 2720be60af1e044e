package platformtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// runner is what goes before the name of a program to run it: a command, and variables in its environment.
type runner struct{ command, env []string }

// runner returns what runs the programs of a platform, or why nothing does.
func (p platform) runner(t *testing.T) (runner, error) {
	switch {
	case p.native():
		return runner{}, nil
	case p.os == "linux" && host.os == "linux":
		return command("qemu-" + qemuName(p.arch))
	case p.os == "js":
		out, err := exec.Command("go", "env", "GOROOT").Output()
		if err != nil {
			return runner{}, err
		}
		return command("node", filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec_node.js"))
	case p.os == "wasip1":
		return wazero(t)
	case p == platform{"windows", "amd64"}:
		return wine(t)
	}
	return runner{}, errNobody
}

// errNobody says that nothing, were it installed, runs programs of a platform on this one.
var errNobody = errors.New("nothing runs its programs here")

func command(name string, args ...string) (runner, error) {
	_, err := exec.LookPath(name)
	return runner{command: append([]string{name}, args...)}, err
}

// qemuName returns QEMU's name for a processor.
func qemuName(arch string) string {
	switch arch {
	case "386":
		return "i386"
	case "amd64":
		return "x86_64"
	case "arm64":
		return "aarch64"
	case "loong64":
		return "loongarch64"
	case "mipsle", "mips64le":
		return strings.TrimSuffix(arch, "le") + "el"
	}
	return arch
}

// wazero installs the WebAssembly runtime of that name, which is written in Go.
func wazero(t *testing.T) (runner, error) {
	dir := t.TempDir()
	cmd := exec.Command("go", "install", "github.com/tetratelabs/wazero/cmd/wazero@v1.12.0")
	cmd.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		text := strings.TrimSpace(string(out))
		return runner{}, fmt.Errorf("%s: %s", cmd, text[strings.LastIndex(text, "\n")+1:])
	}
	return runner{command: []string{filepath.Join(dir, "wazero"+host.exe()), "run"}}, nil
}

// processPrng is a Windows library that has a name for what a library of Wine's has: Go programs ask for random numbers
// by that name, which not every Wine knows.
const processPrng = `LIBRARY bcryptprimitives.dll
EXPORTS
ProcessPrng = ADVAPI32.SystemFunction036
`

// wine makes a Windows of its own.
func wine(t *testing.T) (runner, error) {
	r, err := command("wine")
	if err != nil {
		return r, err
	}
	ld, err := command("x86_64-w64-mingw32-ld")
	if err != nil {
		return r, err
	}
	prefix := t.TempDir()
	r.env = []string{"WINEPREFIX=" + prefix, "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree,mshtml,winemenubuilder.exe="}
	system := filepath.Join(prefix, "drive_c", "windows", "system32")
	if err := os.MkdirAll(system, 0o777); err != nil {
		return r, err
	}
	def := filepath.Join(prefix, "processprng.def")
	if err := os.WriteFile(def, []byte(processPrng), 0o666); err != nil {
		return r, err
	}
	cmd := exec.Command(ld.command[0], "--dll", "-o", filepath.Join(system, "bcryptprimitives.dll"), def)
	if out, err := cmd.CombinedOutput(); err != nil {
		return r, fmt.Errorf("%s: %w: %s", cmd, err, out)
	}
	// What Wine leaves running is in the way of removing its directory.
	t.Cleanup(func() {
		cmd := exec.Command("wineserver", "-k", "-w")
		cmd.Env = append(os.Environ(), r.env...)
		cmd.Run()
	})
	cmd = exec.Command("wineboot", "-i")
	cmd.Env = append(os.Environ(), r.env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return r, fmt.Errorf("%s: %w: %s", cmd, err, out)
	}
	return r, nil
}
