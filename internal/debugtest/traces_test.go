package debugtest

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// loop is what calls an item's function.
var loop = []string{"main.list-range1 in the loop", "main.list over the items", "main.main in main"}

// stop is where testdata/app panics or writes a profile.
type stop struct {
	name  string
	stack []string  // the program's own functions, each with the comment on its line
	other [2]string // a function, and a regular expression for its name in a linked program
	goOwn bool      // it is Go that panics
}

var stops = []stop{
	{name: "function", stack: slices.Concat([]string{"main.run in run"}, loop)},
	{name: "literal", stack: slices.Concat([]string{"main.init.func1 in literal"}, loop)},

	// What a computed item is made of.
	{name: "value", stack: []string{"cli.Acting in Acting", "main.init value of the computed item"}},
	{name: "argument", stack: []string{"cli.Acting in Acting", "main.init argument of a forwarder"}},
	{name: "local value", stack: []string{"cli.Acting in Acting", "main.init value of the local item"}},
	{name: "index", goOwn: true, stack: []string{"main.init index out of range"},
		other: [2]string{"main.init.func4", `main\.init\.func2`}}, // the literals that remain are counted anew

	// Function literals in what the compiler is to see through are functions of their own.
	{name: "argument's literal", stack: slices.Concat([]string{"main.init.func2 in argument's literal"}, loop),
		other: [2]string{"main.init.func2", `main\.premain_func_0_0`}},
	{name: "called literal", stack: []string{"main.init.func3 in called literal", "main.init call of the literal"},
		other: [2]string{"main.init.func3", `main\.premain_func_0_1`}},
	{name: "literal beside cgo", stack: slices.Concat([]string{"main.init.func8 in literal beside cgo"}, loop),
		other: [2]string{"main.init.func8", `main\.premain_func_2_0`}},

	// In place of a forwarder runs the function that makes its value.
	{name: "body", stack: []string{"cli.Acting in Acting", "cli.RegisterActing in RegisterActing", "main.init computed by a forwarder"}},
	{name: "literal of a forwarder", stack: slices.Concat([]string{"cli.RegisterLiteral.func1 in RegisterLiteral"}, loop),
		other: [2]string{"cli.RegisterLiteral.func1", `(cli|main\.init)\.Premain_RegisterLiteral\.func\d+`}},

	// Steps are items of forwarders.
	{name: "constructor", stack: []string{"main.construct in construct", "main.main in main"}},
	{name: "constructor's literal", stack: []string{"main.init.func5 in constructor's literal", "main.main in main"},
		other: [2]string{"main.init.func5", `main\.premain_func_0_2`}},
	{name: "destructor's literal", stack: []string{"main.init.func6 in destructor's literal"},
		other: [2]string{"main.init.func6", `main\.premain_func_0_3`}},
	{name: "static's literal", stack: []string{"main.init.func7 in static's literal", "main.main in main"},
		other: [2]string{"main.init.func7", `main\.premain_func_0_4`}},
}

// frame is a call on a stack.
type frame struct{ function, file, line string }

// plainName returns the name that a function of a linked program has in a plain one.
func plainName(linked string) string {
	for _, s := range stops {
		if s.other[0] != "" && regexp.MustCompile(`^(`+s.other[1]+`)$`).MatchString(linked) {
			return s.other[0]
		}
	}
	return strings.Replace(linked, "cli.Premain_", "cli.", 1)
}

func TestPanics(t *testing.T) { testStacks(t, "panic", panicked) }

func TestProfiles(t *testing.T) { testStacks(t, "profile", profiled) }

// testStacks compares the stacks that a program prints with what they should be, and those of both worlds with each
// other, with the frames of the library and the runtime.
func testStacks(t *testing.T, action string, parse func(output string) []frame) {
	cgo, err := command("go", "env", "CGO_ENABLED")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range stops {
		if p.goOwn && action != "panic" {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			if strings.Contains(p.name, "cgo") && strings.TrimSpace(cgo) == "0" {
				t.Skip("skip: what needs cgo")
			}
			t.Parallel()
			var stacks [2][]frame
			for i, w := range worlds {
				cmd := exec.Command(w.app, action, p.name)
				cmd.Env = append(os.Environ(), "GOTRACEBACK=", "PREMAIN_TRACE=")
				out, err := cmd.CombinedOutput()
				if (err != nil) != (action == "panic") {
					t.Errorf("%s: %v\n%s", w.name, err, out)
				}
				stacks[i] = parse(string(out))
				if w.name == "linked" {
					for j, f := range stacks[i] {
						stacks[i][j].function = plainName(f.function)
					}
				}

				var want, got []string
				if !p.goOwn {
					want = []string{"cli.Act"}
				}
				for _, s := range p.stack {
					function, comment, _ := strings.Cut(s, " ")
					want = append(want, function+" "+at(t, "app", comment).String())
				}
				for _, f := range stacks[i] {
					if file := below(f.file); f.function == "cli.Act" {
						got = append(got, f.function)
					} else if file != f.file {
						got = append(got, f.function+" "+file+":"+f.line)
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s:\n\t%s\nwant\n\t%s\n%s", w.name, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"), out)
				}
			}
			if !slices.Equal(stacks[0], stacks[1]) {
				t.Errorf("the worlds differ:\nplain  %s\nlinked %s", stacks[0], stacks[1])
			}
		})
	}
}

var call = regexp.MustCompile(`(?m)^(\S+)\(.*\)\n\t(.*):(\d+)( \+0x[0-9a-f]+)?$`)

// panicked returns the stack that a program prints when it panics.
func panicked(output string) []frame {
	_, output, _ = strings.Cut(output, "\ngoroutine ")
	output, _, _ = strings.Cut(output, "\n\n")
	return frames(call, output)
}

var sample = regexp.MustCompile(`(?m)^#\t0x[0-9a-f]+\t(\S+)\+0x[0-9a-f]+\t+(.*):(\d+)$`)

// profiled returns the stack of the goroutine that prints a profile of all goroutines.
func profiled(output string) []frame {
	for _, g := range strings.Split(output, "\n\n") {
		if strings.Contains(g, "cli.Act+") {
			return frames(sample, g)
		}
	}
	return nil
}

func frames(form *regexp.Regexp, stack string) (list []frame) {
	for _, m := range form.FindAllStringSubmatch(stack, -1) {
		list = append(list, frame{shorten(m[1]), m[2], m[3]})
	}
	return list
}
