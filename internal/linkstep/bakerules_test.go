package linkstep

import (
	"errors"
	"slices"
	"testing"
)

// The flags of the user's that are for a package stay in effect where the tool adds its own.
func TestGCFlags(t *testing.T) {
	o, _, err := ParseOptions([]string{"-bake=example.com/m.A,example.com/m/p.B", "-bake=example.com/m.C,example.com/m.A,example.com/q"})
	if err != nil {
		t.Fatal(err)
	}
	flag := func(pkg, before, names string) string {
		return "-gcflags=" + pkg + "=" + before + bakeFlag + Identity() + ":" + names
	}
	for _, c := range []struct {
		given    []string
		m, p     string // what comes before the tool's own
		mustList bool
	}{
		{nil, "", "", false},
		{[]string{"all=-l"}, "-l ", "-l ", false},
		{[]string{"all=-l", "example.com/m=-N -l"}, "-N -l ", "-l ", false},
		{[]string{"example.com/m/...=-N", "example.com/q=-l"}, "-N ", "-N ", false},
		{[]string{"-l"}, "-l ", "", true},
		{[]string{"-l -d=x=y", "all=-N"}, "-N ", "-N ", true},
		{[]string{"all=-N", "-l -d=x=y"}, "-l -d=x=y ", "-N ", true},
	} {
		listed := false
		got, err := o.GCFlags(c.given, func() ([]string, error) {
			listed = true
			return []string{"example.com/m"}, nil
		})
		want := []string{flag("example.com/m", c.m, "A,C"), flag("example.com/m/p", c.p, "B")}
		if err != nil || !slices.Equal(got, want) || listed != c.mustList {
			t.Errorf("%q: %q, %v; want %q", c.given, got, err, want)
		}
	}
	failure := errors.New("failure")
	if _, err := o.GCFlags([]string{"-l"}, func() ([]string, error) { return nil, failure }); err != failure {
		t.Errorf("the error is %v", err)
	}
}

func TestSplitVariable(t *testing.T) {
	for s, want := range map[string][2]string{
		"example.com/p.Name":              {"example.com/p", "Name"},
		"example.com/p.v2/q.größe":        {"example.com/p.v2/q", "größe"},
		"gopkg.in/yaml.v3":                {},
		"gopkg.in/yaml.v3.base60float":    {"gopkg.in/yaml.v3", "base60float"},
		"github.com/nats-io/nats.go":      {}, // a keyword
		"github.com/nats-io/nats.go.Name": {"github.com/nats-io/nats.go", "Name"},
		"example.com":                     {},
		"example.com/p":                   {},
		"example.com/...":                 {},
		"html.entity":                     {"html", "entity"},
		"mime":                            {},
	} {
		if pkg, name, ok := splitVariable(s); ok != (want[1] != "") || ok && (pkg != want[0] || name != want[1]) {
			t.Errorf("%s: %s, %s, %v; want %q", s, pkg, name, ok, want)
		}
	}
}
