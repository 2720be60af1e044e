package main_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A pageMap is a memory map of docs/memory-map.md, with the lines around it that say what to do with it.
type pageMap struct {
	title    string // of the part that it is in
	line     int
	program  string // Go, for ., if the page has some before the map
	text     string
	commands []string
	want     string // what these print; … stands for something
}

// pageMaps reads the page: a map in a fence, perhaps behind Go in another one, commands behind a tab, and what they print in a third fence.
func pageMaps(t *testing.T, page string) (maps []pageMap) {
	t.Helper()
	title, fence, program := "", "", ""
	var block strings.Builder
	complete := func() bool { return len(maps) == 0 || maps[len(maps)-1].want != "" }
	for i, line := range strings.Split(page, "\n") {
		switch {
		case fence != "" && line == "```":
			switch fence {
			case "go":
				program = block.String()
			case "ld":
				if !complete() {
					t.Fatalf("memory-map.md:%d: the page does not say what comes of the map before", i+1)
				}
				maps = append(maps, pageMap{title: title, line: i + 1, program: program, text: block.String()})
				program = ""
			case "text":
				if complete() {
					t.Fatalf("memory-map.md:%d: this belongs to no map", i+1)
				}
				maps[len(maps)-1].want = block.String()
			default:
				t.Fatalf("memory-map.md:%d: a fence of %s", i+1, fence)
			}
			fence = ""
			block.Reset()
		case fence != "":
			block.WriteString(line + "\n")
		case strings.HasPrefix(line, "```"):
			fence = strings.TrimPrefix(line, "```")
		case strings.HasPrefix(line, "#"):
			title = strings.TrimLeft(line, "# ")
		case strings.HasPrefix(line, "\t") && !complete():
			maps[len(maps)-1].commands = append(maps[len(maps)-1].commands, strings.TrimSpace(line))
		}
	}
	if !complete() || fence != "" {
		t.Fatal("memory-map.md: the page ends too early")
	}
	return maps
}

// TestMemoryMapPage does what docs/memory-map.md says.
func TestMemoryMapPage(t *testing.T) {
	docs := filepath.Join(repository, "docs")
	page, err := os.ReadFile(filepath.Join(docs, "memory-map.md"))
	if err != nil {
		t.Fatal(err)
	}
	maps := pageMaps(t, string(page))
	if len(maps) < 10 {
		t.Errorf("the page has %d maps", len(maps))
	}
	for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(page), -1) {
		if _, err := os.Stat(filepath.Join(docs, link[1])); err != nil {
			t.Error(err)
		}
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/app\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => "+repository+"\n")
	if err := os.Mkdir(filepath.Join(dir, "hello"), 0o777); err != nil {
		t.Fatal(err)
	}
	write("hello/main.go", "package main\n\nfunc main() { println(\"hello, world\") }\n")
	prefixes := regexp.MustCompile(`(?m)^(# .*\n|premain: |\./)|` + regexp.QuoteMeta(dir+string(filepath.Separator)))
	for _, m := range maps {
		t.Run(m.title, func(t *testing.T) {
			write("map.ld", m.text)
			if m.program != "" {
				write("main.go", m.program)
			}
			if len(m.commands) == 0 {
				m.commands = []string{"premain build -board virt-riscv64 -memory map.ld -o image ./hello"}
			}
			var out []byte
			for _, command := range m.commands {
				args := strings.Fields(command)
				needed := args[0]
				if strings.HasPrefix(command, "premain boot -board virt-riscv64 ") {
					needed = "qemu-system-riscv64"
				} else if strings.HasPrefix(command, "premain boot -board pc-amd64 ") {
					needed = "qemu-system-x86_64"
				}
				if _, err := exec.LookPath(needed); needed != "premain" && err != nil {
					t.Skip("skip: there is no " + needed)
				}
				if args[0] == "premain" {
					args[0] = filepath.Join(binDir, "premain"+exe())
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				cmd := exec.CommandContext(ctx, args[0], args[1:]...)
				cmd.WaitDelay = time.Second
				cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
				if out, err = cmd.CombinedOutput(); err != nil {
					break // and the output tells why
				}
			}
			got := strings.TrimSpace(strings.ReplaceAll(prefixes.ReplaceAllString(string(out), ""), "\r\n", "\n"))
			want := strings.ReplaceAll(regexp.QuoteMeta(strings.TrimSpace(m.want)), "…", "(?s:.+?)")
			if !regexp.MustCompile("^" + want + "$").MatchString(got) {
				t.Errorf("memory-map.md:%d: got:\n%s\nwant:\n%s", m.line, got, m.want)
			}
		})
	}
}
