// Package linkstep is the part of the tool that the go command calls in place of the compiler, the linker and the
// other programs of the toolchain (go build -toolexec).
//
// The compile step of a package that depends on premain turns its items into variables that the compiler can lay
// out as data, and leaves a record of what the package contributes in its archive. The link step of a program reads
// the records and hands the linker one more object with the tables. Everything else passes through untouched.
package linkstep

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Called reports whether the arguments of the program are a call by the go command: a program to run and its
// arguments. Besides the toolchain's own programs, which it names by their path, the go command runs the C compiler
// to learn its version.
func Called(args []string) bool {
	return len(args) > 0 && (strings.ContainsRune(args[0], filepath.Separator) ||
		len(args) > 1 && args[1] == "-###" && !strings.HasPrefix(args[0], "-"))
}

// Main runs a program of the toolchain with the link step's changes and returns its exit status.
func Main(args []string, options Options) int {
	t := tool{path: args[0], args: args[1:], options: options}
	err := t.run()
	var status exitStatus
	if errors.As(err, &status) {
		return int(status)
	}
	var list problems
	if errors.As(err, &list) {
		here := ""
		if t.name() == "link" { // others are not called where the go command is
			here, _ = os.Getwd()
		}
		for line := range strings.SplitSeq(list.Error(), "\n") {
			text := strings.TrimLeft(line, "\t")
			fmt.Fprint(os.Stderr, line[:len(line)-len(text)])
			line = text
			if rest, ok := strings.CutPrefix(line, here+string(filepath.Separator)); ok && here != "" {
				line = rest // as the go command shows places
				if file, _, _ := strings.Cut(rest, ":"); !strings.ContainsRune(file, filepath.Separator) {
					line = "." + string(filepath.Separator) + rest
				}
			}
			fmt.Fprintln(os.Stderr, line)
		}
		return 1
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "premain:", err)
		return 1
	}
	return 0
}

// problems are messages that name their places.
type problems []string

func (p problems) Error() string { return strings.Join(p, "\n") }

// exitStatus is the status of a program that has said itself what is wrong.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// tool is one call of a program of the toolchain.
type tool struct {
	path    string
	args    []string
	env     []string // in addition to our own
	options Options
}

// name returns the name of the program.
func (t tool) name() string { return strings.TrimSuffix(filepath.Base(t.path), ".exe") }

func (t tool) run() error {
	name := t.name()
	if len(t.args) == 1 && t.args[0] == "-V=full" {
		return t.version(name)
	}
	switch name {
	case "compile":
		return t.compile()
	case "link":
		return t.link()
	}
	return t.vet() // whatever its name: go vet -vettool, go fix
}

// version prints what the go command takes for the identity of a program and puts into the keys of its cache.
//
// The linker's includes ours: what we change must be linked again. The compiler's is left alone, so that packages
// that do not depend on premain share the ordinary cache; those that do have a constant of package identity in
// their keys. Only where that constant does not tell the truth, in a changed tool, all packages are compiled again.
// (Options that change the program count with the linker, too.)
func (t tool) version(name string) error {
	if name != "link" && (name != "compile" || !modified()) {
		return t.pass()
	}
	var out bytes.Buffer
	if err := t.exec(t.args, &out, os.Stderr); err != nil {
		return err
	}
	line := strings.TrimSpace(out.String())
	if !strings.Contains(line, " devel ") {
		// The go command takes the whole line of a release. Of a development version, which the compile and the link
		// step refuse, it wants the last word.
		line += " premain:" + Identity()
		if name == "link" {
			line += t.options.key()
		}
	}
	fmt.Println(line)
	return nil
}

// exec runs the program with other arguments. A failure that the program has reported is an exitStatus.
func (t tool) exec(args []string, stdout, stderr io.Writer) error {
	args, remove, err := responseFile(args)
	if err != nil {
		return err
	}
	defer remove()
	cmd := exec.Command(t.path, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	if len(t.env) > 0 {
		cmd.Env = append(os.Environ(), t.env...)
	}
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return exitStatus(exit.ExitCode())
	}
	return err
}

// responseFile moves arguments that are too many for some systems into a file. The go command does so itself for
// the programs that it calls directly.
func responseFile(args []string) (short []string, remove func(), err error) {
	const most = 30 << 10 // bytes; the limit on Windows is 32 KiB
	n := 0
	for _, a := range args {
		n += len(a) + 1
	}
	if n < most {
		return args, func() {}, nil
	}
	f, err := os.CreateTemp("", "premain-args")
	if err != nil {
		return nil, nil, err
	}
	remove = func() { os.Remove(f.Name()) }
	escape := strings.NewReplacer("\\", "\\\\", "\n", "\\n")
	var b strings.Builder
	for _, a := range args {
		b.WriteString(escape.Replace(a) + "\n")
	}
	_, err = f.WriteString(b.String())
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		remove()
		return nil, nil, err
	}
	return []string{"@" + f.Name()}, remove, nil
}

// expandArgs replaces response files by their contents.
func expandArgs(args []string) ([]string, error) {
	if !slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "@") }) {
		return args, nil
	}
	unescape := strings.NewReplacer("\\\\", "\\", "\\n", "\n")
	var out []string
	for _, a := range args {
		name, ok := strings.CutPrefix(a, "@")
		if !ok {
			out = append(out, a)
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			out = append(out, unescape.Replace(strings.TrimRight(line, "\r\n")))
		}
	}
	return out, nil
}

// flagValue returns the value of the last flag with a name, in either form, and where it stands.
func flagValue(args []string, name string) (value string, at int) {
	at = -1
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, name+"="); ok {
			value, at = v, i
		} else if a == name && i+1 < len(args) {
			value, at = args[i+1], i+1
		}
	}
	return value, at
}

// setFlag replaces a flag's value at the place that flagValue returned.
func setFlag(args []string, name, value string, at int) {
	if strings.HasPrefix(args[at], name+"=") {
		value = name + "=" + value
	}
	args[at] = value
}
