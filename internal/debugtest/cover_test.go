package debugtest

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

const coverpkg = "-coverpkg=./testdata/covered/..."

func TestCoverageOfTests(t *testing.T) {
	profiles := make(map[string]map[block]int)
	dir := t.TempDir()
	for _, w := range worlds {
		name := filepath.Join(dir, w.name)
		if _, err := command(w.goCommand(), "test", "-count=1", "-covermode=count", coverpkg, "-coverprofile="+name, "./testdata/covered"); err != nil {
			t.Fatal(err)
		}
		profiles[w.name] = readProfile(t, name)
	}
	compareProfiles(t, profiles, map[string]int{
		"literal": 1, "never": 0, "argument": 1, "unused": 0, "called": 1, "computed": 2, "run": 2,
		"Register": 4, "nested": 1, "RegisterNothing": 0, "unread": 0,
		// The tests end after the profile has been written.
		"destructor": 0,
	},
		// Without a TestMain, plain tests run no step.
		"constructor")
}

func TestCoverageOfPrograms(t *testing.T) {
	profiles := make(map[string]map[block]int)
	for _, w := range worlds {
		dir := t.TempDir()
		program, counters, profile := filepath.Join(dir, "program"+exe()), filepath.Join(dir, "counters"), filepath.Join(dir, "profile")
		if err := w.build(program, "./testdata/covered", "-cover", "-covermode=atomic", coverpkg); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(counters, 0o777); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program)
		cmd.Env = append(os.Environ(), "GOCOVERDIR="+counters)
		if _, err := run(cmd); err != nil {
			t.Fatal(err)
		}
		if _, err := command("go", "tool", "covdata", "textfmt", "-i", counters, "-o", profile); err != nil {
			t.Fatal(err)
		}
		profiles[w.name] = readProfile(t, profile)
	}
	compareProfiles(t, profiles, map[string]int{
		"literal": 1, "never": 0, "argument": 1, "unused": 0, "called": 1, "computed": 2, "run": 2,
		"Register": 3, "nested": 1, "RegisterNothing": 0, "unread": 0,
		"constructor": 1,
	},
		// It ends with os.Exit, which runs destructors in linked programs.
		"destructor")
}

// block is a part of a file that is counted as one.
type block struct {
	file       string
	from, to   int    // lines
	columns    string // where it begins and ends in them
	statements string
}

// readProfile returns how often each block has run.
func readProfile(t *testing.T, name string) map[block]int {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	profile := make(map[block]int)
	for _, m := range regexp.MustCompile(`(?m)^premain\.dev(/.*):(\d+)\.(\d+),(\d+)\.(\d+) (\d+) (\d+)$`).FindAllStringSubmatch(string(text), -1) {
		from, _ := strconv.Atoi(m[2])
		to, _ := strconv.Atoi(m[4])
		n, _ := strconv.Atoi(m[7])
		profile[block{below(m[1]), from, to, m[3] + "," + m[5], m[6]}] += n
	}
	return profile
}

// compareProfiles compares the profiles of the two worlds with each other, and the counts of some lines, by their comments,
// with what they should be. One line runs once in the linked world only.
func compareProfiles(t *testing.T, profiles map[string]map[block]int, want map[string]int, onlyLinked string) {
	t.Helper()
	plain, linked := profiles["plain"], profiles["linked"]
	for comment, n := range want {
		p := at(t, "covered", comment)
		if b := innermost(linked, p); b == (block{}) || linked[b] != n {
			t.Errorf("linked: %s has run %d times, want %d: %v", p, linked[b], n, b)
		}
	}
	b := innermost(linked, at(t, "covered", onlyLinked))
	if linked[b] != 1 || plain[b] != 0 {
		t.Errorf("%s: plain %d times, linked %d times, want 0 and 1", onlyLinked, plain[b], linked[b])
	}
	plain = maps.Clone(plain)
	plain[b]++
	if !maps.Equal(plain, linked) {
		t.Errorf("the worlds differ:\nplain  %s\nlinked %s", fmt.Sprint(plain), fmt.Sprint(linked))
	}
}

// innermost returns the smallest block with a line.
func innermost(profile map[block]int, p place) (found block) {
	for b := range profile {
		if b.file == p.file && b.from <= p.line && p.line <= b.to && (found == block{} || b.to-b.from < found.to-found.from) {
			found = b
		}
	}
	return found
}
