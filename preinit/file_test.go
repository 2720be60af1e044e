//go:build linux && (amd64 || arm64 || riscv64)

package preinit

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestReadFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	for _, size := range []int{0, 1, 99, 100, 101, 5000} {
		want := bytes.Repeat([]byte("x"), size)
		if err := os.WriteFile(name, want, 0o666); err != nil {
			t.Fatal(err)
		}
		var buffer [100]byte
		got, err := ReadFile(name, buffer[:])
		switch {
		case size <= 100 && (err != 0 || !bytes.Equal(got, want)):
			t.Errorf("%d bytes: %q, %v", size, got, err)
		case size > 100 && (err != syscall.EFBIG || len(got) != 100):
			t.Errorf("%d bytes: %d, %v", size, len(got), err)
		}
	}
	if _, err := ReadFile(name+"2", nil); err != syscall.ENOENT {
		t.Error(err)
	}
	if _, err := ReadFile(name+"\x00", nil); err != syscall.EINVAL {
		t.Error(err)
	}
	if _, err := ReadFile("/"+strings.Repeat("x", 5000), nil); err != syscall.ENAMETOOLONG {
		t.Error(err)
	}
}

func TestWriteFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	if err := WriteFile(name, []byte("x")); err != syscall.ENOENT {
		t.Error(err)
	}
	if err := os.WriteFile(name, []byte("before"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(name, []byte("new")); err != 0 {
		t.Error(err)
	}
	if got, err := os.ReadFile(name); string(got) != "newore" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestSyscall(t *testing.T) {
	if pid, err := Syscall(syscall.SYS_GETPID, 0, 0, 0); err != 0 || int(pid) != os.Getpid() {
		t.Errorf("getpid: %d, %v", pid, err)
	}
	if r, err := Syscall(syscall.SYS_CLOSE, ^uintptr(0), 0, 0); err != syscall.EBADF || r != ^uintptr(0) {
		t.Errorf("close(-1): %d, %v", r, err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n, err := Write(int(w.Fd()), []byte("all")); n != 3 || err != 0 {
		t.Errorf("Write: %d, %v", n, err)
	}
	if err := Close(int(w.Fd())); err != 0 {
		t.Error(err)
	}
	var buffer [10]byte
	if n, err := Read(int(r.Fd()), buffer[:]); string(buffer[:n]) != "all" || err != 0 {
		t.Errorf("Read: %q, %v", buffer[:n], err)
	}
	if n, err := Read(int(r.Fd()), buffer[:]); n != 0 || err != 0 {
		t.Errorf("Read at the end: %d, %v", n, err)
	}
}
