package debugtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestGopls asks what editors ask, with nothing configured.
func TestGopls(t *testing.T) {
	if os.Getenv("PREMAIN_LONG") != "all" { // it takes a minute to build
		t.Skip("skip: what needs gopls, without PREMAIN_LONG=all")
	}
	gopls := install(t, "golang.org/x/tools/gopls", "v0.23.0", newestGo)
	env := append(newUser(t), "GOPLSCACHE="+filepath.Join(filepath.Dir(gopls), "cache"))
	ask := func(dir string, args ...string) string {
		t.Helper()
		cmd := exec.Command(gopls, args...)
		cmd.Env, cmd.Dir = env, dir
		out, err := run(cmd)
		if err != nil {
			t.Error(err)
		}
		return out
	}
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	examples := goFiles(t, filepath.Join(repository, "examples"))
	if out := ask(repository, append([]string{"check"}, examples...)...); out != "" || len(examples) < 20 {
		t.Errorf("of %d files:\n%s", len(examples), out)
	}

	module := userModule(t, repository)
	if out := ask(module, append([]string{"check"}, goFiles(t, filepath.Join(module, "app"))...)...); out != "" {
		t.Error(out)
	}
	p := at(t, "mistaken", "no word")
	if out := ask(module, "check", p.file); !strings.Contains(out, p.String()+":") || !strings.Contains(out, "cannot use 42") {
		t.Errorf("gopls check does not complain of %s: %q", p, out)
	}

	// position returns where a name stands in a line.
	position := func(comment, name string) string {
		p := at(t, "app", comment)
		column := 1 + regexp.MustCompile(`\b` + name + `\b`).FindStringIndex(p.text)[0]
		return fmt.Sprintf("%s:%d", p, column)
	}
	definitions := []struct{ comment, name, want, text string }{
		{"constant item", "Commands", "the section", "var cli.Commands section.Of[cli.Command]"},
		{"at the end", "Named", "constant item", "var Named *cli.Command"},
		{"a forwarder's item", "Register", "the forwarder", "func cli.Register(name string, run func(c *cli.Command, arg string) string) *cli.Command"},
	}
	for _, d := range definitions {
		out := ask(module, "definition", position(d.comment, d.name))
		if p := at(t, "app", d.want); !strings.Contains(out, p.String()+":") || !strings.Contains(out, d.text) {
			t.Errorf("the definition of %s is not at %s:\n%s", d.name, p, out)
		}
	}
	references := []struct {
		comment, name string
		want          []string
	}{
		{"the section", "Commands", []string{"in Register", "its item", "constant item", "an item without a name", "computed item", "over the items", "at the end"}},
		{"constant item", "Named", []string{"at the end"}},
	}
	for _, r := range references {
		var got, want []string
		for _, m := range regexp.MustCompile(`(?m)^(.*:\d+):\d+-\d+$`).FindAllStringSubmatch(ask(module, "references", position(r.comment, r.name)), -1) {
			got = append(got, strings.TrimPrefix(filepath.ToSlash(m[1]), filepath.ToSlash(module)+"/"))
		}
		for _, comment := range r.want {
			want = append(want, at(t, "app", comment).String())
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("references to %s are at\n%s\nwant\n%s", r.name, got, want)
		}
	}
}

// userModule copies programs of testdata, which nothing takes for a part of this module, into one of its own.
func userModule(t *testing.T, repository string) (dir string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/user\n\ngo 1.26\n\nrequire premain.dev v0.0.0\n\nreplace premain.dev => "+repository+"\n")
	for _, program := range []string{"app", "mistaken"} {
		for _, file := range sources(t, program) {
			text, err := os.ReadFile(filepath.Join("testdata", file))
			if err != nil {
				t.Fatal(err)
			}
			write(file, strings.ReplaceAll(string(text), "premain.dev/internal/debugtest/testdata", "example.com/user"))
		}
	}
	return dir
}
