package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"premain.dev/examples/worlds"
)

// scratch is an address in memory that the program does not use, and port the first register of a serial port with a known value.
var scratch = map[string]string{"virt-arm64": "0x47f00000", "virt-riscv64": "0x87f00000", "pc-amd64": "0x7f00000"}

func TestShell(t *testing.T) {
	for _, board := range []string{"virt-arm64", "virt-riscv64", "pc-amd64"} {
		t.Run(board, func(t *testing.T) {
			t.Parallel()
			c := worlds.Boot(t, board)
			c.Until("premain shell; help lists the commands\n> ")
			// run types a line, of which the shell shows what is typed, and returns what the command prints.
			run := func(line string) string {
				t.Helper()
				c.Type(line + "\r")
				c.Until(strings.ReplaceAll(line, "\x7f", "\b \b") + "\n")
				return c.Until("> ")
			}
			want := func(line, want string) {
				t.Helper()
				if got := run(line); !regexp.MustCompile("^(?:" + want + ")$").MatchString(got) {
					t.Errorf("%s: got %q, want %q", line, got, want)
				}
			}
			want("", "")
			want("echo life before main", "life before main\n")
			want("echo mistyq\x7fpes", "mistypes\n")
			want("ech", "there is no command ech; help lists them\n")
			want("help", `(?s).*peek ADDRESS \[BITS\] +read memory.*`)
			at := scratch[board]
			want("poke "+at+" 0x11223344", "")
			want("peek "+at, "0x11223344\n")
			want("poke "+at+" 0x99 8", "")
			want("peek "+at+" 64", "0x[0-9a-f]*11223399\n")
			want("peek "+at+" 16", "0x3399\n")
			want("peek 0x12345 32", "the address is not a multiple of 4\n")
			want("peek fish", "fish is no number of 64 bits\n")
			want("poke "+at+" 256 8", "256 is no number of 8 bits\n")
			want("peek "+at+" 12", "12: registers have 8, 16, 32 or 64 bits\n")
			want("mem", `in use \d+ of \d+ bytes, at most \d+ - served \d+ times, taken back \d+\n`)
			want("layout", `(?s)text +0x[0-9a-f]+ \d+\n.*stack +0x[0-9a-f]+ \d+\n.*`)
			// The timer goes on while the shell waits for a character.
			first := run("uptime")
			for begin := time.Now(); run("uptime") == first; time.Sleep(50 * time.Millisecond) {
				if time.Since(begin) > time.Minute {
					t.Fatalf("the time stays at %s", first)
				}
			}
			c.Type("panic on purpose\r")
			if status, rest := c.End(); status != 2 || !strings.Contains(rest, "panic: on purpose\n") || !strings.Contains(rest, "commands.go:") {
				t.Errorf("panic: status %d, and %q", status, rest)
			}

			c = worlds.Boot(t, board)
			c.Until("> ")
			c.Type("exit 7\r")
			if status, rest := c.End(); status != 7 {
				t.Errorf("exit: status %d, and %q", status, rest)
			}
		})
	}
}
