package linkstep

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/goobj"
)

// Everything that package sanitizer stands in for must be there in package runtime, and the other way round.
func TestSanitizers(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") == "" {
		t.Skip("compiles package runtime three times; run sh test.sh -long")
	}
	// Functions of the race detector that want to know the goroutine, whatever address they are told.
	wanted := regexp.MustCompile(`^__tsan_(func_|go_atomic|go_ignore_sync)`)
	for _, arch := range []string{"amd64", "arm64", "riscv64"} {
		for _, flag := range []string{"-race", "-asan", "-msan"} {
			if flag == "-msan" && arch == "riscv64" {
				continue // Go has none there
			}
			if os.Getenv("PREMAIN_LONG") != "all" && arch != "amd64" {
				continue
			}
			t.Run(arch+flag, func(t *testing.T) {
				l := &linking{program: new(program), tool: tool{args: []string{flag}}, args: []string{flag}}
				for _, path := range []string{"runtime", sanitizerPath} {
					cmd := exec.Command("go", "list", flag, "-export", "-f={{.Export}}", path)
					cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=1", "GOFLAGS=")
					cmd.Stderr = new(strings.Builder)
					out, err := cmd.Output()
					if err != nil {
						t.Skipf("%v: %v\n%s", cmd, err, cmd.Stderr) // without a C compiler, or one that knows the flag
					}
					l.program.packages = append(l.program.packages, &pkg{path: path, file: strings.TrimSpace(string(out))})
				}
				archives, err := l.guardSanitizers(&entry{}, filepath.Join(t.TempDir(), "test"))
				if err != nil {
					t.Fatal(err)
				}
				defined, used := symbols(t, archives["runtime"])
				for name := range used {
					if wanted.MatchString(name) && !strings.HasPrefix(name, "premain") && !defined["premain"+name] {
						t.Errorf("package runtime calls %s, which package sanitizer does not know", name)
					}
				}
				checks := []string{"checkptrAlignment", "checkptrArithmetic", "unsafeslicecheckptr", "unsafestringcheckptr"}
				switch flag {
				case "-asan":
					checks = append(checks, "asanread", "asanwrite")
				case "-msan":
					checks = append(checks, "msanread", "msanwrite", "msanmove")
				}
				for _, name := range checks {
					if !defined["runtime."+name] || !defined["runtime.premain_"+name] {
						t.Errorf("one of two runtime.%s is missing", name)
					}
				}
				if defined, _ := symbols(t, archives[sanitizerPath]); slices.ContainsFunc(checks, func(name string) bool { return defined["premain__runtime_"+name] }) {
					t.Error("package sanitizer defines what has become a part of package runtime")
				}
			})
		}
	}
}

// symbols returns the names of the functions that an archive defines and of what those refer to.
func symbols(t *testing.T, file string) (defined, used map[string]bool) {
	a, err := archive.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	defined, used = make(map[string]bool), make(map[string]bool)
	for i, m := range a.Members {
		if m.Name == archive.ExportData {
			continue
		}
		o, err := goobj.Parse(a.Data(i))
		if err != nil {
			t.Fatal(err)
		}
		for s := range o.All() {
			if s.Kind != goobj.Text {
				continue
			}
			defined[s.Name] = true
			for _, name := range o.References(s) {
				used[name] = true
			}
		}
	}
	return defined, used
}
