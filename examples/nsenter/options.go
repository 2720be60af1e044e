//go:build linux && (amd64 || arm64 || riscv64)

package main

import (
	"syscall"

	"premain.dev/preinit"
)

// options are what the flags say.
type options struct {
	namespaces [len(namespaces)]choice
	target     int // the process whose namespaces are meant, or 0
	all        bool

	root, wd              string // where there, or ""
	targetRoot, targetDir bool

	mapRoot    bool
	uids, gids ranges

	setUID, setGID bool
	uid, gid       int
	preserve       bool
	droppedGroups  bool

	hostname    string
	mountProc   string
	propagation uintptr

	forks     bool
	killChild int
	init      bool

	shortR bool // means --map-root-user or, with a target, --root
}

// choice is whether a namespace is to change. It becomes a new one, unless there is a target or a file.
type choice struct {
	wanted bool
	file   string
}

// flag describes a flag.
type flag struct {
	short byte   // 0 if there is none
	long  string // without the dashes
	value string // "" if it has none; [=VALUE] if it may have one
	help  string
}

func (f *flag) optional() bool { return f.value != "" && f.value[0] == '[' }
func (f *flag) required() bool { return f.value != "" && f.value[0] != '[' }

// The flags of namespaces come first; see there.
const (
	flagTarget = iota + len(namespaces)
	flagAll
	flagRoot
	flagWD
	flagSetUID
	flagSetGID
	flagPreserve
	flagMapRoot
	flagMapUsers
	flagMapGroups
	flagHostname
	flagPropagation
	flagMountProc
	flagFork
	flagKillChild
	flagInit
	flagHelp
)

var flags = [...]flag{
	user:            {'U', "user", "[=FILE]", "user namespace"},
	cgroup:          {'C', "cgroup", "[=FILE]", "cgroup namespace"},
	ipc:             {'i', "ipc", "[=FILE]", "System V IPC namespace"},
	uts:             {'u', "uts", "[=FILE]", "namespace of the host name"},
	network:         {'n', "net", "[=FILE]", "network namespace"},
	pid:             {'p', "pid", "[=FILE]", "PID namespace; implies --fork"},
	mount:           {'m', "mount", "[=FILE]", "mount namespace"},
	clock:           {'T', "time", "[=FILE]", "time namespace; implies --fork"},
	flagTarget:      {'t', "target", "PID", "enter namespaces of this process"},
	flagAll:         {'a', "all", "", "all namespaces of the target"},
	flagRoot:        {0, "root", "[=DIR]", "root directory, inside, or that of the target; -r with a target"},
	flagWD:          {'w', "wd", "[=DIR]", "working directory, inside, or that of the target"},
	flagSetUID:      {'S', "setuid", "UID", "user ID"},
	flagSetGID:      {'G', "setgid", "GID", "group ID, and no other groups"},
	flagPreserve:    {0, "preserve-credentials", "", "keep IDs and groups in the target's user namespace"},
	flagMapRoot:     {'r', "map-root-user", "", "become root in a new user namespace; implies --user"},
	flagMapUsers:    {0, "map-users", "INNER:OUTER:COUNT", "map a range of user IDs; implies --user"},
	flagMapGroups:   {0, "map-groups", "INNER:OUTER:COUNT", "map a range of group IDs; implies --user"},
	flagHostname:    {0, "hostname", "NAME", "set the host name; implies --uts"},
	flagPropagation: {0, "propagation", "KIND", "of a new mount namespace: private (default), shared, slave, unchanged"},
	flagMountProc:   {0, "mount-proc", "[=DIR]", "mount a new proc, on /proc; implies --mount"},
	flagFork:        {'f', "fork", "", "run the command in a child, and end as it does"},
	flagKillChild:   {0, "kill-child", "[=SIGNAL]", "the child gets SIGKILL or this when its parent dies; implies --fork"},
	flagInit:        {0, "init", "", "stay, as process 1 has to, and run the command in a child"},
	flagHelp:        {'h', "help", "", "print this"},
}

// parse reads the flags and removes them.
func (o *options) parse(p *preinit.Process) {
	o.propagation = syscall.MS_PRIVATE | syscall.MS_REC
	i := 1
	for i < p.Argc() {
		arg := p.Arg(i)
		if len(arg) < 2 || arg[0] != '-' {
			break
		}
		i++
		if arg == "--" {
			break
		}
		if arg[1] == '-' {
			i = o.parseLong(p, arg[2:], i)
		} else {
			i = o.parseShort(p, arg[1:], i)
		}
	}
	for ; i > 1; i-- {
		p.RemoveArg(1)
	}
	o.imply(p)
}

// parseLong reads a flag that may take the argument at index next, and returns the index behind what it has taken.
func (o *options) parseLong(p *preinit.Process, arg string, next int) int {
	name, value, given := preinit.Cut(arg, '=')
	for id := range flags {
		f := &flags[id]
		if f.long != name {
			continue
		}
		switch {
		case given && f.value == "":
			fail(p, 0, "option --", name, " takes no argument; see --help")
		case !given && f.required():
			value = argument(p, next, "--", name)
			next++
		}
		o.set(p, id, value)
		return next
	}
	fail(p, 0, "unrecognized option --", name, "; see --help")
	return 0
}

// parseShort is parseLong for letters. The argument of the last one may follow it at once.
func (o *options) parseShort(p *preinit.Process, letters string, next int) int {
letters:
	for i := range len(letters) {
		if letters[i] == 'r' {
			o.shortR = true
			continue
		}
		for id := range flags {
			f := &flags[id]
			if f.short != letters[i] {
				continue
			}
			if !f.required() {
				o.set(p, id, "")
				continue letters
			}
			value := letters[i+1:]
			if value == "" {
				value = argument(p, next, "-", letters[i:])
				next++
			}
			o.set(p, id, value)
			return next
		}
		fail(p, 0, "invalid option -", letters[i:i+1], "; see --help")
	}
	return next
}

func argument(p *preinit.Process, i int, dashes, name string) string {
	if i >= p.Argc() {
		fail(p, 0, "option ", dashes, name, " requires an argument; see --help")
	}
	return p.Arg(i)
}

func (o *options) set(p *preinit.Process, id int, value string) {
	switch id {
	case flagTarget:
		o.target = number(p, "--target", value)
		if o.target == 0 {
			fail(p, 0, "--target: 0 is no process")
		}
	case flagAll:
		o.all = true
	case flagRoot:
		o.root, o.targetRoot = value, value == ""
	case flagWD:
		o.wd, o.targetDir = value, value == ""
	case flagSetUID:
		o.uid, o.setUID = number(p, "--setuid", value), true
	case flagSetGID:
		o.gid, o.setGID = number(p, "--setgid", value), true
	case flagPreserve:
		o.preserve = true
	case flagMapRoot:
		o.mapRoot = true
	case flagMapUsers:
		o.uids.add(p, "--map-users", value)
	case flagMapGroups:
		o.gids.add(p, "--map-groups", value)
	case flagHostname:
		o.hostname = value
	case flagPropagation:
		o.propagation = propagation(p, value)
	case flagMountProc:
		o.mountProc = value
		if value == "" {
			o.mountProc = "/proc"
		}
	case flagFork:
		o.forks = true
	case flagKillChild:
		o.killChild = signalNumber(p, value)
	case flagInit:
		o.init = true
	case flagHelp:
		help(p)
	default:
		o.namespaces[id] = choice{true, value}
	}
}

// imply adds what flags imply and refuses what does not go together.
func (o *options) imply(p *preinit.Process) {
	if o.shortR && o.target != 0 {
		o.targetRoot = true
	} else if o.shortR {
		o.mapRoot = true
	}
	maps := o.mapRoot || o.uids.n > 0 || o.gids.n > 0
	if o.target == 0 && (o.all || o.targetRoot || o.targetDir) {
		fail(p, 0, "--all, and --root and --wd without a directory, need --target")
	}
	if o.target != 0 && (maps || o.hostname != "" || o.mountProc != "") {
		fail(p, 0, "--map-…, --hostname and --mount-proc are for new namespaces, not for those of --target")
	}
	if maps {
		o.namespaces[user].wanted = true
	}
	if o.hostname != "" {
		o.namespaces[uts].wanted = true
	}
	if o.mountProc != "" {
		o.namespaces[mount].wanted = true
	}
	if o.all {
		for i := range o.namespaces {
			o.namespaces[i].wanted = true
		}
	}
	// A process whose children are in another PID namespace than itself cannot make threads, which main needs; and a time
	// namespace is that of the children, too.
	if o.killChild != 0 || o.namespaces[pid].wanted || o.namespaces[clock].wanted {
		o.forks = true
	}
}

// isNew reports whether the process gets a new namespace of this kind.
func (o *options) isNew(kind int) bool {
	c := &o.namespaces[kind]
	return c.wanted && c.file == "" && o.target == 0
}

func number(p *preinit.Process, flag, value string) int {
	n, ok := preinit.ParseInt(value)
	if !ok || n < 0 || n > 1<<32-2 {
		fail(p, 0, flag, ": invalid number '", value, "'")
	}
	return int(n)
}

func propagation(p *preinit.Process, value string) uintptr {
	switch value {
	case "private":
		return syscall.MS_PRIVATE | syscall.MS_REC
	case "shared":
		return syscall.MS_SHARED | syscall.MS_REC
	case "slave":
		return syscall.MS_SLAVE | syscall.MS_REC
	case "unchanged":
		return 0
	}
	fail(p, 0, "unsupported propagation '", value, "'; use private, shared, slave or unchanged")
	return 0
}

func signalNumber(p *preinit.Process, value string) int {
	if n, ok := preinit.ParseInt(value); ok && n > 0 && n <= 64 {
		return int(n)
	}
	if preinit.HasPrefix(value, "SIG") {
		value = value[len("SIG"):]
	}
	switch value {
	case "", "KILL":
		return int(syscall.SIGKILL)
	case "HUP":
		return int(syscall.SIGHUP)
	case "INT":
		return int(syscall.SIGINT)
	case "QUIT":
		return int(syscall.SIGQUIT)
	case "TERM":
		return int(syscall.SIGTERM)
	}
	fail(p, 0, "--kill-child: unknown signal '", value, "'; use its number")
	return 0
}

func help(p *preinit.Process) {
	p.Write(1, ""+
		"usage: nsenter [OPTION]... [COMMAND [ARGUMENT]...]\n"+
		"Runs a command, or a shell, in new namespaces, in those of a process (--target), or in one that a file stands for.\n\n")
	const column = 40
	for i := range flags {
		f := &flags[i]
		var l line
		l.add("  ")
		if f.short != 0 {
			letter := [1]byte{f.short}
			l.add("-")
			l.add(preinit.String(letter[:]))
			l.add(", ")
		} else {
			l.add("    ")
		}
		l.add("--")
		l.add(f.long)
		if f.required() {
			l.add(" ")
		}
		l.add(f.value)
		for l.n < column {
			l.add(" ")
		}
		l.add("  ")
		l.add(f.help)
		l.add("\n")
		p.Write(1, l.text())
	}
	p.Exit(0)
}
