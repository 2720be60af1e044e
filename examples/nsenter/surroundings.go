//go:build linux && (amd64 || arm64 || riscv64)

package main

import (
	"syscall"
	"unsafe"

	"premain.dev/preinit"
)

// arrange makes the new namespaces what the flags say, and changes the directories.
func (o *options) arrange(p *preinit.Process, t *target) {
	if o.hostname != "" {
		var buffer [4096]byte
		name := preinit.CString(buffer[:], o.hostname)
		_, err := preinit.Syscall(syscall.SYS_SETHOSTNAME, uintptr(unsafe.Pointer(name)), uintptr(len(o.hostname)), 0)
		must(p, err, "cannot set the host name to ", o.hostname)
	}
	if o.isNew(mount) && o.propagation != 0 {
		must(p, mountFS("none", "/", "", o.propagation), "cannot change root filesystem propagation")
	}
	o.changeRoot(p, t)
	if o.mountProc != "" {
		// Where / is not the one that has just become private, proc may be shared still. EINVAL: it is no mount yet.
		err := mountFS("none", o.mountProc, "", syscall.MS_PRIVATE|syscall.MS_REC)
		if err != syscall.EINVAL {
			must(p, err, "cannot change ", o.mountProc, " filesystem propagation")
		}
		must(p, mountFS("proc", o.mountProc, "proc", syscall.MS_NOSUID|syscall.MS_NOEXEC|syscall.MS_NODEV), "mount ", o.mountProc, " failed")
	}
}

// changeRoot changes the root and the working directory. The working directory is looked up below the new root, which it does not stay
// outside of.
func (o *options) changeRoot(p *preinit.Process, t *target) {
	if t.root >= 0 {
		must(p, fchdir(t.root), "change directory by root file descriptor failed")
		must(p, onPath(syscall.SYS_CHROOT, "."), "chroot failed")
	} else if o.root != "" {
		must(p, onPath(syscall.SYS_CHROOT, o.root), "cannot change root directory to '", o.root, "'")
		must(p, onPath(syscall.SYS_CHDIR, "/"), "cannot chdir to '/'")
	}
	if t.wd >= 0 {
		must(p, fchdir(t.wd), "change directory by working directory file descriptor failed")
	} else if o.wd != "" {
		must(p, onPath(syscall.SYS_CHDIR, o.wd), "cannot chdir to '", o.wd, "'")
	}
}

func fchdir(fd int) preinit.Errno {
	_, err := preinit.Syscall(syscall.SYS_FCHDIR, uintptr(fd), 0, 0)
	return err
}

// onPath makes a system call that has a path as its argument.
func onPath(number uintptr, path string) preinit.Errno {
	var buffer [4096]byte
	name := preinit.CString(buffer[:], path)
	if name == nil {
		return syscall.ENAMETOOLONG
	}
	_, err := preinit.Syscall(number, uintptr(unsafe.Pointer(name)), 0, 0)
	return err
}

// mountFS is mount(2) without data.
func mountFS(source, dir, kind string, flags uintptr) preinit.Errno {
	var sources, dirs, kinds [4096]byte
	s, d, k := preinit.CString(sources[:], source), preinit.CString(dirs[:], dir), preinit.CString(kinds[:], kind)
	if s == nil || d == nil || k == nil {
		return syscall.ENAMETOOLONG
	}
	_, err := preinit.Syscall6(syscall.SYS_MOUNT, uintptr(unsafe.Pointer(s)), uintptr(unsafe.Pointer(d)), uintptr(unsafe.Pointer(k)), flags, 0, 0)
	return err
}

func prctl(option, value uintptr) preinit.Errno {
	_, err := preinit.Syscall(syscall.SYS_PRCTL, option, value, 0)
	return err
}
