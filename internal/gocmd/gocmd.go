// Package gocmd runs the go command with the link step.
package gocmd

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

// Tag is the build tag that selects the linked world.
const Tag = "premain"

// argument is a flag of the go command with its value, or an argument that is no flag.
type argument struct {
	name     string // of the flag, without dashes
	value    string
	hasValue bool // and the value is not the default of a boolean flag
	raw      []string
}

// parse takes the arguments of one of the go command's own commands apart. What begins the arguments of a program or
// of a test binary, all of it, is the last argument, and has no name.
func parse(verb string, args []string) []argument {
	var list []argument
	for i := 0; i < len(args); i++ {
		name, value, hasValue := splitFlag(args[i])
		if name == "args" && verb == "test" || args[i] == "--" || name == "" && verb != "test" { // only go test takes flags behind packages
			return append(list, argument{raw: args[i:]})
		}
		a := argument{name, value, hasValue, args[i : i+1]}
		if name != "" && !hasValue && i+1 < len(args) && takesNext(verb, name, args[i+1]) {
			a.value, a.hasValue, a.raw = args[i+1], true, args[i:i+2]
			i++
		}
		list = append(list, a)
	}
	return list
}

// takesNext reports whether a flag without a value of its own has the next argument for one. A flag that we do not know,
// of a test binary for example, may have no value.
func takesNext(verb, name, next string) bool {
	if isOurs(verb, name) {
		return ours[name] || verb == "size" && sizes[name]
	}
	switch {
	case verb == "vet":
		return buildOnly[name] && known[name] || vetValues[name] || strings.Contains(name, ".")
	case verb == "test":
		return known[name]
	}
	return known[name] || !boolean[name] && !strings.HasPrefix(next, "-")
}

// Own takes the flags of premain's own out of the arguments of a command, wherever the go command would take a flag. Those
// with a value come in one argument, behind an equals sign.
func Own(verb string, args []string) (own, rest []string) {
	for _, a := range parse(verb, args) {
		switch {
		case !isOurs(verb, a.name):
			rest = append(rest, a.raw...)
		case a.hasValue:
			own = append(own, "-"+a.name+"="+a.value)
		default:
			own = append(own, "-"+a.name)
		}
	}
	return own, rest
}

// isOurs reports whether a flag is one of premain's own. Test binaries may have a flag -report.
func isOurs(verb, name string) bool {
	if _, ok := sizes[name]; ok && verb == "size" {
		return true
	}
	_, ok := ours[name]
	return ok && (verb != "test" || name == "without" || name == "board" || name == "bake" || name == "bake-timeout")
}

// Args returns the arguments with which the go command runs one of its own commands (build, run, test, install, vet)
// with the link step, which the command line tool starts. The arguments are the user's; goflags is the setting of GOFLAGS.
// All flags pass through but -tags, to which the link step's own and the given tags, unless they are empty, are added, and
// -toolexec, which is an error: there can be one only.
func Args(tool, more []string, verb string, args []string, goflags string) ([]string, error) {
	tags, given := "", false
	var first, rest []string
	for i, a := range parse(verb, args) {
		switch {
		case a.name == "toolexec":
			return nil, errToolexec
		case a.name == "tags":
			tags, given = a.value, true
		case a.name == "C" && i == 0: // must stay the first flag
			first = a.raw
		default:
			rest = append(rest, a.raw...)
		}
	}
	for _, f := range splitQuoted(goflags) {
		switch name, value, _ := splitFlag(f); {
		case name == "tags" && !given:
			tags = value
		case name == "toolexec":
			words := splitQuoted(value) // as in go tool premain
			i := slices.IndexFunc(words, func(w string) bool { return strings.Contains(filepath.Base(w), "premain") })
			if i < 0 || strings.HasPrefix(words[i], "-") {
				return nil, errToolexec
			}
			if i < len(words)-1 {
				return nil, fmt.Errorf("GOFLAGS has %s with flags, which this command would not heed; give them to this command instead", f)
			}
		}
	}
	var toolexec []string
	for _, word := range tool {
		q, err := quote(word)
		if err != nil {
			return nil, err
		}
		toolexec = append(toolexec, q)
	}
	out := append([]string{verb}, first...)
	out = append(out, "-toolexec="+strings.Join(toolexec, " "), "-tags="+addTags(tags, append([]string{Tag}, more...)...))
	return append(out, rest...), nil
}

// Values returns the values that a flag of the go command has in GOFLAGS and in the arguments, in the order in which the go command
// heeds them.
func Values(flag, verb string, args []string, goflags string) (values []string) {
	for _, f := range splitQuoted(goflags) {
		if name, value, _ := splitFlag(f); name == flag {
			values = append(values, value)
		}
	}
	for _, a := range parse(verb, args) {
		if a.name == flag {
			values = append(values, a.value)
		}
	}
	return values
}

// Verbose reports whether the arguments have the go command's flag -v.
func Verbose(verb string, args []string) bool {
	on := false
	for _, a := range parse(verb, args) {
		if a.name == "v" {
			on = a.value != "false" && a.value != "0"
		}
	}
	return on
}

// Add puts flags behind those that arguments of Args have.
func Add(args []string, flags ...string) []string {
	list := parse(args[0], args[1:])
	out := args[:1:1]
	i := 0
	for ; i < len(list) && list[i].name != ""; i++ {
		out = append(out, list[i].raw...)
	}
	out = append(out, flags...)
	for ; i < len(list); i++ {
		out = append(out, list[i].raw...)
	}
	return out
}

// LinkArgs returns the arguments with which the go command links the programs among the packages that a command is about,
// given those that Args has returned for it, and writes them to a file; to os.DevNull, it writes none. What -a would compile once more
// has just been.
func LinkArgs(args []string, file string) []string {
	out := []string{"build"}
	for _, a := range parse(args[0], args[1:]) {
		switch {
		case a.name == "":
			return append(append(out, "-o", file), a.raw...)
		case buildOnly[a.name] && a.name != "a":
			out = append(out, a.raw...)
		}
	}
	return append(out, "-o", file)
}

// Named returns the directory to which the arguments of a command change, and the packages and files that they name.
func Named(verb string, args []string) (dir string, names []string) {
	for i, a := range parse(verb, args) {
		switch {
		case a.name == "":
			names = packageArgs(verb, a.raw)
		case a.name == "C" && i == 0:
			dir = a.value
		}
	}
	return dir, names
}

// Packages returns the import paths of the packages that a command names, given the arguments that Args has returned for it.
func Packages(args []string) ([]string, error) { return List(args, "{{.ImportPath}}") }

// List returns what the go command lists of the packages that a command names, in a format of words, given the arguments that Args has
// returned for it. Of package@version, it knows the import path alone, whatever the format is.
func List(args []string, format string) ([]string, error) {
	list := []string{"list"}
	var flags, names []string
	for _, a := range parse(args[0], args[1:]) {
		switch {
		case a.name == "":
			names = append(names, packageArgs(args[0], a.raw)...)
		case a.name == "C": // must stay the first flag
			list = append(list, a.raw...)
		case buildOnly[a.name] && !slices.Contains([]string{"a", "n", "x", "v", "toolexec"}, a.name):
			flags = append(flags, a.raw...)
		}
	}
	if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, "@") }) { // which go list does not take
		for i, n := range names {
			names[i], _, _ = strings.Cut(n, "@")
		}
		return names, nil
	}
	list = append(append(list, "-e", "-find", "-f="+format), append(flags, names...)...)
	cmd := exec.Command("go", list...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	return strings.Fields(string(out)), nil
}

// packageArgs returns those of the last arguments of a command that name packages.
func packageArgs(verb string, args []string) []string {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	n := len(args)
	switch verb {
	case "run": // a package or files, then what the program is given
		n = min(1, n)
		for n > 0 && n < len(args) && strings.HasSuffix(args[n-1], ".go") && strings.HasSuffix(args[n], ".go") {
			n++
		}
	case "test":
		if i := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "-") }); i >= 0 {
			n = i
		}
	}
	return args[:n]
}

// Run runs the go command and returns its exit status. Signals that would end this process meanwhile are passed on to the go
// command, so that the caller can tidy up behind it.
func Run(args []string) (status int, err error) {
	cmd := exec.Command("go", args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	status, _, err = run(cmd)
	return status, err
}

// run runs the go command as Run does. It returns the last of the signals that it has passed on, too.
func run(cmd *exec.Cmd) (status int, last os.Signal, err error) {
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, ending...)
	defer signal.Stop(caught)
	if err := cmd.Start(); err != nil {
		return 0, nil, err
	}
	done := make(chan error)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case last = <-caught:
			cmd.Process.Signal(last) // it may have had the terminal's already, and heeds one
		case err := <-done:
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				if status = exit.ExitCode(); status < 0 {
					return 1, last, fmt.Errorf("the go command: %w", err)
				}
				return status, last, nil
			}
			return 0, last, err
		}
	}
}

var errToolexec = errors.New("-toolexec: a linked build has its own and there can be one only; leave it out, of GOFLAGS too")

// splitFlag takes a flag apart. The name is empty for what is no flag.
func splitFlag(arg string) (name, value string, hasValue bool) {
	if len(arg) < 2 || arg[0] != '-' {
		return "", "", false
	}
	return strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
}

// addTags adds tags to a list that is separated by commas or, as of old, by spaces.
func addTags(tags string, more ...string) string {
	list := strings.FieldsFunc(tags, func(r rune) bool { return r == ',' || r == ' ' })
	for _, t := range more {
		if t != "" && !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return strings.Join(list, ",")
}

// quote writes the path of a program as the go command splits the value of -toolexec.
func quote(path string) (string, error) {
	switch {
	case !strings.ContainsAny(path, " \t\n\r'\""):
		return path, nil
	case !strings.Contains(path, "'"):
		return "'" + path + "'", nil
	case !strings.Contains(path, `"`):
		return `"` + path + `"`, nil
	}
	return "", fmt.Errorf("%s: the go command cannot be given a path or a flag of the tool with both kinds of quotes; move the tool, or quote otherwise", path)
}

// splitQuoted splits a list at spaces, but for those inside quotes.
func splitQuoted(s string) []string {
	var list []string
	for s = strings.TrimLeft(s, " \t\r\n"); s != ""; s = strings.TrimLeft(s, " \t\r\n") {
		if q := s[0]; q == '\'' || q == '"' {
			if i := strings.IndexByte(s[1:], q); i >= 0 {
				list, s = append(list, s[1:1+i]), s[i+2:]
				continue
			}
		}
		i := strings.IndexAny(s, " \t\r\n")
		if i < 0 {
			i = len(s)
		}
		list, s = append(list, s[:i]), s[i:]
	}
	return list
}

// GOFLAGS returns the setting that the go command would use.
func GOFLAGS() string { return goenv("GOFLAGS") }

// goenv returns a setting that the go command would use: of the environment, of the file of go env -w, or of the release of
// Go. Asking the go command would take longer than all else that we do in a build in which nothing has changed.
func goenv(name string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	file := os.Getenv("GOENV")
	if file == "" {
		if dir, err := os.UserConfigDir(); err == nil {
			file = filepath.Join(dir, "go", "env")
		}
	}
	if v := setting(file, name); v != "" {
		return v
	}
	root := os.Getenv("GOROOT")
	if root == "" {
		if command, err := exec.LookPath("go"); err == nil {
			if command, err = filepath.EvalSymlinks(command); err == nil {
				root = filepath.Dir(filepath.Dir(command))
			}
		}
	}
	return setting(filepath.Join(root, "go.env"), name)
}

// setting returns a setting of a file of settings, of which the last counts.
func setting(file, name string) (value string) {
	if file == "off" {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if v, ok := strings.CutPrefix(line, name+"="); ok {
			value = strings.TrimSpace(v)
		}
	}
	return value
}
