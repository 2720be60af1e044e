//go:build linux && (amd64 || arm64)

package debugtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	cliPath = `premain\.dev/internal/debugtest/testdata/app/cli\.`
	initial = `main\.init`
)

// TestDelve debugs the program of both worlds in the same way.
func TestDelve(t *testing.T) {
	dlv := install(t, "github.com/go-delve/delve/cmd/dlv", "v1.27.2", "local")
	if err := unoptimized(); err != nil {
		t.Fatal(err)
	}
	env := newUser(t)
	for _, w := range worlds {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			// What makes the value of a forwarder and what was a literal among its arguments have other names in a linked program.
			register, literal := cliPath+"Register", `main\.init\.func2`
			if w.name == "linked" {
				register, literal = cliPath+"Premain_Register", `main\.premain_func_0_0`
			}
			s := &session{t: t}

			// The sources are the user's.
			s.ask("sources testdata/app/", `(\S+/cli/cli\.go\n)(\S+/main\.go\n)(\S+/withcgo\.go\n)?`)
			s.ask(`sources premain/\d+_`, ``)

			// A line has its code in one function. In a linked program, a constant item has none, and nothing calls a forwarder.
			s.sets("acting", "in Acting", cliPath+"Acting")
			s.ask(`condition acting action == "value"`, ``)
			s.sets("computed", "computed item", initial)
			s.sets("argument", "argument of a forwarder", initial)
			s.sets("register", "in Register", register)
			s.sets("literal", "in literal", `main\.init\.func1`)
			s.sets("forwarded", "in argument's literal", literal)
			s.sets("loop", "in the loop", `main\.list-range1`)
			s.sets("end", "at the end", `main\.list`)
			if w.name == "plain" {
				s.sets("constant", "constant item", initial)
				s.clears("constant")
				s.ask("break forwarder cli.Register", `Breakpoint forwarder set at 0x\w+ for `+s.position("the forwarder", register, `\(\) `)+`\n`)
				s.clears("forwarder")
			} else {
				s.ask("break cli.Register", `Command failed: location "cli.Register" not found\n`)
				s.ask("break "+s.place("constant item"), `Command failed: could not find statement at \S+, please use a line with a statement\n`)
			}

			// What computes an item, and the item.
			s.stops("in Acting", cliPath+"Acting")
			s.stack(cliPath+"Acting in Acting", initial)
			s.ask("args", `name = "computed"\naction = "value"\n~r0 = ""\n`)
			s.stops("computed item", initial)

			// A forwarder, and what it is given.
			s.stops("in Register", register)
			s.stack(register+" in Register", initial)
			s.ask("print name", `"forwarded"\n`)
			s.ask("print run", literal+`\n`)
			s.clears("register")
			s.stops("argument of a forwarder", initial)

			// Variables, and all items by the table of the section, which has been sealed now.
			s.stops("in the loop", `main\.list-range1`)
			s.ask("print i", `0\n`)
			s.ask("print c", pointer(item("named", `main\.run`)))
			s.ask("print *c", item("named", `main\.run`))
			s.ask("print Named", pointer(item("named", `main\.run`)))
			s.ask("whatis Named", `\*`+cliPath+`Command\n`)
			s.ask("print Computed", pointer(item("computed", cliPath+"Quiet")))
			s.ask("print Forwarded.Run", literal+`\n`)
			s.ask("whatis cli.Commands", `premain\.dev/section\.Of\[`+cliPath+`Command\]\n`)
			s.ask("print len(cli.Commands.table.items)", `[78]\n`) // without cgo and with it
			s.ask(`print *(*"premain.dev/internal/debugtest/testdata/app/cli.Command")(cli.Commands.table.items[1])`, item("literal", `main\.init\.func1`))
			s.clears("loop")

			// Functions of items.
			caller := []string{`main\.list-range1 in the loop`, `premain\.dev/section\.\(\*Of\[.*\]\)\.All\.func1`, `main\.list over the items`}
			s.stops("in literal", `main\.init\.func1`)
			s.stack(append([]string{`main\.init\.func1 in literal`}, caller...)...)
			s.ask("print *c", item("literal", `main\.init\.func1`))
			s.stops("in argument's literal", literal)
			s.stack(append([]string{literal + " in argument's literal"}, caller...)...)
			s.ask("args", `c = \("\*`+cliPath+`Command"\)\(0x\w+\)\narg = " is called"\n~r0 = ""\n`)
			s.goes("next", "end of argument's literal", literal)

			s.stops("at the end", `main\.list`)
			s.ask("print number", `42\n`)
			s.ask("print *(*string)(words.table.items[0])", `"local"\n`)
			s.ask("continue", `Process \d+ has exited with status 0\n`)

			s.run(env, w.slow, dlv, "exec", w.slow)
		})
	}

	// It can build the program, too.
	t.Run("debug", func(t *testing.T) {
		s := &session{t: t}
		s.ask("vars main.premain_item_0", `main\.premain_item_0 = `+item("named", `main\.run`))
		s.sets("literal", "in literal", `main\.init\.func1`)
		s.stops("in literal", `main\.init\.func1`)
		env := append(env, "PATH="+filepath.Dir(tool)+string(filepath.ListSeparator)+os.Getenv("PATH"))
		program := filepath.Join(t.TempDir(), "program")
		s.run(env, "", dlv, "debug", "--build-flags=-toolexec=premain -tags=premain", "--output="+program, "./testdata/app")
	})
}

// item returns a pattern for an item that is a command.
func item(name, run string) string {
	return fmt.Sprintf(`%sCommand \{\s*Name: "%s",\s*Run: %s,?\}\n`, cliPath, name, run)
}

// pointer returns a pattern for a pointer to a command.
func pointer(item string) string { return `\("\*` + cliPath + `Command"\)\(0x\w+\)\n\*` + item }

// session is what is asked of a debugger, and what has to be the answer.
type session struct {
	t         *testing.T
	exchanges []exchange
}

type exchange struct {
	command string
	want    string // a regular expression for all of the answer
	at      *place // where the program has stopped, for tools that know the answer's address
}

func (s *session) ask(command, want string) {
	s.exchanges = append(s.exchanges, exchange{command: command, want: want})
}

// place returns the line that ends with a comment, as the debugger takes and prints it.
func (s *session) place(comment string) string { return "testdata/" + at(s.t, "app", comment).String() }

// position returns a pattern for a line in a function. Delve takes all lines of the functions that initialise packages for
// "<autogenerated>:1", in every Go program.
func (s *session) position(comment, function, between string) string {
	if function == initial {
		return function + between + `\S+`
	}
	return function + between + `\./` + regexp.QuoteMeta(s.place(comment))
}

// sets sets a breakpoint, for which there is one address in one function.
func (s *session) sets(name, comment, function string) {
	s.ask("break "+name+" "+s.place(comment), `Breakpoint `+name+` set at 0x\w+ for `+s.position(comment, function, `\(\) `)+`\n`)
}

func (s *session) clears(name string) {
	s.ask("clear "+name, `Breakpoint `+name+` cleared .*\n`)
}

// stops lets the program go on until a breakpoint.
func (s *session) stops(comment, function string) { s.goes("continue", comment, function) }

// goes lets the program go on, and sees where it stops. The line is shown as the user has written it.
func (s *session) goes(command, comment, function string) {
	p := at(s.t, "app", comment)
	want := `> (\[\w+\] )?` + s.position(comment, function, `\(\) `) + ` .*\(PC: (?P<address>0x\w+)\)\n`
	if function != initial {
		want += fmt.Sprintf(`(?s:.*)=> +%d:\s+%s\n(?s:.*)`, p.line, regexp.QuoteMeta(strings.TrimSpace(p.text)))
	}
	s.exchanges = append(s.exchanges, exchange{command, want, &p})
}

// stack looks at the innermost functions on the stack, of which some come with the comment on their line.
func (s *session) stack(functions ...string) {
	var b strings.Builder
	for i, f := range functions {
		function, comment, ok := strings.Cut(f, " ")
		position := function + `\n +at \S+`
		if ok {
			position = s.position(comment, function, `\n +at `)
		}
		fmt.Fprintf(&b, ` *%d +0x\w+ in %s\n`, i, position)
	}
	s.ask("bt", b.String()+`(?s:.*)`)
}

// run starts Delve with arguments and holds the session. The program, unless it is "", tells what it knows of addresses, too.
func (s *session) run(env []string, program, dlv string, args ...string) {
	var commands strings.Builder
	for _, e := range s.exchanges {
		commands.WriteString(e.command + "\n")
	}
	commands.WriteString("quit\n")
	printed := filepath.Join(s.t.TempDir(), "printed")
	cmd := exec.Command(dlv, append(args, "--allow-non-terminal-interactive=true", "--redirect=stdout:"+printed, "--redirect=stderr:"+printed)...)
	cmd.Env = env
	cmd.Stdin = strings.NewReader(commands.String())
	out, err := cmd.CombinedOutput()
	answers := strings.Split(string(out), "(dlv) ")
	if len(answers) == 1 && strings.Contains(answers[0], "not permitted") {
		s.t.Skipf("skip: no program can be debugged here: %s", strings.TrimSpace(answers[0]))
	}
	if len(answers) != len(s.exchanges)+2 {
		s.t.Fatalf("%d answers to %d commands: %v\n%s", len(answers)-2, len(s.exchanges), err, out)
	}
	for i, e := range s.exchanges {
		answer := answers[i+1]
		want := regexp.MustCompile("^" + e.want + "$")
		m := want.FindStringSubmatch(answer)
		if m == nil {
			s.t.Errorf("(dlv) %s\n%s\nwant\n%s", e.command, answer, e.want)
		} else if e.at != nil && program != "" {
			cmd := exec.Command("go", "tool", "addr2line", program)
			cmd.Stdin = strings.NewReader(m[want.SubexpIndex("address")])
			if out, err := run(cmd); err != nil || !strings.HasSuffix(out, "/"+e.at.String()+"\n") {
				s.t.Errorf("(dlv) %s\n%s\nis not at %s, but at %s (%v)", e.command, answer, e.at, out, err)
			}
		}
	}
	if s.t.Failed() {
		text, err := os.ReadFile(printed)
		s.t.Logf("the program has printed %s (%v)", text, err)
	}
}
