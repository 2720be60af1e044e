package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"premain.dev/internal/gocmd"
	"premain.dev/internal/linkstep"
	"premain.dev/internal/linkstep/size"
)

var (
	_ = commands.Add(command{"build", "[flags] [packages]", "compile packages and link programs", goCommand})
	_ = commands.Add(command{"run", "[flags] package [arguments]", "build and run a program", goCommand})
	_ = commands.Add(command{"boot", "-board=BOARD [flags] package", "build a program for a board and start it", goCommand})
	_ = commands.Add(command{"test", "[flags] [packages]", "build and run tests", goCommand})
	_ = commands.Add(command{"install", "[flags] [packages]", "build and install programs", goCommand})
	_ = commands.Add(command{"vet", "[flags] [packages]", "run go vet, and check what only the link step sees", goCommand})
	_ = commands.Add(command{"size", "[flags] package or file", "print where the bytes of a program are", goCommand})
	_ = commands.Add(command{"version", "", "print the tool's version", version})
	_ = commands.Add(command{"help", "", "print this text", help})
)

// goCommand runs the go command of the same name with the link step.
func goCommand(c *command, flags, args []string) (status int) {
	status, err := runGo(c.name, flags, args)
	var directive *gocmd.DirectiveError
	if wrong := (mapError{}); errors.As(err, &wrong) || errors.As(err, &directive) {
		fmt.Fprintln(os.Stderr, err) // begins with a place
		return 2
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "premain %s: %v\n", c.name, err)
		return 2
	}
	return status
}

func runGo(verb string, flags, args []string) (status int, err error) {
	boots, measures := verb == "boot", verb == "size"
	if boots {
		verb = "run"
	}
	more, args := gocmd.Own(verb, args)
	var report reportFlag
	var sizes sizeFlags
	if measures {
		if more, err = sizes.parse(more); err != nil {
			return 0, err
		}
		file, err := sizes.file(append(slices.Clone(flags), more...), args)
		if err != nil {
			return 0, err
		}
		if file != "" {
			p, err := size.Read(file)
			if err != nil {
				return 0, fmt.Errorf("%s: %w", file, err)
			}
			return 0, sizes.print(os.Stdout, p)
		}
		verb = "build"
	}
	options, err := parseFlags(append(slices.Clone(flags), more...), &report)
	if err != nil {
		return 0, err
	}
	if boots && options.Board == "" {
		return 0, errors.New("which board? name one: premain boot -board=linux, pc-amd64, virt-arm64, virt-riscv64, or the import path of another one")
	}
	goflags := gocmd.GOFLAGS()
	if !gocmd.MayDependOnPremain(verb, args, goflags) && len(options.Bake) == 0 && options.Board == "" {
		if len(options.Without) > 0 || report.wanted {
			return 0, errors.New("-without and -report are about sections, and this module does not depend on premain.dev; go get premain.dev, or leave the flags out")
		}
		plain := append([]string{verb}, args...)
		if measures {
			return sizes.make(func(string) ([]string, error) { return plain, nil })
		}
		return gocmd.Exec(plain)
	}
	if report.wanted && measures {
		return 0, errors.New("-report: a flag of premain build and premain install alone; leave it out")
	}
	if report.wanted && options.Board != "" {
		return 0, errors.New("-report: not for programs without the Go runtime, which would lack the board without its package's items; leave -report or -board out")
	}
	if report.wanted && (verb != "build" && verb != "install" || slices.ContainsFunc(args, func(a string) bool { return strings.Contains(a, "@") })) {
		return 0, errors.New("-report: a flag of premain build and premain install alone, and not for package@version")
	}
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	if options.Board == "" && (options.Memory != "" || options.Image != "") {
		return 0, errors.New("-memory and -image are about programs for a board; name it by -board")
	}
	tags := []string{options.Tag()}
	var start *gocmd.Start // of a program that the go command does not run
	if options.Board != "" {
		build, err := gocmd.ForBoard(options.Board, verb, args, goflags, linkstep.Identity())
		if err != nil {
			return 0, err
		}
		if err := placing(&options, build); err != nil {
			return 0, err
		}
		args = build.Args
		for _, e := range build.Env {
			name, value, _ := strings.Cut(e, "=")
			os.Setenv(name, value)
		}
		tags = append(tags, gocmd.BareTag)
		if boots || verb == "run" && len(build.Board.Boot) > 0 {
			if err := startable(options, build); err != nil {
				return 0, err
			}
			if start, err = build.Start(); err != nil {
				return 0, err
			}
			defer start.Close()
			verb, args = "build", start.Build
		}
		dir, signalled, err := hostedValues(self, options, build, goflags)
		if err != nil || signalled != 0 {
			return signalled, err
		}
		if options.HostedFrom = dir; dir != "" {
			defer os.RemoveAll(dir)
		}
	}
	linked := func(o linkstep.Options) ([]string, error) {
		args, err := gocmd.Args(append([]string{self}, o.Args()...), tags, verb, args, goflags)
		if err != nil {
			return nil, err
		}
		flags, err := o.GCFlags(gocmd.Values("gcflags", verb, args[1:], goflags), func() ([]string, error) { return gocmd.Packages(args) })
		return gocmd.Add(args, flags...), err
	}
	if verb != "run" && start == nil && gocmd.Verbose(verb, args) {
		var tell func() error
		if options.ValuesTo, tell, err = values(); err != nil {
			return 0, err
		}
		defer func() {
			if e := tell(); err == nil {
				err = e
			}
		}()
	}
	if measures {
		return sizes.make(func(dir string) ([]string, error) {
			options.SizesTo = dir
			return linked(options)
		})
	}
	var replace func(ok bool) error
	if verb == "build" && start == nil && options.Memory != "" {
		if args, replace, err = gocmd.Replacing(args); err != nil {
			return 0, err
		}
	}
	if replace != nil {
		defer func() {
			if e := replace(err == nil && status == 0); err == nil {
				err = e
			}
		}()
	}
	build, err := linked(options)
	if err != nil {
		return 0, err
	}
	if start != nil {
		return start.Run(build)
	}
	if replace == nil && !report.wanted && verb != "vet" && options.ValuesTo == "" && options.HostedFrom == "" {
		return gocmd.Exec(build)
	}
	if status, err = gocmd.Run(build); err != nil || status != 0 {
		return status, err
	}
	if !report.wanted && verb != "vet" {
		return status, nil
	}
	if verb == "vet" {
		// What a linked build would refuse shows in linking the programs among the packages, without writing them: so it
		// is found in a program that may never be linked so.
		return gocmd.Run(gocmd.LinkArgs(build, os.DevNull))
	}
	return report.make(func(dir string) ([]string, error) {
		o := options
		o.ReportTo = dir
		args, err := linked(o)
		if err != nil {
			return nil, err
		}
		return gocmd.LinkArgs(args, os.DevNull), nil
	})
}

// parseFlags understands the flags of premain's own.
func parseFlags(flags []string, report *reportFlag) (linkstep.Options, error) {
	var rest []string
	for _, f := range flags {
		if ok, err := report.parse(f); err != nil {
			return linkstep.Options{}, err
		} else if !ok {
			rest = append(rest, f)
		}
	}
	options, rest, err := linkstep.ParseOptions(rest)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("there is no flag %s of premain's own", rest[0])
	}
	return options, err
}

func version(*command, []string, []string) int {
	fmt.Printf("premain %s link step %s %s\n", linkstep.Version(), linkstep.Identity(), runtime.Version())
	return 0
}

func help(*command, []string, []string) int {
	usage(os.Stdout)
	return 0
}
