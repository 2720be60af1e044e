package preinit

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

var seed = flag.Uint64("seed", rand.Uint64(), "of random edits")

// laidOut is a process as a kernel lays it out, in memory that the test holds.
type laidOut struct {
	Process
	memory  []uintptr
	strings []*byte
}

var vector = []uintptr{3, 0x1000, 23, 0, 31, 0x2000, 0, 0}

const room = 1 << 12 // words below the block

func layOut(args, env []string) *laidOut {
	p := new(laidOut)
	var words []uintptr
	text := func(list []string) {
		for _, s := range list {
			b := append([]byte(s), 0)
			p.strings = append(p.strings, &b[0])
			words = append(words, uintptr(unsafe.Pointer(&b[0])))
		}
		words = append(words, 0)
	}
	words = append(words, uintptr(len(args)))
	text(args)
	text(env)
	words = append(words, vector...)
	p.memory = make([]uintptr, room+len(words))
	block := p.memory[room:]
	if uintptr(unsafe.Pointer(&block[0]))%16 != 0 {
		block = p.memory[room-1:]
	}
	copy(block, words)
	p.read(&block[0])
	return p
}

func (p *laidOut) args() (list []string) {
	for i := range p.Argc() {
		list = append(list, p.Arg(i))
	}
	return list
}

func (p *laidOut) env() (list []string) {
	for i := range p.NumEnv() {
		list = append(list, p.EnvAt(i))
	}
	return list
}

// check compares the process with a model, read by its methods and read again from the block, as the runtime does.
func (p *laidOut) check(t *testing.T, args, env []string) {
	t.Helper()
	again := &laidOut{}
	again.read(p.block)
	again.read(p.block) // as a program does that relocates itself
	if got, want := again.words(), p.words(); got != want {
		t.Fatalf("%d words, want %d", got, want)
	}
	for _, q := range []*laidOut{p, again} {
		if got := q.args(); !slices.Equal(got, args) {
			t.Fatalf("arguments %q, want %q", got, args)
		}
		if got := q.env(); !slices.Equal(got, env) {
			t.Fatalf("environment %q, want %q", got, env)
		}
		for i := 0; vector[i] != 0; i += 2 {
			if v, ok := q.Auxv(vector[i]); !ok || v != vector[i+1] {
				t.Fatalf("Auxv(%d) = %#x, %t", vector[i], v, ok)
			}
		}
		if _, ok := q.Auxv(99); ok {
			t.Fatal("Auxv finds what is not there")
		}
	}
	if uintptr(unsafe.Pointer(p.block))%16 != 0 {
		t.Fatal("the stack is not aligned")
	}
}

// TestProcessModel compares random edits with those of a model.
func TestProcessModel(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skip: memory for new strings comes from a system call of Linux")
	}
	t.Logf("-seed=%d", *seed)
	r := rand.New(rand.NewPCG(*seed, 0))
	names := []string{"A", "AB", "ABC", "PATH", "X"}
	for range 300 {
		var args, env []string
		for range r.IntN(4) {
			args = append(args, strings.Repeat("a", r.IntN(4)))
		}
		for range r.IntN(4) {
			env = append(env, names[r.IntN(len(names))]+"="+strings.Repeat("v", r.IntN(4)))
		}
		if r.IntN(4) == 0 {
			env = append(env, "malformed")
		}
		p := layOut(args, env)
		p.check(t, args, env)
		before := slices.Clone(p.memory)
		for range r.IntN(40) {
			name, value := names[r.IntN(len(names))], fmt.Sprint("value", r.IntN(100))
			has := func(s string) bool { return strings.HasPrefix(s, name+"=") }
			switch r.IntN(5) {
			case 0:
				if len(args) > 0 {
					i := r.IntN(len(args))
					p.RemoveArg(i)
					args = slices.Delete(args, i, i+1)
				}
			case 1:
				i := r.IntN(len(args) + 1)
				if err := p.SetArg(i, value); err != 0 {
					t.Fatal(err)
				}
				args = append(args[:i:i], append([]string{value}, args[min(i+1, len(args)):]...)...)
			case 2:
				p.Unsetenv(name)
				env = slices.DeleteFunc(env, has)
			case 3:
				if err := p.Setenv(name, value); err != 0 {
					t.Fatal(err)
				}
				if i := slices.IndexFunc(env, has); i >= 0 {
					env[i] = name + "=" + value
				} else {
					env = append(env, name+"="+value)
				}
			case 4:
				want, found := "", false
				if i := slices.IndexFunc(env, has); i >= 0 {
					want, found = env[i][len(name)+1:], true
				}
				if got, ok := p.LookupEnv(name); got != want || ok != found {
					t.Fatalf("LookupEnv(%q) = %q, %t; want %q, %t", name, got, ok, want, found)
				}
			}
			p.check(t, args, env)
		}
		if p.owned {
			// A dynamic loader goes on reading its auxiliary vector where the kernel put it.
			end := len(p.memory) - 1
			for p.memory[end] == 0 {
				end--
			}
			if !slices.Equal(p.memory[end-5:end], before[end-5:end]) {
				t.Fatal("the auxiliary vector of the kernel has changed")
			}
		}
	}
}

func TestRefusedStrings(t *testing.T) {
	p := layOut([]string{"a"}, nil)
	for name, err := range map[string]Errno{
		"empty name":     p.Setenv("", "v"),
		"= in a name":    p.Setenv("A=B", "v"),
		"zero in a name": p.Setenv("A\x00", "v"),
		"zero in value":  p.Setenv("A", "v\x00"),
		"zero in arg":    p.SetArg(0, "\x00"),
	} {
		if err != invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	p.check(t, []string{"a"}, nil)
	for name, f := range map[string]func(){
		"Arg(-1)":      func() { p.Arg(-1) },
		"Arg(1)":       func() { p.Arg(1) },
		"SetArg(2)":    func() { p.SetArg(2, "") },
		"RemoveArg(1)": func() { p.RemoveArg(1) },
		"EnvAt(0)":     func() { p.EnvAt(0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s goes through", name)
				}
			}()
			f()
		}()
	}
}

// TestNoName looks for what cannot be a name, in an environment with entries that begin like a variable of it.
func TestNoName(t *testing.T) {
	env := []string{"=C:=x", "A=B=c", "B=c"}
	p := layOut(nil, env)
	for _, name := range []string{"", "A=B", "="} {
		if v, ok := p.LookupEnv(name); ok {
			t.Errorf("LookupEnv(%q) finds %q", name, v)
		}
		p.Unsetenv(name)
	}
	p.check(t, nil, env)
}
