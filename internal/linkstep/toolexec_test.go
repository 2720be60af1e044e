package linkstep

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestCalled(t *testing.T) {
	for _, c := range []struct {
		args string
		want bool
	}{
		{"", false},
		{"build -v", false},
		{"-x", false},
		{"/usr/lib/go/compile -V=full", true},
		{"./tool", true},
		{"gcc -### -x c -c -", true}, // the go command asks for the C compiler's version
		{"build ./dir", false},
	} {
		if got := Called(strings.Fields(c.args)); got != c.want {
			t.Errorf("Called(%q) = %v", c.args, got)
		}
	}
}

func TestResponseFile(t *testing.T) {
	args := []string{"-o", "a b", `back\slash`, "new\nline", "", strings.Repeat("x", 40<<10)}
	short, remove, err := responseFile(args)
	if err != nil {
		t.Fatal(err)
	}
	if len(short) != 1 || short[0][0] != '@' {
		t.Fatalf("%d arguments left", len(short))
	}
	got, err := expandArgs(short)
	if err != nil || !slices.Equal(got, args) {
		t.Errorf("%v; arguments changed", err)
	}
	remove()
	if _, err := os.Stat(short[0][1:]); err == nil {
		t.Error("the file is still there")
	}
	if _, err := expandArgs(short); err == nil {
		t.Error("no error for a missing file")
	}
	if short, _, _ := responseFile(args[:5]); len(short) != 5 {
		t.Errorf("a short list became %q", short)
	}
}

func TestFlagValue(t *testing.T) {
	args := []string{"-p", "first", "-o=x", "-importcfg", "cfg", "-p", "last", "-importcfg=cfg2", "-p"}
	for _, c := range []struct{ name, value string }{{"-p", "last"}, {"-o", "x"}, {"-importcfg", "cfg2"}} {
		value, at := flagValue(args, c.name)
		if value != c.value {
			t.Errorf("%s = %q, want %q", c.name, value, c.value)
		}
		changed := slices.Clone(args)
		setFlag(changed, c.name, "new", at)
		if value, _ := flagValue(changed, c.name); value != "new" {
			t.Errorf("%s = %q after setFlag", c.name, value)
		}
	}
	if value, at := flagValue(args, "-nosuch"); value != "" || at >= 0 {
		t.Errorf("-nosuch = %q at %d", value, at)
	}
}

func TestImportcfg(t *testing.T) {
	long := strings.Repeat("long/", 20000) // longer than a scanner's line
	c := parseImportcfg("# comment\npackagefile fmt=/fmt.a\nimportmap a=vendor/a\npackagefile " + long + "p=/p=q.a\r\nmodinfo \"x\"\npackagefile fmt/x=/x.a")
	if c.file["fmt"] != "/fmt.a" || c.file["fmt/x"] != "/x.a" || c.file[long+"p"] != "/p=q.a" || c.path["a"] != "vendor/a" {
		t.Errorf("%v %v", c.file, c.path)
	}
	r := c.replace(map[string]string{"fmt": "/new.a", "other": "/other.a"})
	if r.file["fmt"] != "/new.a" || r.file["fmt/x"] != "/x.a" || len(r.file) != 3 || !strings.Contains(r.text, "modinfo \"x\"\n") {
		t.Errorf("%v", r.file)
	}
}
