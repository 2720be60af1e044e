package mmio_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const accesses = "testdata/accesses"

// machine is what the test has to know of a processor.
type machine struct {
	memory *regexp.Regexp // an operand in memory, with its base register
	ours   []string       // such operands that are no device: on the stack, and what functions look at where they begin
	exempt *regexp.Regexp // instructions that have such an operand and do not access it
	// instructions are those by which the accesses are made.
	instructions map[string]string
}

var machines = map[string]machine{
	"amd64": {
		memory: regexp.MustCompile(`(?:\w+:)?\w*\((\w+)\)|FS:\w+`),
		ours:   []string{"SP"},
		exempt: regexp.MustCompile(`^(LEA[LQ]|NOP\w*) |^(CALL|JMP) .*\(SB\)$|^CMPQ SP, 0x10\(R14\)$|^MOVQ FS:0xfffffff8, R14$`),
		instructions: map[string]string{
			"load8": "MOVZX", "load16": "MOVZX", "load32": "MOVL", "load64": "MOVQ",
			"store8": "MOVB", "store16": "MOVW", "store32": "MOVL", "store64": "MOVQ", "Barrier": "MFENCE",
			// Objdump tells one of a byte by its register alone.
			"in8": "INL DX, AL", "in16": "INW DX, AX", "in32": "INL DX, AX",
			"out8": "OUTL AL, DX", "out16": "OUTW AX, DX", "out32": "OUTL AX, DX",
		},
	},
	"arm64": {
		memory: regexp.MustCompile(`-?\d*\(([A-Z]\w*)\)`),
		ours:   []string{"RSP", "PC"},
		exempt: regexp.MustCompile(`^(CALL|JMP) .*\(SB\)$|^MOVD 16\(R28\), R16$`),
		instructions: map[string]string{
			"load8": "MOVBU", "load16": "MOVHU", "load32": "MOVWU", "load64": "MOVD",
			"store8": "MOVB", "store16": "MOVH", "store32": "MOVW", "store64": "MOVD", "Barrier": "DMB",
		},
	},
	"riscv64": {
		memory: regexp.MustCompile(`-?\d*\(([A-Z]\w*)\)`),
		ours:   []string{"X2", "PC"},
		exempt: regexp.MustCompile(`^(CALL|JMP|JAL X5,) .*\(SB\)$|^MOV 16\(X27\), X6$`),
		instructions: map[string]string{
			"load8": "MOVBU", "load16": "MOVHU", "load32": "MOVWU", "load64": "MOV",
			"store8": "MOVB", "store16": "MOVH", "store32": "MOVW", "store64": "MOV", "Barrier": "FENCE",
		},
	},
}

// device returns the operand of an instruction that is in memory and not ours, or "".
func (m machine) device(instruction string) string {
	if m.exempt.MatchString(instruction) {
		return ""
	}
	for _, operand := range m.memory.FindAllStringSubmatch(instruction, -1) {
		if !slices.Contains(m.ours, operand[1]) {
			return operand[0]
		}
	}
	return ""
}

// code has the instructions of functions.
type code map[string][]string

const inPackage = "premain.dev/bare/mmio."

var callInstruction = regexp.MustCompile(`^(?:CALL|JMP|JAL X5,) ([^ ]+)\(SB\)$`)

// accesses returns what a function accesses, in order. What it accesses in another way is an error.
func (c code) accesses(m machine, function string) (list []string, err error) {
	instructions := c[function]
	if instructions == nil {
		return nil, fmt.Errorf("there is no code of %s", function)
	}
	for _, i := range instructions {
		if what := m.device(i); what != "" {
			return nil, fmt.Errorf("%s accesses %s: %s", function, what, i)
		}
		call := callInstruction.FindStringSubmatch(i)
		if call == nil || call[1] == function || strings.HasPrefix(call[1], "runtime.") {
			continue
		}
		switch name, _ := strings.CutPrefix(call[1], inPackage); name {
		case "badField", "badValue":
			continue
		default:
			if access, ok := strings.CutSuffix(name, ".abi0"); ok && m.instructions[access] != "" {
				list = append(list, access)
				continue
			}
		}
		more, err := c.accesses(m, call[1])
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// checkAccess checks that one of the accesses is made by one instruction, and that all others are about the stack.
func (c code) checkAccess(m machine, access string) error {
	var found []string
	instructions := c[inPackage+access+".abi0"]
	for _, i := range instructions {
		name, _, _ := strings.Cut(i, " ")
		switch {
		case strings.HasPrefix(i, "IN") || strings.HasPrefix(i, "OUT"):
			found = append(found, i)
		case m.device(i) != "" || access == "Barrier" && name != "RET":
			found = append(found, name)
		case name != "RET" && !m.memory.MatchString(i):
			return fmt.Errorf("%s has the instruction %s", access, i)
		}
	}
	if want := []string{m.instructions[access]}; !slices.Equal(found, want) {
		return fmt.Errorf("%s accesses by %q, want %q, in %q", access, found, want, instructions)
	}
	return nil
}

// wants returns what the functions of the program say that they access, and of which ones it is not exact.
func wants(t *testing.T, goarch string) (exact map[string][]string, inexact []string) {
	t.Helper()
	exact = map[string][]string{}
	names, err := filepath.Glob(accesses + "/*.go")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_amd64.go") && goarch != "amd64" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if text, ok := strings.CutPrefix(f.Doc.Text(), "accesses: "); ok {
				exact["main."+f.Name.Name] = strings.Fields(text)
			} else if f.Doc.Text() == "not exact\n" {
				inexact = append(inexact, "main."+f.Name.Name)
			}
		}
	}
	if len(exact) < 10 || len(inexact) == 0 {
		t.Fatalf("the program has functions %v and %v", exact, inexact)
	}
	return exact, inexact
}

// disassembled builds the program and returns its code.
func disassembled(t *testing.T, goarch, flags string) code {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program")
	command := func(args ...string) []byte {
		cmd := exec.Command("go", args...)
		cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+goarch, "CGO_ENABLED=0", "GOFLAGS=")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return out
	}
	command("build", "-gcflags=premain.dev/...="+flags, "-o", file, "./"+accesses)
	c := code{}
	function := ""
	for line := range strings.Lines(string(command("tool", "objdump", "-s", `^(main|premain\.dev/bare/mmio)\.`, file))) {
		if name, ok := strings.CutPrefix(line, "TEXT "); ok {
			function, _, _ = strings.Cut(name, "(SB)")
			continue
		}
		// The place, the address, the bytes, and the instruction, if the bytes are one.
		fields := strings.FieldsFunc(line, func(r rune) bool { return r == '\t' || r == '\n' })
		if len(fields) == 4 && fields[3] != "?" && !strings.HasPrefix(fields[3], "INT $") {
			c[function] = append(c[function], strings.TrimSpace(fields[3]))
		}
	}
	return c
}

// TestDisassembly reads the code that the compiler makes of accesses, without flags, with those of programs for boards, and without optimisation.
func TestDisassembly(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command")
	}
	for goarch, m := range machines {
		for _, flags := range []string{"", "-d=noopendefer=1 -wb=false", "-N -l"} {
			if (goarch != runtime.GOARCH || flags == "-N -l") && os.Getenv("PREMAIN_LONG") == "" {
				continue
			}
			t.Run(strings.TrimSpace(goarch+" "+flags), func(t *testing.T) {
				c := disassembled(t, goarch, flags)
				for access := range m.instructions {
					if err := c.checkAccess(m, access); err != nil {
						t.Error(err)
					}
				}
				exact, inexact := wants(t, goarch)
				for function, want := range exact {
					if got, err := c.accesses(m, function); err != nil || !slices.Equal(got, want) {
						t.Errorf("%s accesses %q, %v, want %q, in\n\t%s", function, got, err, want, strings.Join(c[function], "\n\t"))
					}
				}
				for _, function := range inexact {
					if got, err := c.accesses(m, function); err == nil {
						t.Errorf("%s accesses %q, and that should be an error, in\n\t%s", function, got, strings.Join(c[function], "\n\t"))
					}
				}
				if c["main.init"] != nil {
					t.Errorf("variables are initialised by code:\n\t%s", strings.Join(c["main.init"], "\n\t"))
				}
			})
		}
	}
}
