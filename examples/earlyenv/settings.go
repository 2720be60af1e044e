//go:build linux && (amd64 || arm64 || riscv64)

package main

import "premain.dev/preinit"

// chosen are the names of the variables that choose has set. It writes them before the runtime, and main reads them.
var (
	chosen [16]string
	count  int
)

// text is what the settings are read into, and where their names stay.
var text [16 << 10]byte

// choose sets variables of the environment. It has two flags, which it takes out of the arguments.
func choose(p *preinit.Process) {
	settings, cgroups := "", "/sys/fs/cgroup"
	for p.Argc() > 1 {
		if name, value, ok := preinit.Cut(p.Arg(1), '='); ok && name == "-settings" {
			settings = value
		} else if ok && name == "-cgroups" {
			cgroups = value
		} else {
			break
		}
		p.RemoveArg(1)
	}
	if settings == "" {
		set(p, "GOMEMLIMIT", "90%", cgroups)
		return
	}
	content, err := preinit.ReadFile(settings, text[:])
	if err != 0 {
		fail(p, settings, ": ", preinit.ErrnoName(err))
	}
	rest := preinit.String(content)
	for rest != "" {
		var line string
		line, rest, _ = preinit.Cut(rest, '\n')
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := preinit.Cut(line, '=')
		if !ok || name == "" {
			fail(p, settings, ": a line is not NAME=VALUE: ", line)
		}
		set(p, name, value, cgroups)
	}
}

// set sets a variable unless the user has set it. A memory limit in percent is a part of the cgroup's, if that has one.
func set(p *preinit.Process, name, value, cgroups string) {
	if _, ok := p.LookupEnv(name); ok {
		return
	}
	var digits [20]byte
	if n := len(value) - 1; name == "GOMEMLIMIT" && n >= 0 && value[n] == '%' {
		percent, ok := preinit.ParseInt(value[:n])
		if !ok || percent <= 0 || percent > 100 {
			fail(p, "no percentage from 1 to 100: ", name, "=", value)
		}
		limit := memoryLimit(cgroups)
		if limit >= unlimited {
			return
		}
		value = preinit.String(preinit.FormatInt(digits[:], limit/100*percent, 10))
	}
	if err := p.Setenv(name, value); err != 0 {
		fail(p, name, "=", value, ": ", preinit.ErrnoName(err))
	}
	if count < len(chosen) {
		chosen[count] = name
		count++
	}
}

// fail ends the process with a line.
func fail(p *preinit.Process, words ...string) {
	p.Write(2, "earlyenv: ")
	for i := range words {
		p.Write(2, words[i])
	}
	p.Write(2, "\n")
	p.Exit(1)
}
