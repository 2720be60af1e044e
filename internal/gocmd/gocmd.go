// Package gocmd runs the go command with the link step.
package gocmd

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Tag is the build tag that selects the linked world.
const Tag = "premain"

// Args returns the arguments with which the go command runs one of its own commands (build, run, test, install, vet)
// with the link step. The arguments are the user's; goflags is the setting of GOFLAGS. All flags pass through but
// -tags, to which the link step's own is added, and -toolexec, which is an error: there can be one only.
func Args(self, verb string, args []string, goflags string) ([]string, error) {
	out := []string{verb}
	tags, given := "", false
	var rest []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		name, value, hasValue := splitFlag(arg)
		if name == "args" && verb == "test" || arg == "--" {
			rest = append(rest, args[i:]...)
			break
		}
		if name == "" {
			if verb != "test" { // only go test takes flags behind packages
				rest = append(rest, args[i:]...)
				break
			}
			rest = append(rest, arg)
			continue
		}
		next := !hasValue && (!boolean[name] || verb == "vet" && vetValues[name]) && i+1 < len(args)
		switch name {
		case "toolexec":
			return nil, errToolexec
		case "tags":
			if next {
				i++
				value = args[i]
			}
			tags, given = value, true
			continue
		case "C": // must stay the first flag
			if len(out) == 1 && len(rest) == 0 {
				out = append(out, arg)
				if next {
					i++
					out = append(out, args[i])
				}
				continue
			}
		}
		rest = append(rest, arg)
		// A flag that we do not know, of a test binary for example, may take no value.
		if next && takesValue(verb, name, args[i+1]) {
			i++
			rest = append(rest, args[i])
		}
	}
	for _, f := range splitQuoted(goflags) {
		switch name, value, _ := splitFlag(f); {
		case name == "tags" && !given:
			tags = value
		case name == "toolexec" && !strings.Contains(filepath.Base(value), "premain"):
			return nil, errToolexec
		}
	}
	toolexec, err := quote(self)
	if err != nil {
		return nil, err
	}
	out = append(out, "-toolexec="+toolexec, "-tags="+addTag(tags))
	return append(out, rest...), nil
}

// takesValue reports whether a flag without a value of its own has the next argument for one.
func takesValue(verb, name, next string) bool {
	switch {
	case verb == "vet":
		return buildOnly[name] && known[name] || vetValues[name] || strings.Contains(name, ".")
	case verb == "test":
		return known[name]
	}
	return known[name] || !strings.HasPrefix(next, "-")
}

// LinkArgs returns the arguments with which the go command links, but does not write, the programs among the packages
// that a go vet is about, given those that Args has returned for it.
func LinkArgs(vet []string) []string {
	out := []string{"build"}
	for i := 1; i < len(vet); i++ {
		name, _, hasValue := splitFlag(vet[i])
		if name == "" {
			return append(append(out, "-o", os.DevNull), vet[i:]...)
		}
		n := 1
		if !hasValue && i+1 < len(vet) && (!boolean[name] || vetValues[name]) && takesValue("vet", name, vet[i+1]) {
			n = 2
		}
		if buildOnly[name] {
			out = append(out, vet[i:i+n]...)
		}
		i += n - 1
	}
	return append(out, "-o", os.DevNull)
}

// Run runs the go command and returns its exit status.
func Run(args []string) (status int, err error) {
	cmd := exec.Command("go", args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

var errToolexec = errors.New("-toolexec: a linked build has its own and there can be one only; leave it out, of GOFLAGS too")

// splitFlag takes a flag apart. The name is empty for what is no flag.
func splitFlag(arg string) (name, value string, hasValue bool) {
	if len(arg) < 2 || arg[0] != '-' {
		return "", "", false
	}
	return strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
}

// addTag adds our tag to a list that is separated by commas or, as of old, by spaces.
func addTag(tags string) string {
	list := strings.FieldsFunc(tags, func(r rune) bool { return r == ',' || r == ' ' })
	if !slices.Contains(list, Tag) {
		list = append(list, Tag)
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
	return "", fmt.Errorf("%s: the go command cannot be given a path with both kinds of quotes; move the tool", path)
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

// GOFLAGS returns the setting that the go command would use: of the environment, or of the file of go env -w.
// Asking the go command would take longer than all else that we do in a build in which nothing has changed.
func GOFLAGS() string {
	if v := os.Getenv("GOFLAGS"); v != "" {
		return v
	}
	file := os.Getenv("GOENV")
	if file == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return ""
		}
		file = filepath.Join(dir, "go", "env")
	}
	if file == "off" {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if v, ok := strings.CutPrefix(line, "GOFLAGS="); ok {
			return strings.TrimSpace(v)
		}
	}
	return ""
}
