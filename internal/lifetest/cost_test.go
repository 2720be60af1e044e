package lifetest

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadingAStatic compares the machine code that reads a static with that which reads any other variable.
func TestReadingAStatic(t *testing.T) {
	for _, w := range worlds {
		program := filepath.Join(w.dir, "reading"+exe())
		static := instructions(t, program, "main.readStatic", "main.filled")
		plain := instructions(t, program, "main.readPlain", "main.plain")
		if static != plain || !strings.Contains(plain, "VARIABLE") {
			t.Errorf("%s: reading a static:\n%s\nreading a variable:\n%s", w.name, static, plain)
		}
		if out, err := exec.Command(program).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", w.name, err, out)
		}
	}
}

// instructions disassembles a function that reads a variable, without addresses and with another name for the variable.
func instructions(t *testing.T, program, function, variable string) string {
	t.Helper()
	out, err := exec.Command("go", "tool", "objdump", "-s", "^"+regexp.QuoteMeta(function)+"$", program).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var list []string
	for _, line := range strings.Split(string(out), "\n") {
		// FILE:LINE ADDRESS CODE INSTRUCTION
		if f := strings.Fields(line); len(f) > 3 {
			list = append(list, strings.ReplaceAll(strings.Join(f[3:], " "), variable, "VARIABLE"))
		}
	}
	return strings.Join(list, "\n")
}

// TestSectionOnly looks for the life cycle in a program that has a section and does not use it.
func TestSectionOnly(t *testing.T) {
	lifeCycle := regexp.MustCompile(`.*\b(premain%2edev|os/signal)\..*`)
	for _, w := range worlds {
		program := filepath.Join(w.dir, "sectiononly"+exe())
		out, err := exec.Command("go", "tool", "nm", program).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", w.name, err, out)
		}
		if !strings.Contains(string(out), "premain.dev/section.") {
			t.Errorf("%s: no section", w.name)
		}
		if out, err := exec.Command("go", "tool", "nm", filepath.Join(w.dir, "reading"+exe())).Output(); err != nil || !lifeCycle.Match(out) {
			t.Errorf("%s: the life cycle does not show where it is: %v", w.name, err)
		}
		if found := lifeCycle.FindString(string(out)); found != "" {
			t.Errorf("%s: the program has %s", w.name, found)
		}
		if out, err := exec.Command(program).CombinedOutput(); err != nil || string(out) != "one in 1 goroutine\n" {
			t.Errorf("%s: %v\n%s", w.name, err, out)
		}
	}
}
