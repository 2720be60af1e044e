package gocmd

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/freestanding"
	"premain.dev/internal/linkstep/image"
)

// BareTag is the build tag of programs without the Go runtime.
const BareTag = "premain_bare"

// Board is a board as its package describes it, in directives of its source files:
//
//	//premain:board GOARCH…    the architectures that it has
//	//premain:memory FILE      the memory map that places the program, a file of the package
//	//premain:image FORMAT     how images are written, if not as ELF
//	//premain:boot COMMAND…    what starts a machine with the image {image}
//	//premain:status 2n+1      the command's exit status for that of the program; see exitStatus
type Board struct {
	Name   string   // as it was asked for
	Path   string   // the import path of its package
	Arch   []string // the architectures that it has
	Memory string   // the name of its memory map; nothing if the system places the program
	Image  string   // the format of images
	Boot   []string // how a machine is started; nothing if the system itself can run the program
	Status string   // what becomes of the status of a program; nothing if it is that of the command
}

// boards is where the boards with short names are.
const boards = modulePath + "/bare/board/"

// boardPath returns the import path of a board's package.
func boardPath(name string) string {
	if strings.ContainsAny(name, "./") {
		return name
	}
	return boards + name
}

// BoardBuild is a build of programs for a board.
type BoardBuild struct {
	Board Board
	Dir   string   // to which -C changes, if it is given
	Args  []string // of the go command, for Args
	Env   []string // in addition to that of the process

	list   []string // flags of go list that let it see what the build sees
	hosted hosted
}

// settings are those of the go command that a build for a board depends on.
type settings struct{ GOROOT, GOVERSION, GOMODCACHE, GOARCH, GOEXPERIMENT, GOCACHE string }

// ForBoard prepares one of the go command's own commands for a board. The identity is that of the tool.
func ForBoard(board, verb string, args []string, goflags, identity string) (*BoardBuild, error) {
	if verb == "test" {
		return nil, errors.New("package testing needs the Go runtime, which programs for boards do not have; let programs check themselves, and run them")
	}
	for _, a := range slices.Concat(parse(verb, args), parse("test", splitQuoted(goflags))) {
		switch a.name {
		case "overlay":
			return nil, errors.New("-overlay: a build for a board has its own, and there can be one only; leave it out")
		case "race", "msan", "asan", "cover", "linkshared":
			if a.value != "false" {
				return nil, fmt.Errorf("-%s needs the Go runtime, which programs for boards do not have; leave it out", a.name)
			}
		case "gcflags":
			if strings.Contains(a.value, "checkptr") {
				return nil, errors.New("-gcflags: -d=checkptr needs the Go runtime, which programs for boards do not have; leave it out")
			}
		case "buildmode":
			if a.value != "exe" && a.value != "default" {
				return nil, fmt.Errorf("-buildmode=%s: programs for boards are made with -buildmode=exe alone; leave it out", a.value)
			}
		}
	}
	chdir := ""
	if list := parse(verb, args); len(list) > 0 && list[0].name == "C" {
		chdir = list[0].value
	}
	var s settings
	out, err := output(chdir, nil, "env", "-json", "GOROOT", "GOVERSION", "GOMODCACHE", "GOARCH", "GOEXPERIMENT", "GOCACHE")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(out, &s); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	minor, ok := freestanding.Supported(s.GOVERSION)
	if !ok {
		return nil, freestanding.Unsupported(s.GOVERSION)
	}
	cache := filepath.Join(s.GOCACHE, "premain")
	b := &BoardBuild{Dir: chdir}
	b.seeLike(verb, args, goflags)
	b.hosted = s.hosted(verb, args, b.list)
	if b.Env, err = s.reach(cache); err != nil {
		return nil, err
	}
	b.Env = append(b.Env, "GOOS=linux", "CGO_ENABLED=0")
	if minor >= 27 {
		// Otherwise the compiler calls a function of the runtime for each size of what is allocated.
		b.Env = append(b.Env, "GOEXPERIMENT="+strings.TrimPrefix(s.GOEXPERIMENT+",nosizespecializedmalloc", ","))
	}
	if b.Board, err = b.find(board, chdir); err != nil {
		return nil, err
	}
	arch := s.GOARCH
	if !slices.Contains(b.Board.Arch, arch) {
		if len(b.Board.Arch) > 1 {
			return nil, fmt.Errorf("the board %s is for %s, and GOARCH is %s; set it to one of those", board, strings.Join(b.Board.Arch, ", "), arch)
		}
		arch = b.Board.Arch[0]
	}
	b.Env = append(b.Env, "GOARCH="+arch)
	others, args, err := b.inject(verb, args, chdir, cache)
	if err != nil {
		return nil, err
	}
	overlay, err := freestanding.Overlay(s.GOROOT, s.GOVERSION, arch, identity, cache, others)
	if err != nil {
		return nil, err
	}
	flags := []string{"-overlay=" + overlay, "-gcflags=all=" + compilerFlags}
	for _, f := range splitQuoted(goflags) {
		if name, value, _ := splitFlag(f); name == "gcflags" {
			flags = append(flags, withCompilerFlags(value))
		}
	}
	for i, a := range parse(verb, args) {
		switch {
		case a.name == "C" && i == 0: // must stay the first flag
			b.Args = append(b.Args, a.raw...)
		case a.name == "gcflags":
			flags = append(flags, withCompilerFlags(a.value))
		default:
			flags = append(flags, a.raw...)
		}
	}
	b.Args = append(b.Args, flags...)
	return b, nil
}

// seeLike sets the flags of go list that choose files and modules.
func (b *BoardBuild) seeLike(verb string, args []string, goflags string) {
	tags := ""
	for _, f := range splitQuoted(goflags) {
		if name, value, _ := splitFlag(f); name == "tags" {
			tags = value
		}
	}
	for _, a := range parse(verb, args) {
		switch a.name {
		case "tags":
			tags = a.value
		case "mod", "modfile":
			b.list = append(b.list, a.raw...)
		}
	}
	b.list = append(b.list, "-tags="+addTags(tags, Tag, BareTag))
}

// compilerFlags are for all packages of programs without the Go runtime: its own one knows of deferred calls by a list alone, and nothing
// is collected.
const compilerFlags = "-d=noopendefer=1 -wb=false"

// withCompilerFlags returns a flag -gcflags with ours before what its value has for the packages that it is about.
func withCompilerFlags(value string) string {
	pattern, flags, ok := strings.Cut(value, "=")
	if !ok || strings.HasPrefix(value, "-") || strings.Contains(pattern, " ") {
		return "-gcflags=" + compilerFlags + " " + value
	}
	return "-gcflags=" + pattern + "=" + compilerFlags + " " + flags
}

// reach returns settings under which the go command finds its own root directory where it lets files be replaced: not below the directory of
// downloaded modules, where it is if the toolchain has been downloaded.
func (s *settings) reach(cache string) (env []string, err error) {
	below, err := filepath.Rel(s.GOMODCACHE, s.GOROOT)
	if err != nil || below == ".." || strings.HasPrefix(below, ".."+string(filepath.Separator)) {
		return nil, nil
	}
	sum := sha256.Sum256([]byte(s.GOROOT))
	link := filepath.Join(cache, fmt.Sprintf("root-%s-%x", s.GOVERSION, sum[:8]))
	if to, err := os.Readlink(link); err != nil || to != s.GOROOT {
		if err := os.MkdirAll(cache, 0o777); err != nil {
			return nil, err
		}
		fresh := fmt.Sprintf("%s.%d", link, os.Getpid())
		if err := os.Symlink(s.GOROOT, fresh); err != nil {
			return nil, err
		}
		if err := os.Rename(fresh, link); err != nil {
			return nil, err
		}
	}
	s.GOROOT = link
	return []string{"GOROOT=" + link, "GOTOOLCHAIN=local", "PATH=" + filepath.Join(link, "bin") + string(filepath.ListSeparator) + os.Getenv("PATH")}, nil
}

// output runs the go command and returns what it prints.
func output(dir string, env []string, args ...string) ([]byte, error) {
	name := "go"
	for _, e := range env {
		if path, ok := strings.CutPrefix(e, "PATH="); ok {
			first, _, _ := strings.Cut(path, string(filepath.ListSeparator))
			name = filepath.Join(first, "go")
		}
	}
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return out, nil
}

// find reads what the package of a board says.
func (b *BoardBuild) find(name, chdir string) (Board, error) {
	board := Board{Name: name, Path: boardPath(name)}
	out, err := output(chdir, b.Env, slices.Concat([]string{"list"}, b.list, []string{"-find", "-f={{.Dir}}", board.Path})...)
	if err != nil && strings.Contains(err.Error(), "-mod=vendor") {
		return board, fmt.Errorf("-board=%s: it is not in the directory vendor; import _ %q in a file with the constraint %s, and go mod vendor", name, board.Path, BareTag)
	}
	if err != nil {
		known, e := output(chdir, b.Env, slices.Concat([]string{"list"}, b.list, []string{"-find", "-f={{.ImportPath}}", boards + "..."})...)
		if e != nil || len(known) == 0 {
			return board, fmt.Errorf("-board=%s: boards are packages, and this module does not depend on %s; go get %s", name, modulePath, modulePath)
		}
		if board.Path != name {
			var names []string
			for _, path := range strings.Fields(string(known)) {
				if n := strings.TrimPrefix(path, boards); !strings.Contains(n, "/") {
					names = append(names, n)
				}
			}
			return board, fmt.Errorf("-board=%s: there is no such board; premain has %s, and one of your own is named by the import path of its package", name, strings.Join(names, ", "))
		}
		return board, fmt.Errorf("-board=%s: %w", name, err)
	}
	err = board.read(strings.TrimSpace(string(out)))
	return board, err
}

// DirectiveError is what is wrong with a directive of a board. Its text begins with the place.
type DirectiveError struct{ text string }

func (e *DirectiveError) Error() string { return e.text }

// directive is a line that describes a board.
type directive struct {
	file  string
	line  int
	words []string
	cols  []int // where the words begin, from 1
}

// problem returns what is wrong with a word of a directive.
func (d *directive) problem(word int, format string, args ...any) error {
	return &DirectiveError{fmt.Sprintf("%s:%d:%d: %s: %s", d.file, d.line, d.cols[word], strings.Join(d.words, " "), fmt.Sprintf(format, args...))}
}

// split returns the words of a line.
func split(file string, line int, text string) directive {
	d := directive{file: file, line: line, words: strings.Fields(text)}
	col := 0
	for _, w := range d.words {
		col += strings.Index(text[col:], w)
		d.cols = append(d.cols, col+1)
		col += len(w)
	}
	return d
}

// read sets what the directives in a directory say. What is wrong with them is found here, where it has a place, and before anything is compiled.
func (b *Board) read(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	once := make(map[string]directive) // those of which there is one
	var boot directive
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			d := split(file, n, line)
			if len(d.words) == 0 {
				continue
			}
			name := d.words[0]
			switch name {
			case "//premain:board":
				if len(d.words) == 1 {
					return d.problem(0, "no architecture; add those that the board has, of %s", strings.Join(freestanding.Architectures, ", "))
				}
				for i, arch := range d.words[1:] {
					if !slices.Contains(freestanding.Architectures, arch) {
						return d.problem(i+1, "programs without the Go runtime are not for %s; name one of %s", arch, strings.Join(freestanding.Architectures, ", "))
					}
				}
				b.Arch = append(b.Arch, d.words[1:]...)
			case "//premain:memory", "//premain:image", "//premain:status":
				if first, ok := once[name]; ok {
					return d.problem(0, "there is another one at %s:%d, and there can be one; remove one of them", first.file, first.line)
				}
				if len(d.words) != 2 {
					return d.problem(0, "%s is followed by one word; see go doc premain.dev/bare.Board", name)
				}
				once[name] = d
			case "//premain:boot":
				if len(d.words) == 1 {
					return d.problem(0, "no command; add the one that starts the image %s, or remove the line", imageWord)
				}
				if len(b.Boot) == 0 {
					boot = d
				}
				b.Boot = append(b.Boot, d.words[1:]...)
			}
		}
	}
	if len(b.Arch) == 0 {
		return fmt.Errorf("-board=%s: package %s is no board: it has no line //premain:board with its architecture; see go doc premain.dev/bare.Board", b.Name, b.Path)
	}
	if d, ok := once["//premain:memory"]; ok {
		b.Memory = filepath.Join(dir, d.words[1])
		if info, err := os.Stat(b.Memory); err != nil || !info.Mode().IsRegular() {
			return d.problem(1, "there is no such file in the directory of the package; name the board's memory map, which lies there")
		}
	}
	if d, ok := once["//premain:image"]; ok {
		switch b.Image = d.words[1]; {
		case !slices.Contains(image.Formats, b.Image):
			return d.problem(1, "there is no such format; name one of %s", strings.Join(image.Formats, ", "))
		case b.Image == image.FormatPVH && slices.ContainsFunc(b.Arch, func(a string) bool { return a != "amd64" }):
			return d.problem(1, "the format is one of amd64 alone, and the board is for %s; name another one", strings.Join(b.Arch, ", "))
		case b.Memory == "":
			return d.problem(0, "without a memory map, programs are files of the system; add //premain:memory and its name, or remove this line")
		}
	}
	if d, ok := once["//premain:status"]; ok {
		if b.Status = d.words[1]; b.Status != odd {
			return d.problem(1, "the only such status is %s; remove the line if the command ends with the status of the program", odd)
		}
	}
	if len(b.Boot) > 0 && !slices.ContainsFunc(b.Boot, func(w string) bool { return strings.Contains(w, imageWord) }) {
		return boot.problem(0, "the command does not say where the name of the image goes; put %s there", imageWord)
	}
	return nil
}

// directories returns the absolute names that the go command may have for a directory: with -C, with symbolic links and without them.
func directories(chdir, dir string) ([]string, error) {
	if filepath.IsAbs(dir) {
		return []string{dir}, nil
	}
	cwd, err := os.Getwd()
	if err != nil || chdir == "" {
		return []string{filepath.Join(cwd, dir)}, err
	}
	real, err := filepath.EvalSymlinks(cwd)
	if err != nil {
		return nil, err
	}
	if filepath.IsAbs(chdir) {
		cwd, real = "", ""
	}
	if real, err = filepath.EvalSymlinks(filepath.Join(real, chdir)); err != nil {
		return nil, err
	}
	// What is there comes first.
	return []string{filepath.Join(real, dir), filepath.Join(cwd, chdir, dir)}, nil
}

// injected returns the name of the file that imports the board: one that no file in the directory has.
func injected(dir string) string {
	name := "premain_board.go"
	for {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			return name
		}
		name = "premain_" + name
	}
}

// inject lets the programs that a command names import the board. It returns files for the overlay, and the arguments.
func (b *BoardBuild) inject(verb string, args []string, chdir, cache string) (files map[string]string, changed []string, err error) {
	text := "package main\n\nimport _ \"" + b.Board.Path + "\"\n"
	if err := os.MkdirAll(cache, 0o777); err != nil {
		return nil, nil, err
	}
	sum := sha256.Sum256([]byte(text))
	file := filepath.Join(cache, fmt.Sprintf("board-%x.go", sum[:8]))
	if err := freestanding.WriteFile(file, []byte(text)); err != nil {
		return nil, nil, err
	}
	list := slices.Concat([]string{"list"}, b.list, []string{"-e", "-find", "-f={{.Name}}\t{{.Dir}}"})
	var names []string
	changed = slices.Clone(args)
	for _, a := range parse(verb, args) {
		if a.name == "" {
			names = packageArgs(verb, a.raw)
		}
	}
	files = make(map[string]string)
	if len(names) > 0 && strings.HasSuffix(names[0], ".go") {
		// The go command takes such a list for a package, and in it only what is on it.
		at := slices.Index(changed, names[0])
		dir := filepath.Dir(names[0])
		under, err := directories(chdir, dir)
		if err != nil {
			return nil, nil, err
		}
		name := injected(under[0])
		changed = slices.Insert(changed, at, filepath.Join(dir, name))
		for _, d := range under {
			files[filepath.Join(d, name)] = file
		}
		return files, changed, nil
	}
	out, err := output(chdir, b.Env, append(list, names...)...)
	if err != nil {
		return nil, nil, err
	}
	for line := range strings.Lines(string(out)) {
		if name, dir, _ := strings.Cut(strings.TrimSpace(line), "\t"); name == "main" && dir != "" {
			files[filepath.Join(dir, injected(dir))] = file
		}
	}
	return files, changed, nil
}

// Replacing lets go build write a file beside the one that -o names, and returns a function that puts it there if all went well: the go command itself does
// not replace a file that is no program, which a flat image is not for it, of this build or of an earlier one. The function must be called in any case. Of several flags -o the last one
// counts. Without one, and where that names a directory, all stays as it is, and there is no function.
func Replacing(args []string) (changed []string, replace func(ok bool) error, err error) {
	chdir, out := "", ""
	for i, a := range parse("build", args) {
		if a.name == "C" && i == 0 {
			chdir = a.value
		}
		if a.name == "o" {
			out = a.value
		}
	}
	if out == "" {
		return args, nil, nil
	}
	name := out
	if !filepath.IsAbs(name) {
		name = filepath.Join(chdir, name)
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() || os.IsPathSeparator(out[len(out)-1]) {
		return args, nil, nil
	}
	if name, err = filepath.Abs(name); err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(name), ".premain")
	if err != nil {
		return nil, nil, fmt.Errorf("-o: %w", err)
	}
	fresh := filepath.Join(dir, filepath.Base(name))
	written := false
	for _, a := range parse("build", args) {
		switch {
		case a.name != "o":
			changed = append(changed, a.raw...)
		case !written:
			changed = append(changed, "-o="+fresh)
			written = true
		}
	}
	return changed, func(ok bool) error {
		defer os.RemoveAll(dir)
		if _, err := os.Stat(fresh); err != nil || !ok { // nothing is there with -n
			return nil
		}
		return os.Rename(fresh, name)
	}, nil
}
