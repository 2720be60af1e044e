package programs

import (
	"debug/buildinfo"
	"debug/elf"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"premain.dev/internal/linkstep/goobj"
)

// image is what there is to measure of an executable.
type image struct {
	label        string
	bytes        int64
	initialisers []string         // functions that initialise the packages of the service discoveries
	inits        inits            // of those packages
	all          inits            // of all packages
	start        time.Duration    // until it has printed its version, the shortest of many runs
	modules      map[string]int64 // bytes of code and data, by module
}

// inits is what the Go runtime tells of the initialisation of packages (GODEBUG=inittrace=1).
type inits struct {
	packages int
	bytes    int64 // allocated
	allocs   int64
	clock    time.Duration
}

// traced is a line of that.
var traced = regexp.MustCompile(`(?m)^init (\S+) @.*, (\S+) ms clock, (\d+) bytes, (\d+) allocs$`)

const starts = 40

func look(t *testing.T, label, program string) *image {
	t.Helper()
	info, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	i := &image{label: label, bytes: info.Size(), initialisers: initialisers(symbols(t, program)), modules: modules(t, program)}
	i.start = start(t, program, "--version")

	cmd := command(scratch, program, "--version")
	cmd.Env = append(cmd.Env, "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range traced.FindAllStringSubmatch(string(out), -1) {
		i.all.add(m)
		if m[1] == discovery || strings.HasPrefix(m[1], discovery+"/") {
			i.inits.add(m)
		}
	}
	return i
}

// start returns how long a program takes that ends at once, the shortest of many runs.
func start(t *testing.T, program string, args ...string) (shortest time.Duration) {
	t.Helper()
	for range starts {
		cmd := command(scratch, program, args...)
		begin := time.Now()
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); shortest == 0 || took < shortest {
			shortest = took
		}
	}
	return shortest
}

func (i *inits) add(match []string) {
	ms, _ := strconv.ParseFloat(match[2], 64)
	bytes, _ := strconv.ParseInt(match[3], 10, 64)
	allocs, _ := strconv.ParseInt(match[4], 10, 64)
	i.clock += time.Duration(ms * float64(time.Millisecond))
	i.packages++
	i.bytes += bytes
	i.allocs += allocs
}

// modules adds up the symbols of each module. Not among them is what the linker makes for all of them: tables of lines,
// debugging information, descriptions of types.
func modules(t *testing.T, program string) map[string]int64 {
	t.Helper()
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{info.Main.Path}
	for _, m := range info.Deps {
		paths = append(paths, m.Path)
	}
	slices.SortFunc(paths, func(a, b string) int { return len(b) - len(a) }) // a module's path may begin like another's
	f, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	symbols, err := f.Symbols()
	if err != nil {
		t.Fatal(err)
	}
	sizes := make(map[string]int64)
	for _, s := range symbols {
		if int(s.Section) >= len(f.Sections) || f.Sections[s.Section].Type != elf.SHT_PROGBITS {
			continue
		}
		if i := slices.IndexFunc(paths, func(path string) bool {
			return strings.HasPrefix(s.Name, path+"/") || strings.HasPrefix(s.Name, goobj.Prefix(path)+".")
		}); i >= 0 {
			sizes[paths[i]] += int64(s.Size)
		}
	}
	return sizes
}
