package program

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Toolchain is a way to build a program: the go command, or something around it.
type Toolchain struct {
	Name    string
	Version string // of a peer
	command []string
	env     []string
	files   map[string]string // besides the program's
	prepare []string          // a command in the module
}

// The peers wrap the compiler, too. Garble rewrites all packages, so that names cannot be recognised; orchestrion adds code
// where its configuration says so, which here is the main function.
const (
	garble      = "mvdan.cc/garble"
	orchestrion = "github.com/DataDog/orchestrion"
)

// garbleVersions are the versions of garble for the releases of Go: each fits one.
var garbleVersions = map[string]string{"go1.26": "v0.17.0", "go1.27": "v0.18.0"}

const orchestrionVersion = "v1.15.0"

// GoBuild returns the go command.
func GoBuild() *Toolchain { return &Toolchain{Name: "go build", command: []string{"go", "build"}} }

// PremainBuild returns ours.
func (b *Builder) PremainBuild() *Toolchain {
	return &Toolchain{Name: "premain build", command: []string{b.tool, "build"}}
}

// Toolchains returns go build, premain build and those of the peers that can be had, and says of each that cannot why.
func (b *Builder) Toolchains() (list []*Toolchain, missing []string, err error) {
	list = []*Toolchain{GoBuild(), b.PremainBuild()}
	release, err := Go("", "env", "GOVERSION")
	if err != nil {
		return nil, nil, err
	}
	bin := filepath.Join(b.dir, "bin")
	install := func(path, version string) (tool string, ok bool) {
		if _, err := output(b.dir, append(outside, "GOBIN="+bin), "go", "install", path+"@"+version); err != nil {
			missing = append(missing, fmt.Sprintf("%s %s cannot be installed", filepath.Base(path), version))
			return "", false
		}
		return filepath.Join(bin, filepath.Base(path)), true
	}
	for r, version := range garbleVersions {
		if release != r && !strings.HasPrefix(release, r+".") {
			continue
		}
		if tool, ok := install(garble, version); ok {
			list = append(list, &Toolchain{Name: "garble build", Version: version, command: []string{tool, "build"}})
		}
	}
	if tool, ok := install(orchestrion, orchestrionVersion); ok {
		list = append(list, &Toolchain{
			Name: "orchestrion go build", Version: orchestrionVersion,
			command: []string{tool, "go", "build"},
			files: map[string]string{
				"orchestrion.tool.go": "//go:build tools\n\npackage tools\n\nimport _ \"" + orchestrion + "\" // integration\n",
				"orchestrion.yml": `meta:
  name: bench
  description: a line in the main function
aspects:
  - id: main
    join-point:
      all-of:
        - package-name: main
        - function-body:
            function:
              - name: main
    advice:
      - prepend-statements:
          template: println("woven")
`,
			},
			prepare: []string{"go", "get", orchestrion + "@" + orchestrionVersion},
		})
	}
	return list, missing, nil
}

// Workplace is a module that one toolchain builds, with a build cache of its own.
type Workplace struct {
	toolchain *Toolchain
	dir       string
	exe       string
	edits     int
}

// Workplace writes a program for a toolchain.
func (b *Builder) Workplace(source Source, t *Toolchain) (*Workplace, error) {
	home, err := os.MkdirTemp(b.dir, "workplace")
	if err != nil {
		return nil, err
	}
	w := &Workplace{toolchain: t, dir: filepath.Join(home, "module"), exe: filepath.Join(home, "program")}
	if err := write(source, w.dir, b.root); err != nil {
		return nil, err
	}
	if err := writeFiles(w.dir, t.files); err != nil {
		return nil, err
	}
	if len(t.prepare) > 0 {
		_, err = output(w.dir, outside, t.prepare[0], t.prepare[1:]...)
	}
	return w, err
}

// Cost is what a build took: from its begin to its end, and of all processors.
type Cost struct{ Wall, CPU time.Duration }

// Cold builds with an empty build cache.
func (w *Workplace) Cold() (Cost, error) {
	if err := os.RemoveAll(w.cache()); err != nil {
		return Cost{}, err
	}
	return w.Again()
}

// Edited edits a file and builds.
func (w *Workplace) Edited() (Cost, error) {
	w.edits++
	if err := writeFiles(w.dir, map[string]string{EditedFile: editedSource(w.edits)}); err != nil {
		return Cost{}, err
	}
	return w.Again()
}

// Linked removes the program and builds it: everything is there but the program.
func (w *Workplace) Linked() (Cost, error) {
	if err := os.Remove(w.exe); err != nil {
		return Cost{}, err
	}
	return w.Again()
}

// Again builds.
func (w *Workplace) Again() (Cost, error) {
	t := w.toolchain
	cmd := exec.Command(t.command[0], append(t.command[1:], "-trimpath", "-o", w.exe, ".")...)
	cmd.Dir = w.dir
	cmd.Env = append(append(os.Environ(), outside...), "GOFLAGS=-mod=mod", "GOCACHE="+filepath.Join(w.cache(), "go"), "GARBLE_CACHE="+filepath.Join(w.cache(), "garble"))
	begin := time.Now()
	out, err := cmd.CombinedOutput()
	wall := time.Since(begin)
	if err != nil {
		return Cost{}, fmt.Errorf("%s: %w\n%s", t.Name, err, out)
	}
	return Cost{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, nil
}

func (w *Workplace) cache() string { return filepath.Join(filepath.Dir(w.dir), "cache") }
