package linkstep

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"premain.dev/internal/linkstep/choice"
)

// Options are the flags of the tool that stand before the program that the go command lets it run.
type Options struct {
	Without  []string // values of -without; see package choice
	ReportTo string   // a directory for reports; see Report

	without choice.List
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
		case "-report-to":
			o.ReportTo = value
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
	if o.ReportTo != "" {
		args = append(args, "-report-to="+o.ReportTo)
	}
	return args
}

// bakes reports whether variables of packages are to be baked that need not know premain.
func (o Options) bakes() bool { return false }

// key returns what distinguishes a linker with these options from others. A report does not change the program.
func (o Options) key() string {
	if len(o.Without) == 0 {
		return ""
	}
	return "+" + o.Tag()
}

// Tag returns a build tag for what a program is linked without, or nothing. The go command keeps what the linker prints under a
// key that knows the main package and not the linker. Tags are part of what a main package records of its build, so with
// this one each choice has what was printed of it, and the program says that it was chosen.
func (o Options) Tag() string {
	if len(o.Without) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(o.Without, "\x00")))
	return fmt.Sprintf("premain_without_%x", sum[:8])
}
