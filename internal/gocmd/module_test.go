package gocmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMayDependOnPremain(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"stranger/go.mod":             "module example.com/stranger\n\ngo 1.26\n",
		"stranger/sub/x.go":           "package sub // premain.dev\n",
		"friend/go.mod":               "module example.com/friend\n\ngo 1.26\n\nrequire premain.dev v0.1.0\n",
		"indirect/go.mod":             "module example.com/indirect\n\ngo 1.16\n",
		"indirect/go.sum":             "premain.dev v0.1.0 h1:x=\n",
		"vendored/go.mod":             "module example.com/vendored\n\ngo 1.16\n",
		"vendored/vendor/modules.txt": "# premain.dev v0.1.0\n",
		"env":                         "GOWORK=off\nGO111MODULE=on\nGO111MODULE=auto\n",
		"strangers.work":              "go 1.26\n\nuse ./stranger\n",
		"oneline.work":                "go 1.26\nuse (./stranger ./friend)\n",
		"friends.work":                "go 1.26\n\nuse (\n\t./stranger\n\t./friend\n)\n",
		"replaced.work":               "go 1.26\n\nuse ./stranger\n\nreplace premain.dev => ../premain\n",
		"summed.work":                 "go 1.26\n\nuse ./stranger\n",
		"summed.work.sum":             "premain.dev v0.1.0/go.mod h1:x=\n",
		"quoted.work":                 "use \"./stranger\"\n",
		"in/go.work":                  "go 1.26\n\nuse ../friend\n",
		"copied/go.mod":               "module example.com/copied\n\ngo 1.22\n",
		"copied/vendor/premain.dev/section/of.go": "package section\n",
		"spelled/go.mod": "module example.com/spelled\n\nrequire \"premain\\x2edev\" v0.1.0\n",
		"in/go.mod":      "module example.com/in\n",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "friend", "sub"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../friend/sub", filepath.Join(dir, "stranger", "link")); err != nil {
		t.Skip(err)
	}
	for _, c := range []struct {
		dir, args, goflags, env string
		want                    bool
	}{
		{"stranger", ".", "", "", false},
		{"stranger/sub", "-v ./...", "-mod=readonly", "", false},
		{".", "-C stranger .", "", "", false},
		{"friend", ".", "", "", true},
		{"friend", "-C ../stranger .", "", "", false},
		{"stranger", "-C ../friend .", "", "", true},
		{"indirect", ".", "", "", true},
		{"vendored", ".", "", "", true},
		{".", "x.go", "", "", true}, // no module
		{"copied", ".", "", "", true},
		{"spelled", ".", "", "", true},
		{"stranger", "-C link .", "", "", true}, // leads to friend/sub
		{"stranger/link", "-C .. .", "", "", true},
		{"stranger/link", "-C ../../stranger .", "", "", false},
		{"stranger", "-C nosuch .", "", "", true},
		{"stranger", ".", "", "GOENV=env", true},
		{"stranger", "example.com/cmd@latest", "", "", true},
		{"stranger", "-modfile=other.mod .", "", "", true},
		{"stranger", "-overlay o.json .", "", "", true},
		{"stranger", "-mod=mod .", "", "", true},
		{"stranger", ".", "-v -mod=mod", "", true},
		{"stranger", ".", "'-modfile=a b'", "", true},
		{"stranger", ".", "", "GO111MODULE=off", true},
		{"stranger", ".", "", "GO111MODULE=on", false},
		{"stranger", ".", "", "GOWORK=strangers.work", false},
		{"stranger", ".", "", "GOWORK=friends.work", true},
		{"stranger", ".", "", "GOWORK=oneline.work", true},
		{"stranger", ".", "", "GOWORK=replaced.work", true},
		{"stranger", ".", "", "GOWORK=summed.work", true},
		{"stranger", ".", "", "GOWORK=quoted.work", true},
		{"stranger", ".", "", "GOWORK=missing.work", true},
		{"in", ".", "", "", true},
		{"in", ".", "", "GOWORK=off", false},
	} {
		t.Run(strings.Join([]string{c.dir, c.args, c.goflags, c.env}, "|"), func(t *testing.T) {
			t.Chdir(filepath.Join(dir, c.dir))
			t.Setenv("GOENV", "off")
			t.Setenv("GOWORK", "")
			t.Setenv("GO111MODULE", "")
			if name, value, ok := strings.Cut(c.env, "="); ok {
				if strings.HasSuffix(value, ".work") || name == "GOENV" {
					value = filepath.Join(dir, value)
				}
				t.Setenv(name, value)
			}
			if got := MayDependOnPremain("build", strings.Fields(c.args), c.goflags); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}
