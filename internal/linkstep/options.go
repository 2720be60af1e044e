package linkstep

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"premain.dev/internal/linkstep/choice"
	"premain.dev/internal/linkstep/image"
)

// Options are the flags of the tool that stand before the program that the go command lets it run.
type Options struct {
	Without  []string // values of -without; see package choice
	Bake     []string // values of -bake; see bakeRules
	ReportTo string   // a directory for reports; see Report
	ValuesTo string   // a directory for what is told of link-time values; see ValueReport
	SizesTo  string   // a directory for what tells where the bytes of the program are; see SizesFile
	HostedTo string   // a directory for the values of the program, which is not linked; see Hosted

	Board  string // for which the program without the Go runtime is
	Memory string // the name of the memory map by which it is placed
	Image  string // the format in which it is written; see the constants of package image

	HostedFrom string // a directory with values of the program; see Hosted

	Timeout time.Duration // of the evaluation of link-time values; 0 for DefaultTimeout

	without choice.List
	rules   bakeRules
}

// ParseOptions takes flags off the beginning of the arguments of the tool.
func ParseOptions(args []string) (o Options, rest []string, err error) {
	for len(args) > 0 {
		name, value, _ := strings.Cut(args[0], "=")
		switch name {
		case "-without":
			r, err := choice.Parse(value)
			if err != nil {
				return o, nil, err
			}
			o.Without = append(o.Without, value)
			o.without = append(o.without, r)
		case "-bake":
			if err := o.rules.parse(value); err != nil {
				return o, nil, err
			}
			o.Bake = append(o.Bake, value)
		case "-bake-timeout":
			d, err := time.ParseDuration(value)
			if err != nil || d <= 0 {
				return o, nil, fmt.Errorf("-bake-timeout=%s: want how long the values of a program may take to compute, like 30s", value)
			}
			o.Timeout = d
		case "-board":
			o.Board = value
		case "-memory":
			if value == "" {
				return o, nil, errors.New("-memory: want the name of a memory map, or leave the flag out")
			}
			o.Memory = value
		case "-image":
			if !slices.Contains(image.Formats, value) {
				return o, nil, fmt.Errorf("-image=%s: there is no such format; there are %s", value, strings.Join(image.Formats, ", "))
			}
			o.Image = value
		case "-report-to":
			o.ReportTo = value
		case "-values-to":
			o.ValuesTo = value
		case "-sizes-to":
			o.SizesTo = value
		case "-hosted-to":
			o.HostedTo = value
		case "-hosted-from":
			o.HostedFrom = value
		default:
			return o, args, nil
		}
		args = args[1:]
	}
	return o, args, nil
}

// Args returns the flags.
func (o Options) Args() []string {
	var args []string
	for _, v := range o.Without {
		args = append(args, "-without="+v)
	}
	for _, v := range o.Bake {
		args = append(args, "-bake="+v)
	}
	if o.Timeout != 0 {
		args = append(args, "-bake-timeout="+o.Timeout.String())
	}
	if o.Board != "" {
		args = append(args, "-board="+o.Board)
	}
	if o.Memory != "" {
		args = append(args, "-memory="+o.Memory)
	}
	if o.Image != "" {
		args = append(args, "-image="+o.Image)
	}
	if o.ReportTo != "" {
		args = append(args, "-report-to="+o.ReportTo)
	}
	if o.ValuesTo != "" {
		args = append(args, "-values-to="+o.ValuesTo)
	}
	if o.SizesTo != "" {
		args = append(args, "-sizes-to="+o.SizesTo)
	}
	if o.HostedTo != "" {
		args = append(args, "-hosted-to="+o.HostedTo)
	}
	if o.HostedFrom != "" {
		args = append(args, "-hosted-from="+o.HostedFrom)
	}
	return args
}

// key returns what distinguishes a linker with these options from others. Neither what is told of it nor a time limit changes the program.
func (o Options) key() string {
	key := ""
	if tag := o.Tag(); tag != "" {
		key = "+" + tag
	}
	if o.Board != "" {
		key += "+" + o.Board
	}
	if o.Memory != "" {
		text, _ := os.ReadFile(o.Memory) // where it cannot be read, linking says so
		key += fmt.Sprintf("+%x+%s", sha256.Sum256(text), o.Image)
	}
	if o.HostedFrom != "" {
		key += hostedKey(o.HostedFrom)
	}
	return key
}

// Tag returns a build tag for what a program is linked without and what is baked otherwise than by default, or nothing. The go
// command keeps what the linker prints under a key that knows the main package and not the linker. Tags are part of what a main
// package records of its build, so with this one each choice has what was printed of it, and the program says that it was
// chosen.
func (o Options) Tag() string {
	if len(o.Without)+len(o.Bake) == 0 {
		return ""
	}
	name, chosen := "premain_without_", o.Without
	if len(o.Bake) > 0 {
		name, chosen = "premain_choice_", append(append(slices.Clone(o.Without), "bake"), o.Bake...)
	}
	sum := sha256.Sum256([]byte(strings.Join(chosen, "\x00")))
	return fmt.Sprintf("%s%x", name, sum[:8])
}

// GCFlags returns the flags by which the go command lets the compile step know of the variables that -bake names, given the
// values that the user has for that flag, and a function that lists the packages that the command names.
func (o Options) GCFlags(given []string, named func() ([]string, error)) (flags []string, err error) {
	var list []string // of named, once it has been asked
	for _, pkg := range slices.Sorted(maps.Keys(o.rules.variables)) {
		// Of several flags that are for a package, the go command takes the last.
		before := ""
		for _, g := range given {
			pattern, value, ok := strings.Cut(g, "=")
			if !ok || strings.HasPrefix(g, "-") || strings.Contains(pattern, " ") {
				// Without a pattern, it is for the packages that the command names.
				if list == nil {
					if list, err = named(); err != nil {
						return nil, err
					}
				}
				if slices.Contains(list, pkg) {
					before = g + " "
				}
			} else if pattern == "all" || matches(pattern, pkg) {
				before = value + " "
			}
		}
		flags = append(flags, fmt.Sprintf("-gcflags=%s=%s%s%s:%s", pkg, before, bakeFlag, Identity(), strings.Join(o.rules.variables[pkg], ",")))
	}
	return flags, nil
}
