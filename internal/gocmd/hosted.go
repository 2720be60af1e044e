package gocmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// hosted is how the programs of a build for a board are built on the Go runtime, for the machine that builds.
type hosted struct {
	flags, names []string // of go build
	env          []string // in addition to that of the process
	list         []string // as BoardBuild has it
}

func (s *settings) hosted(verb string, args []string, boardList []string) hosted {
	h := hosted{env: []string{"GOOS=" + runtime.GOOS, "GOARCH=" + runtime.GOARCH, "CGO_ENABLED=0", "GOEXPERIMENT=" + s.GOEXPERIMENT}}
	for _, a := range parse(verb, args) {
		switch {
		case a.name == "":
			h.names = packageArgs(verb, a.raw)
		case buildOnly[a.name]:
			h.flags = append(h.flags, a.raw...)
		}
	}
	for _, f := range boardList {
		if tags, ok := strings.CutPrefix(f, "-tags="); ok {
			f = "-tags=" + strings.Join(slices.DeleteFunc(strings.Split(tags, ","), func(t string) bool { return t == BareTag }), ",")
		}
		h.list = append(h.list, f)
	}
	return h
}

// HostedArgs returns the arguments of premain build for the same programs with the Go runtime.
func (b *BoardBuild) HostedArgs() []string { return slices.Concat(b.hosted.flags, b.hosted.names) }

// RunHosted runs the go command for programs with the Go runtime. It returns what is wrong with packages, by import path, and with any of them
// under the empty one, or the exit status of this process if a signal has come meanwhile.
func (b *BoardBuild) RunHosted(args []string) (failures map[string]string, signalled int, err error) {
	cmd := exec.Command("go", args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Env = append(os.Environ(), b.hosted.env...)
	status, caught, err := run(cmd)
	switch {
	case caught != nil:
		return nil, signalStatus(caught), nil
	case err != nil || status == 0:
		return nil, 0, err
	}
	failures = make(map[string]string)
	path := "" // whose messages the lines are
	for line := range strings.Lines(out.String()) {
		line = strings.TrimSpace(line)
		if p, ok := strings.CutPrefix(line, "# "); ok {
			path = p
		} else if line != "" && !strings.HasPrefix(line, "go: downloading ") {
			for _, p := range []string{path, ""} {
				if failures[p] == "" {
					failures[p] = line
				}
			}
		}
	}
	if len(failures) == 0 {
		failures[""] = fmt.Sprintf("exit status %d", status)
	}
	return failures, 0, nil
}

// listed is what go list tells of a package.
type listed struct {
	ImportPath, Dir string
	Standard        bool
	Module          *struct{ Path string }
	GoFiles         []string
	Imports         []string
}

// own reports whether a package is of premain's own module.
func (p *listed) own() bool { return p.Module != nil && p.Module.Path == modulePath }

// Values reports whether there may be link-time values in the programs, as there are if some are named. If so, it tells which packages may have
// other values on the board than in a hosted program, and why: they, or packages on which they depend, have other source files there, or ask
// for the system or the architecture. Files in assembly do not count: they are other ones on each architecture, and define the same
// functions. Nor do the standard library and premain, which do the same everywhere.
func (b *BoardBuild) Values(named bool) (some bool, differ map[string]string, err error) {
	board, err := b.deps(b.Env, b.list)
	if err != nil {
		return false, nil, err
	}
	some = named
	for _, p := range board {
		some = some || p.mayHaveValues()
	}
	if !some {
		return false, nil, nil
	}
	here, err := b.deps(b.hosted.env, b.hosted.list)
	if err != nil {
		return false, nil, err
	}
	differ = make(map[string]string)
	foreign := !slices.Contains(b.Env, "GOOS="+runtime.GOOS) || !slices.Contains(b.Env, "GOARCH="+runtime.GOARCH)
	seen := make(map[string]bool)
	var visit func(path string) string
	visit = func(path string) string {
		p := board[path]
		if seen[path] || p == nil || p.Standard || p.own() {
			return differ[path]
		}
		seen[path] = true
		if other := here[path]; other == nil || !slices.Equal(p.GoFiles, other.GoFiles) {
			differ[path] = "package " + path + ", on which they depend, has other source files in a hosted program"
		} else if foreign && slices.Contains(p.Imports, "runtime") && p.contains("GOOS", "GOARCH") {
			differ[path] = "package " + path + ", on which they depend, asks for runtime.GOOS or runtime.GOARCH"
		}
		for _, q := range p.Imports {
			if d := visit(q); d != "" && differ[path] == "" {
				differ[path] = d
			}
		}
		return differ[path]
	}
	for path := range board {
		visit(path)
	}
	return true, differ, nil
}

// contains reports whether one of some words is in the source files of a package. What cannot be read, the compiler tells of.
func (p *listed) contains(words ...string) bool {
	for _, name := range p.GoFiles {
		text, err := os.ReadFile(filepath.Join(p.Dir, name))
		if err == nil && slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(text, []byte(w)) }) {
			return true
		}
	}
	return false
}

// mayHaveValues reports whether a package may have link-time values, or a section that a function sorts.
func (p *listed) mayHaveValues() bool {
	return !p.Standard && !p.own() &&
		(slices.Contains(p.Imports, modulePath+"/bake") || slices.Contains(p.Imports, modulePath+"/section") && p.contains("SortedBy"))
}

// deps lists the packages of the programs.
func (b *BoardBuild) deps(env, flags []string) (map[string]*listed, error) {
	args := slices.Concat([]string{"list"}, flags, []string{"-e", "-deps", "-json=ImportPath,Dir,Standard,Module,GoFiles,Imports"}, b.hosted.names)
	out, err := output(b.Dir, env, args...)
	if err != nil {
		return nil, err
	}
	list := make(map[string]*listed)
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(listed)
		if err := d.Decode(p); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		list[p.ImportPath] = p
	}
}
