package program

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// World says who builds a program.
type World string

const (
	Plain  World = "plain"  // go build
	Linked World = "linked" // premain build
)

// Build describes an executable.
type Build struct {
	Source Source
	World  World
	PIE    bool // position-independent
}

// Builder builds programs in a directory of its own, each once.
type Builder struct {
	root    string // of module premain.dev
	dir     string
	tool    string
	modules map[Source]string
	exes    map[Build]string
}

// NewBuilder finds module premain.dev from the working directory and builds its tool.
func NewBuilder() (*Builder, error) {
	root, err := Go("", "list", "-m", "-f", "{{.Dir}}", "premain.dev")
	if err != nil {
		return nil, fmt.Errorf("finding module premain.dev, which works in the directory benchmarks only: %w", err)
	}
	b := &Builder{root: root, modules: make(map[Source]string), exes: make(map[Build]string)}
	if b.dir, err = os.MkdirTemp("", "premain-benchmarks-"); err != nil {
		return nil, err
	}
	b.tool = filepath.Join(b.dir, "premain")
	if _, err := Go(root, "build", "-o", b.tool, "./cmd/premain"); err != nil {
		b.Close()
		return nil, fmt.Errorf("building the tool: %w", err)
	}
	return b, nil
}

// Close removes all that was built.
func (b *Builder) Close() error { return os.RemoveAll(b.dir) }

// Root is the directory of module premain.dev.
func (b *Builder) Root() string { return b.root }

// Program returns the path of an executable.
func (b *Builder) Program(want Build) (exe string, err error) {
	if exe = b.exes[want]; exe != "" {
		return exe, nil
	}
	module := b.modules[want.Source]
	if module == "" {
		module = filepath.Join(b.dir, fmt.Sprintf("module%03d", len(b.modules)))
		if err := write(want.Source, module, b.root); err != nil {
			return "", err
		}
		b.modules[want.Source] = module
	}
	exe = filepath.Join(b.dir, fmt.Sprintf("program%03d", len(b.exes)))
	if _, err := b.build(want, module, exe); err != nil {
		return "", err
	}
	b.exes[want] = exe
	return exe, nil
}

// Relink removes an executable and builds it again: nothing is missing but the executable.
func (b *Builder) Relink(want Build) (Cost, error) {
	exe, err := b.Program(want)
	if err != nil {
		return Cost{}, err
	}
	if err := os.Remove(exe); err != nil {
		return Cost{}, err
	}
	return b.build(want, b.modules[want.Source], exe)
}

func (b *Builder) build(want Build, module, exe string) (Cost, error) {
	// The path of the module would make the cache of compiled packages useless for the next run.
	args := []string{"-trimpath", "-o", exe}
	if want.PIE {
		args = append(args, "-buildmode=pie")
	} else {
		args = append(args, "-buildmode=exe")
	}
	if want.World == Linked {
		args = append(args, linkedFlags(want.Source)...)
	}
	cost, err := b.run(want.World, module, "build", args...)
	if err != nil {
		return Cost{}, fmt.Errorf("building %+v: %w", want, err)
	}
	return cost, nil
}

// linkedFlags returns the flags that a source needs to be built by premain build.
func linkedFlags(source Source) []string {
	if m, ok := source.(Memory); ok {
		source = m.Of
	}
	if s, ok := source.(interface{ flags() []string }); ok {
		return s.flags()
	}
	return nil
}

// Test returns the path of the test binary of a package of the benchmarks' own module.
func (b *Builder) Test(world World, pkg string) (exe string, err error) {
	exe = filepath.Join(b.dir, fmt.Sprintf("%s-%s.test", filepath.Base(pkg), world))
	if _, err := b.run(world, "", "test", "-c", "-o", exe, pkg); err != nil {
		return "", fmt.Errorf("building the %s test of %s: %w", world, pkg, err)
	}
	return exe, nil
}

// run has a world carry out a command of the go command, in one of the written modules or, without a dir, in the
// benchmarks' own.
func (b *Builder) run(world World, dir, verb string, args ...string) (Cost, error) {
	name := "go"
	if world == Linked {
		name = b.tool
	}
	var env []string
	if dir != "" {
		env = outside
	}
	_, cost, err := outputAndCost(dir, env, name, append([]string{verb}, args...)...)
	return cost, err
}

// outside is the environment of the go command in a written module, which a workspace of the user's does not know.
var outside = []string{"GOWORK=off"}

// Go runs the go command and returns what it printed.
func Go(dir string, args ...string) (string, error) { return output(dir, nil, "go", args...) }

func output(dir string, env []string, name string, args ...string) (string, error) {
	out, _, err := outputAndCost(dir, env, name, args...)
	return out, err
}

func outputAndCost(dir string, env []string, name string, args ...string) (string, Cost, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	begin := time.Now()
	out, err := cmd.Output()
	wall := time.Since(begin)
	if err != nil {
		return "", Cost{}, fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, stderr.Bytes())
	}
	return strings.TrimSpace(string(out)), Cost{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, nil
}
