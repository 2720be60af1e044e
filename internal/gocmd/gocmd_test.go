package gocmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestArgs(t *testing.T) {
	for _, c := range []struct {
		verb, args, goflags string
		want                string // what becomes of the arguments; TOOL stands for -toolexec
	}{
		{"build", "", "", "build TOOL -tags=premain"},
		{"build", "-o x ./p ./q", "", "build TOOL -tags=premain -o x ./p ./q"},
		{"build", "-tags a,b .", "", "build TOOL -tags=a,b,premain ."},
		{"build", "--tags=a .", "-tags=c", "build TOOL -tags=a,premain ."},
		{"build", "-v -tags=premain .", "", "build TOOL -tags=premain -v ."},
		{"build", "-tags= .", "-tags=c", "build TOOL -tags=premain ."},
		{"build", ".", "-mod=mod -tags=c", "build TOOL -tags=c,premain ."},
		{"build", ".", `'-tags=c d' "-v"`, "build TOOL -tags=c,d,premain ."},
		{"build", "-tags=a -tags=b .", "", "build TOOL -tags=b,premain ."},
		{"build", "-C dir -o x -tags a .", "", "build -C dir TOOL -tags=a,premain -o x ."},
		{"build", "-C=dir .", "", "build -C=dir TOOL -tags=premain ."},
		{"build", ". -tags=a", "", "build TOOL -tags=premain . -tags=a"},
		{"build", "-gcflags -tags=a .", "", "build TOOL -tags=premain -gcflags -tags=a ."},
		{"run", "-race ./p -tags x -- -y", "", "run TOOL -tags=premain -race ./p -tags x -- -y"},
		{"run", "-exec wrapper ./p", "", "run TOOL -tags=premain -exec wrapper ./p"},
		{"test", "./... -tags a -run X", "", "test TOOL -tags=a,premain ./... -run X"},
		{"test", "-run -tags ./...", "", "test TOOL -tags=premain -run -tags ./..."},
		{"test", "-unknown -tags=a ./...", "", "test TOOL -tags=a,premain -unknown ./..."},
		{"vet", "-printf ./... -tags=a", "", "vet TOOL -tags=premain -printf ./... -tags=a"},
		{"vet", "-c 2 -printf.funcs f -tags a -printf=false ./...", "", "vet TOOL -tags=a,premain -c 2 -printf.funcs f -printf=false ./..."},
		{"test", "./... -args -tags=a", "", "test TOOL -tags=premain ./... -args -tags=a"},
		{"test", "-v -count 1 -cover -coverpkg ./... ./p", "", "test TOOL -tags=premain -v -count 1 -cover -coverpkg ./... ./p"},
	} {
		got, err := Args([]string{"/bin/premain"}, nil, c.verb, strings.Fields(c.args), c.goflags)
		if err != nil {
			t.Errorf("%s %s: %v", c.verb, c.args, err)
			continue
		}
		if s := strings.ReplaceAll(strings.Join(got, " "), "-toolexec=/bin/premain", "TOOL"); s != c.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", c.verb, c.args, s, c.want)
		}
	}
	for _, args := range []string{"-toolexec=x .", "-toolexec x .", "--toolexec=x"} {
		if _, err := Args([]string{"premain"}, nil, "build", strings.Fields(args), ""); err == nil {
			t.Errorf("%s: no error", args)
		}
	}
	for goflags, ok := range map[string]bool{
		"-toolexec=other":                                 false,
		"-toolexec=/bin/premain -tags=premain":            true,
		`"-toolexec='/with space/premain'" -tags=premain`: true,
		"'-toolexec=/bin/premain -without=a.B=c'":         false,
		"'-toolexec=/bin/premain -without=a.B=c/premain'": false,
		"-toolexec=": false,
		"'-toolexec=go tool premain' -tags=premain": true,
		"'-toolexec=other -x=premain'":              false,
	} {
		if _, err := Args([]string{"premain"}, nil, "build", nil, goflags); (err == nil) != ok {
			t.Errorf("GOFLAGS=%s: %v", goflags, err)
		}
	}
	if got, _ := Args([]string{"t"}, []string{"choice"}, "build", []string{"-tags=a"}, ""); got[2] != "-tags=a,premain,choice" {
		t.Errorf("%q", got)
	}
}

func TestOwn(t *testing.T) {
	for _, c := range []struct{ verb, args, own, rest string }{
		{"build", "-v . x", "", "-v . x"},
		{"build", "-without a=b -v -report .", "-without=a=b -report", "-v ."},
		{"build", "-report=json --without=a=b -o -report .", "-report=json -without=a=b", "-o -report ."},
		{"run", "-report . -without x", "-report", ". -without x"},
		{"test", ". -without a=b -args -report", "-without=a=b", ". -args -report"},
		{"test", ". -report=x -report", "", ". -report=x -report"},
		{"vet", "-printf -without a=b ./...", "-without=a=b", "-printf ./..."},
		{"build", "-without", "-without", ""},
		{"build", "-n -json -by x .", "", "-n -json -by x ."},
		{"size", "-json -n 3 -by=region -board linux -ldflags -s .", "-json -n=3 -by=region -board=linux", "-ldflags -s ."},
	} {
		own, rest := Own(c.verb, strings.Fields(c.args))
		if o, r := strings.Join(own, " "), strings.Join(rest, " "); o != c.own || r != c.rest {
			t.Errorf("%s %s: %q and %q, want %q and %q", c.verb, c.args, o, r, c.own, c.rest)
		}
	}
}

func TestLinkArgs(t *testing.T) {
	for _, c := range []struct{ vet, want string }{
		{"vet", "build -o " + os.DevNull},
		{"vet -toolexec=t -tags=premain ./...", "build -toolexec=t -tags=premain -o " + os.DevNull + " ./..."},
		{"vet -C d -a -tags=x -c 2 -printf -race -gcflags -N -json -vettool v -mod mod -printf.funcs f ./p ./q", "build -C d -tags=x -race -gcflags -N -mod mod -o " + os.DevNull + " ./p ./q"},
	} {
		if got := strings.Join(LinkArgs(strings.Fields(c.vet), os.DevNull), " "); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.vet, got, c.want)
		}
	}
}

func TestQuote(t *testing.T) {
	for path, want := range map[string]string{"/a/b": "/a/b", "/a b": "'/a b'", "/it's": `"/it's"`, `/a" b`: `'/a" b'`} {
		got, err := quote(path)
		if err != nil || got != want {
			t.Errorf("quote(%s) = %s, %v", path, got, err)
		}
		if back := splitQuoted(got); len(back) != 1 || back[0] != path {
			t.Errorf("%s is split into %q", got, back)
		}
	}
	if _, err := quote(`/'"`); err == nil {
		t.Error("both kinds of quotes: no error")
	}
}

func TestGOFLAGS(t *testing.T) {
	file := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(file, []byte("GOPROXY=off\nGOFLAGS=-tags=file\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOENV", file)
	t.Setenv("GOFLAGS", "")
	if got := GOFLAGS(); got != "-tags=file" {
		t.Errorf("from the file: %q", got)
	}
	t.Setenv("GOFLAGS", "-tags=env")
	if got := GOFLAGS(); got != "-tags=env" {
		t.Errorf("from the environment: %q", got)
	}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOENV", "off")
	if got := GOFLAGS(); got != "" {
		t.Errorf("from nowhere: %q", got)
	}
}

// TestFlags compares the lists of flags with what the go command in use documents.
func TestFlags(t *testing.T) {
	line := regexp.MustCompile(`(?m)^\t(-[a-z0-9]+(?:, -[a-z0-9]+)*)( .*)?$`)
	n := 0
	for _, topic := range []string{"build", "testflag", "test", "run", "install"} {
		out, err := exec.Command("go", "help", topic).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range line.FindAllStringSubmatch(string(out), -1) {
			for name := range strings.SplitSeq(m[1], ", ") {
				n++
				name = name[1:]
				if name == "args" {
					continue
				}
				if isBool := m[2] == ""; isBool != boolean[name] || isBool == known[name] {
					t.Errorf("go help %s: -%s%s; boolean: %v, known: %v", topic, name, m[2], boolean[name], known[name])
				}
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d flags found", n)
	}
	for name := range boolean {
		if slices.Contains([]string{"h", "help"}, name) {
			continue
		}
		if known[name] {
			t.Errorf("-%s is in both lists", name)
		}
	}
}

// The packages are those that the go command takes for named.
func TestPackages(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.26\n", "main.go": "package main\n\nfunc main() {}\n", "more.go": "package main\n",
		"p/p.go": "package p\n", "q/q.go": "//go:build x\n\npackage q\n",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOWORK", "off")
	for _, c := range []struct{ verb, args, want string }{
		{"build", "", "example.com/m"},
		{"build", "-o out . ./p", "example.com/m example.com/m/p"},
		{"build", "./...", "example.com/m example.com/m/p"},
		{"build", "-v -x -tags=x -o out ./...", "example.com/m example.com/m/p example.com/m/q"},
		{"build", "main.go more.go", "command-line-arguments"},
		{"run", ". p.go -x", "example.com/m"},
		{"run", "main.go more.go x p.go", "command-line-arguments"},
		{"test", "-run=X ./p -count=1 . -args ./q", "example.com/m/p example.com/m"},
		{"install", "example.com/m@latest", "example.com/m"},
	} {
		args, err := Args([]string{"premain"}, nil, c.verb, append([]string{"-C", dir}, strings.Fields(c.args)...), "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := Packages(args)
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%s %s: %v, %v; want %s", c.verb, c.args, got, err, c.want)
		}
	}
}
