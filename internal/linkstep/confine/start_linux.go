package confine

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"unsafe"
)

// marker is the first argument of a process of this program that is to become a confined one. The others are the
// process that has started it, the bytes of data, the seconds of processor time, whether the program has to be able to start
// others, the program, and its arguments.
const marker = "-premain.dev/internal/linkstep/confine"

// complaints is the file descriptor on which the child says why it could not become the program: the number of the error.
const complaints = 4

// emulatorData is what an emulator may have for itself. QEMU needs 160 MB, most of it for the code it makes.
const emulatorData = 256 << 20

// start starts this program once more, which confines itself and then becomes the other one. See [Child].
func start(cmd *exec.Cmd, c *command) (started func() error, err error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer write.Close()
	alone(cmd)
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	cmd.ExtraFiles = append(cmd.ExtraFiles, write)
	// This is the program even if another has its path by now.
	cmd.Path = "/proc/self/exe"
	data := c.Memory
	if data > 0 && c.emulator {
		data += emulatorData
	}
	seconds := int64(math.Ceil(c.Time.Seconds())) + 1
	cmd.Args = append([]string{"premain", marker,
		strconv.Itoa(os.Getpid()),
		strconv.FormatInt(data, 10),
		strconv.FormatInt(seconds*int64(runtime.NumCPU()), 10),
		strconv.FormatBool(c.emulator),
		c.path}, c.args...)
	if err := cmd.Start(); err != nil {
		read.Close()
		return nil, err
	}
	return func() error {
		defer read.Close()
		b, err := io.ReadAll(read)
		if err != nil || len(b) == 0 {
			return err
		}
		number, err := strconv.Atoi(string(b))
		if err != nil {
			return fmt.Errorf("%s: %s", c.path, b)
		}
		return &fs.PathError{Op: "exec", Path: c.path, Err: syscall.Errno(number)}
	}, nil
}

// Child is to be called by main before anything else, with the arguments of the process. If [Program.Run] has started the
// process, Child makes it the program to run, does not return, or returns the status with which to exit.
func Child(args []string) (code int, called bool) {
	if len(args) < 6 || args[0] != marker {
		return 0, false
	}
	err := become(args[1:])
	w := os.NewFile(complaints, "")
	if errno := syscall.Errno(0); errors.As(err, &errno) {
		fmt.Fprint(w, int(errno))
	} else {
		fmt.Fprint(w, err)
	}
	return 127, true
}

// Of the kernel's interface, package syscall has no names for:
const (
	prSetSeccomp      = 22
	prSetNoNewPrivs   = 38
	seccompModeFilter = 2

	closeRange        = 436
	closeRangeCloexec = 4

	oPath = 0o10000000
)

// become makes this process the program that the arguments describe. It returns only if that cannot be.
func become(args []string) error {
	var numbers [3]uint64
	for i := range numbers {
		n, err := strconv.ParseUint(args[i], 10, 63)
		if err != nil {
			return err
		}
		numbers[i] = n
	}
	parent, data, seconds := numbers[0], numbers[1], numbers[2]
	emulator := args[3] == "true"
	path, args := args[4], args[4:]

	// What follows concerns the thread, and the thread becomes the process.
	runtime.LockOSThread()
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0); errno != 0 {
		return errno
	}
	if uint64(os.Getppid()) != parent {
		return errors.New("nobody waits for it any more")
	}
	closeOthers()
	// Should the machine run out of memory all the same, no other process is to die for it.
	if f, err := os.OpenFile("/proc/self/oom_score_adj", os.O_WRONLY, 0); err == nil {
		f.WriteString("1000")
		f.Close()
	}

	program, err := syscall.Open(path, oPath|syscall.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	name, err := syscall.BytePtrFromString(path)
	if err != nil {
		return err
	}
	argv, err := syscall.SlicePtrFromStrings(args)
	if err != nil {
		return err
	}
	envv, err := syscall.SlicePtrFromStrings(os.Environ())
	if err != nil {
		return err
	}
	filter := processFilter(policy{
		refusal:  denied,
		emulator: emulator,
		pid:      uint32(os.Getpid()),
		program:  uint32(program),
	})

	if err := limit(data, seconds); err != nil {
		return err
	}
	filtered := confine(filter) // if not, there is nothing to be done
	if filtered && !emulator {
		// The filter knows no other way to become a program, and this one leads to no other program.
		empty := [1]byte{}
		_, _, errno := syscall.RawSyscall6(uintptr(machineOf(runtime.GOARCH).number("execveat")), uintptr(program),
			uintptr(unsafe.Pointer(&empty)), uintptr(unsafe.Pointer(&argv[0])), uintptr(unsafe.Pointer(&envv[0])), atEmptyPath, 0)
		return errno
	}
	_, _, errno := syscall.RawSyscall(syscall.SYS_EXECVE,
		uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&argv[0])), uintptr(unsafe.Pointer(&envv[0])))
	return errno
}

// closeOthers sees to it that the program inherits nothing but what it is given. We may have inherited anything, as from
// a make that runs the go command.
func closeOthers() {
	if _, _, errno := syscall.RawSyscall(closeRange, complaints, math.MaxUint32, closeRangeCloexec); errno == 0 {
		return
	}
	list, _ := filepath.Glob("/proc/self/fd/*")
	for _, name := range list {
		if fd, err := strconv.Atoi(filepath.Base(name)); err == nil && fd >= complaints {
			syscall.CloseOnExec(fd)
		}
	}
}

// limit sets limits that no program can lift.
func limit(data, seconds uint64) error {
	limits := []struct {
		resource int
		most     uint64
	}{
		{syscall.RLIMIT_CORE, 0},
		{syscall.RLIMIT_FSIZE, 0}, // pipes have no size
		{syscall.RLIMIT_NOFILE, 1024},
		{syscall.RLIMIT_CPU, seconds}, // for what outlives us
		{syscall.RLIMIT_DATA, data},
	}
	for _, l := range limits {
		if l.resource == syscall.RLIMIT_DATA && data == 0 {
			continue
		}
		var r syscall.Rlimit
		if err := syscall.Getrlimit(l.resource, &r); err != nil {
			return err
		}
		if l.most > uint64(r.Max) {
			continue
		}
		r.Cur, r.Max = l.most, l.most
		if err := syscall.Setrlimit(l.resource, &r); err != nil {
			return err
		}
	}
	return nil
}

// processFilter returns the filter for a program for this machine, or one that the same processor can run, or nil.
func processFilter(p policy) []byte {
	m := machineOf(runtime.GOARCH)
	if m == nil {
		return nil
	}
	list := []*machine{m}
	if other := machineOf(m.other); other != nil {
		list = append(list, other)
	}
	return encode(assemble(p, list...), m.order)
}

// confine has the thread and what it becomes obey the filter, and reports whether it does.
func confine(filter []byte) bool {
	if filter == nil {
		return false
	}
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, prSetNoNewPrivs, 1, 0, 0, 0, 0); errno != 0 {
		return false
	}
	program := struct {
		length uint16
		filter *byte
	}{uint16(len(filter) / 8), &filter[0]}
	_, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetSeccomp, seccompModeFilter, uintptr(unsafe.Pointer(&program)))
	return errno == 0
}
