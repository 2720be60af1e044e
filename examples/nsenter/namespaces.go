//go:build linux && (amd64 || arm64 || riscv64)

package main

import (
	"syscall"
	"unsafe"

	"premain.dev/preinit"
)

// The kinds of namespaces. The user namespace is first, because it gives the rights to enter the others.
const (
	user = iota
	cgroup
	ipc
	uts
	network
	pid
	mount
	clock
)

var namespaces = [...]struct {
	file string // in /proc/PID/ns
	flag uintptr
}{
	user:    {"user", syscall.CLONE_NEWUSER},
	cgroup:  {"cgroup", syscall.CLONE_NEWCGROUP},
	ipc:     {"ipc", syscall.CLONE_NEWIPC},
	uts:     {"uts", syscall.CLONE_NEWUTS},
	network: {"net", syscall.CLONE_NEWNET},
	pid:     {"pid", syscall.CLONE_NEWPID},
	mount:   {"mnt", syscall.CLONE_NEWNS},
	clock:   {"time", syscall.CLONE_NEWTIME},
}

// target holds descriptors, or -1, of what the process is going to enter. All are opened before the first is entered: afterwards, /proc
// is another one.
type target struct {
	namespaces [len(namespaces)]int
	root, wd   int
}

// lookAtTarget opens what the process is going to enter.
func (o *options) lookAtTarget(p *preinit.Process) target {
	t := target{root: -1, wd: -1}
	for i := range namespaces {
		t.namespaces[i] = -1
		switch c := &o.namespaces[i]; {
		case !c.wanted || o.isNew(i):
		case c.file != "":
			t.namespaces[i] = open(p, c.file)
		case o.all && isSame(o.target, i):
			c.wanted = false
		default:
			l := procFile(o.target, "ns/", namespaces[i].file)
			t.namespaces[i] = open(p, l.text())
		}
	}
	if o.targetRoot {
		l := procFile(o.target, "root", "")
		t.root = open(p, l.text())
	}
	if o.targetDir {
		l := procFile(o.target, "cwd", "")
		t.wd = open(p, l.text())
	}
	return t
}

func open(p *preinit.Process, path string) int {
	fd, err := preinit.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	must(p, err, "cannot open ", path)
	return fd
}

// procFile returns the path of a file of a process, or of this one if that is 0.
func procFile(process int, dir, file string) (l line) {
	l.add("/proc/")
	if process == 0 {
		l.add("self")
	} else {
		l.addInt(process)
	}
	l.add("/")
	l.add(dir)
	l.add(file)
	return l
}

// isSame reports whether the process is in a namespace of the target already. It is an error to enter one's own user namespace.
func isSame(target, kind int) bool {
	ours, theirs := procFile(0, "ns/", namespaces[kind].file), procFile(target, "ns/", namespaces[kind].file)
	a, ok := identify(ours.text())
	b, found := identify(theirs.text())
	return ok && found && a == b
}

// identity says which file it is.
type identity struct{ device, inode uint64 }

func identify(path string) (id identity, ok bool) {
	fd, err := preinit.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != 0 {
		return id, false
	}
	var s syscall.Stat_t
	_, err = preinit.Syscall(syscall.SYS_FSTAT, uintptr(fd), uintptr(unsafe.Pointer(&s)), 0)
	preinit.Close(fd)
	return identity{s.Dev, s.Ino}, err == 0
}

// join enters the namespaces of the target. Who may enter the others only as root of the user namespace has to enter
// that first; who may not any more when he is in it, last. So the others are tried first, and once more afterwards.
func (o *options) join(p *preinit.Process, t *target) {
	if o.entersUser() && !o.preserve {
		o.dropGroups() // may be forbidden inside
	}
	for pass := range 2 {
		for i := range namespaces {
			fd := t.namespaces[i]
			if fd < 0 || pass == 0 && i == user {
				continue
			}
			_, err := preinit.Syscall(sysSetns, uintptr(fd), namespaces[i].flag, 0)
			if err == 0 {
				preinit.Close(fd)
				t.namespaces[i] = -1
			} else if pass == 1 {
				fail(p, err, "reassociate to namespace '", namespaces[i].file, "' failed")
			}
		}
	}
}

// entersUser reports whether the process enters a user namespace that there is.
func (o *options) entersUser() bool { return o.namespaces[user].wanted && !o.isNew(user) }

// separate leaves namespaces for new ones.
func (o *options) separate(p *preinit.Process) {
	var set uintptr
	for i := range namespaces {
		if o.isNew(i) {
			set |= namespaces[i].flag
		}
	}
	if set == 0 {
		return
	}
	m := o.prepareMaps(p)
	// In a process with more than one thread, this fails with EINVAL for a user namespace, as setns does for user and mount namespaces.
	_, err := preinit.Syscall(syscall.SYS_UNSHARE, set, 0, 0)
	must(p, err, "unshare failed")
	o.mapIDs(p, m)
}
