//go:build linux && (amd64 || arm64 || riscv64)

package main

import (
	"syscall"
	"unsafe"

	"premain.dev/preinit"
)

// ranges are lines of /proc/PID/uid_map or gid_map.
type ranges struct {
	list [16]span
	n    int
}

type span struct{ inner, outer, count int }

// add adds a range in the form INNER:OUTER:COUNT.
func (r *ranges) add(p *preinit.Process, flag, value string) {
	if r.n == len(r.list) {
		fail(p, 0, flag, ": too many ranges")
	}
	inner, rest, _ := preinit.Cut(value, ':')
	outer, count, _ := preinit.Cut(rest, ':')
	r.list[r.n] = span{number(p, flag, inner), number(p, flag, outer), number(p, flag, count)}
	r.n++
}

// text returns the ranges as the kernel wants them. The first is that of root, if there is one.
func (r *ranges) text(root bool, id int) (l line) {
	if root {
		l.addSpan(span{0, id, 1})
	}
	for i := range r.n {
		l.addSpan(r.list[i])
	}
	return l
}

func (l *line) addSpan(s span) {
	l.addInt(s.inner)
	l.add(" ")
	l.addInt(s.outer)
	l.add(" ")
	l.addInt(s.count)
	l.add("\n")
}

// maps is what remains to be done for the IDs of a new user namespace.
type maps struct {
	uids, gids line
	child      int // a process outside, or 0, that waits until there is the namespace
	pipe       int // what tells it
}

// prepareMaps prepares the mapping of IDs. A process may map its own IDs from inside; those of others only a process that is privileged
// outside, which this one no longer is when it has left. So a child stays there.
func (o *options) prepareMaps(p *preinit.Process) (m maps) {
	m.uids = o.uids.text(o.mapRoot, id(syscall.SYS_GETEUID))
	m.gids = o.gids.text(o.mapRoot, id(syscall.SYS_GETEGID))
	if o.uids.n == 0 && o.gids.n == 0 {
		return m
	}
	var ends [2]int32
	_, err := preinit.Syscall(syscall.SYS_PIPE2, uintptr(unsafe.Pointer(&ends)), syscall.O_CLOEXEC, 0)
	must(p, err, "pipe failed")
	from, to := int(ends[0]), int(ends[1])
	parent := id(syscall.SYS_GETPID)
	if m.child = fork(p); m.child == 0 {
		preinit.Close(to)
		var told [1]byte
		if n, _ := preinit.Read(from, told[:]); n == 1 { // and not the end, because the parent has failed
			o.writeMaps(p, &m, parent)
		}
		p.Exit(0)
	}
	preinit.Close(from)
	m.pipe = to
	return m
}

// mapIDs does what prepareMaps has prepared, after the process has entered its new user namespace.
func (o *options) mapIDs(p *preinit.Process, m maps) {
	if m.child == 0 {
		o.writeMaps(p, &m, 0)
		return
	}
	var one [1]byte
	preinit.Write(m.pipe, one[:])
	preinit.Close(m.pipe)
	if status := wait(p, m.child); status != 0 {
		p.Exit(1) // the child has said why
	}
}

// writeMaps maps the IDs of a process, or of this one if that is 0.
func (o *options) writeMaps(p *preinit.Process, m *maps, process int) {
	if m.uids.n > 0 {
		writeProc(p, process, "uid_map", m.uids.bytes())
	}
	if m.gids.n > 0 {
		if o.gids.n == 0 {
			// Without privileges outside, a process may map its group only if it can no longer leave groups, which may forbid things.
			deny := [...]byte{'d', 'e', 'n', 'y'}
			writeProc(p, process, "setgroups", deny[:])
		}
		writeProc(p, process, "gid_map", m.gids.bytes())
	}
}

func writeProc(p *preinit.Process, process int, file string, text []byte) {
	l := procFile(process, file, "")
	must(p, preinit.WriteFile(l.text(), text), "write failed ", l.text())
}

// id makes a system call that returns an ID and does not fail.
func id(number uintptr) int {
	n, _ := preinit.Syscall(number, 0, 0, 0)
	return int(n)
}

// changeIDs makes the process who it is to be inside: root in a user namespace that it has entered.
func (o *options) changeIDs(p *preinit.Process) {
	if o.entersUser() && !o.preserve {
		o.setUID, o.setGID = true, true
	}
	if o.setGID {
		err := o.dropGroups()
		if !o.droppedGroups {
			fail(p, err, "setgroups failed")
		}
		_, err = preinit.Syscall(syscall.SYS_SETGID, uintptr(o.gid), 0, 0)
		must(p, err, "setgid failed")
	}
	if o.setUID {
		_, err := preinit.Syscall(syscall.SYS_SETUID, uintptr(o.uid), 0, 0)
		must(p, err, "setuid failed")
	}
}

// dropGroups leaves all supplementary groups.
func (o *options) dropGroups() preinit.Errno {
	_, err := preinit.Syscall(syscall.SYS_SETGROUPS, 0, 0, 0)
	o.droppedGroups = o.droppedGroups || err == 0
	return err
}
