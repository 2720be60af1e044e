package program

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Freestanding is a program without the Go runtime that says hello on standard error.
type Freestanding struct {
	Imports []string // what it chooses, below premain.dev/bare
	Alloc   bool     // it makes its text at run time
}

const bareText = "hello\n"

// Text returns the text of its file.
func (s Freestanding) Text() string {
	var b strings.Builder
	b.WriteString("package main\n")
	for _, i := range s.Imports {
		fmt.Fprintf(&b, "\nimport _ \"premain.dev/bare/%s\"\n", i)
	}
	if s.Alloc {
		b.WriteString("\nvar words = []string{\"hel\", \"lo\"}\n\nfunc main() { println(words[0] + words[1]) }\n")
	} else {
		b.WriteString("\nfunc main() { println(\"hello\") }\n")
	}
	return b.String()
}

// BareHello returns the executable of a program for the board linux on an architecture, without symbols.
func (b *Builder) BareHello(s Freestanding, goarch string) (exe string, err error) {
	dir, err := os.MkdirTemp(b.dir, "bare")
	if err != nil {
		return "", err
	}
	if err := writeFiles(dir, map[string]string{"go.mod": goMod(b.root), "main.go": s.Text()}); err != nil {
		return "", err
	}
	exe = filepath.Join(dir, "program")
	_, err = output(dir, append([]string{"GOARCH=" + goarch}, outside...), b.tool, "build", "-board=linux", "-trimpath", "-ldflags=-s", "-o", exe, ".")
	return exe, err
}

// GoHello returns that of the same program on the Go runtime.
func (b *Builder) GoHello(goarch string) (exe string, err error) {
	dir, err := os.MkdirTemp(b.dir, "hosted")
	if err != nil {
		return "", err
	}
	if err := writeFiles(dir, map[string]string{"go.mod": goMod(b.root), "main.go": Freestanding{}.Text()}); err != nil {
		return "", err
	}
	exe = filepath.Join(dir, "program")
	_, err = output(dir, append([]string{"GOOS=linux", "CGO_ENABLED=0", "GOARCH=" + goarch}, outside...), "go", "build", "-trimpath", "-ldflags=-s", "-o", exe, ".")
	return exe, err
}

// Foreign is a way to build hello for linux/amd64 without a runtime in another language.
type Foreign struct {
	Name    string
	command []string
	file    string
	source  string
}

// Foreigners are the usual way and the smallest of each, as far as flags go.
var Foreigners = []Foreign{
	{"C, `-nostdlib -static -Os`", []string{"gcc", "-nostdlib", "-static", "-Os"}, "hello.c", helloC},
	{"C, without symbols, notes, unwind tables and padding", []string{"gcc", "-nostdlib", "-static", "-Os", "-s", "-fno-asynchronous-unwind-tables",
		"-Wl,-z,noseparate-code,--build-id=none", "-Qn"}, "hello.c", helloC},
	{"Rust `no_std`, `opt-level=z`, `panic=abort`", append(rustc, "-Clink-arg=-static"), "hello.rs", helloRust},
	{"Rust, without symbols, notes and padding", append(rustc, "-Clink-args=-static -Wl,-z,noseparate-code,--build-id=none", "-Cstrip=symbols"), "hello.rs", helloRust},
}

var rustc = []string{"rustc", "--edition=2021", "-Cpanic=abort", "-Copt-level=z", "-Crelocation-model=static", "-Clink-arg=-nostartfiles", "-Clink-arg=-nostdlib"}

// ForeignHello builds it. There is no executable without the compiler.
func (b *Builder) ForeignHello(f Foreign) (exe string, err error) {
	if _, err := exec.LookPath(f.command[0]); err != nil {
		return "", nil
	}
	dir, err := os.MkdirTemp(b.dir, "foreign")
	if err != nil {
		return "", err
	}
	if err := writeFiles(dir, map[string]string{f.file: f.source}); err != nil {
		return "", err
	}
	args := append(append([]string(nil), f.command[1:]...), "-o", "program", f.file)
	_, err = output(dir, nil, f.command[0], args...)
	return filepath.Join(dir, "program"), err
}

// rust builds a program in Rust, for speed, in a directory of its own. There is none without the compiler.
func (b *Builder) rust(dir, source string) (exe string, err error) {
	if _, err := exec.LookPath("rustc"); err != nil {
		return "", nil
	}
	if err := writeFiles(dir, map[string]string{"main.rs": source}); err != nil {
		return "", err
	}
	_, err = output(dir, nil, "rustc", "--edition=2024", "-Copt-level=3", "-o", "program", "main.rs")
	return filepath.Join(dir, "program"), err
}

// SaysHello checks that a program for an architecture does what all of these do. It cannot be told without an emulator for it.
func SaysHello(exe, goarch, hostarch string) error {
	command := []string{exe}
	if goarch != hostarch {
		emulator, err := exec.LookPath(map[string]string{"amd64": "qemu-x86_64", "arm64": "qemu-aarch64", "riscv64": "qemu-riscv64"}[goarch])
		if err != nil {
			return nil
		}
		command = []string{emulator, exe}
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	if stdout.Len() > 0 || stderr.String() != bareText {
		return errors.New("it does not say hello on standard error, but " + stderr.String() + stdout.String())
	}
	return nil
}

const helloC = `static const char text[] = "hello\n";

static long call(long number, long a, long b, long c)
{
	long r;
	__asm__ volatile("syscall" : "=a"(r) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return r;
}

void _start(void)
{
	call(1, 2, (long)text, sizeof text - 1);
	for (;;)
		call(231, 0, 0, 0);
}
`

const helloRust = `#![no_std]
#![no_main]

use core::arch::asm;

static TEXT: &[u8] = b"hello\n";

unsafe fn call(number: usize, a: usize, b: usize, c: usize) -> isize {
    let r: isize;
    asm!("syscall", inlateout("rax") number as isize => r, in("rdi") a, in("rsi") b, in("rdx") c, out("rcx") _, out("r11") _);
    r
}

#[no_mangle]
pub unsafe extern "C" fn _start() -> ! {
    call(1, 2, TEXT.as_ptr() as usize, TEXT.len());
    loop {
        call(231, 0, 0, 0);
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {
        unsafe { call(231, 2, 0, 0) };
    }
}
`
