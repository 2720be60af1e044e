package choice

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var program = []Section{
	{"example.com/app/cli.Commands", []Item{
		{"example.com/app", "/src/app/main.go:3:9"},
		{"example.com/app/serve", "/src/app/serve/http.go:12:5"},
		{"example.com/app/serve", "/src/app/serve/http.go:120:5"},
		{"example.com/app/serve/quic", `C:\src\app\serve\quic\quic.go:1:1`},
		{"example.com/appendix", "example.com/appendix@v1.0.0/a.go:7:1"},
	}},
	{"example.com/app/web.Routes", nil},
	{"example.org/web.Routes", []Item{{"example.org/web", "web.go:1:1"}}},
}

func TestApply(t *testing.T) {
	for _, c := range []struct{ flags, want string }{
		{"", "_____ _"},
		{"cli.Commands=example.com/app", "x____ _"},
		{"example.com/app/cli.Commands=example.com/app/...", "xxxx_ _"},
		{"cli.Commands=example.com/app...", "xxxxx _"},
		{"cli.Commands=...", "xxxxx _"},
		{"cli.Commands=...,!example.com/app/serve", "x__xx _"},
		{"cli.Commands=example.com/app/serve/...,!.../quic", "_xx__ _"},
		{"cli.Commands=example.com/app/serve/http.go", "_xx__ _"},
		{"cli.Commands=example.com/app/serve/http.go:12", "_x___ _"},
		{"cli.Commands=example.com/app/serve/http.go:120:5", "__x__ _"},
		{"cli.Commands=.../quic.go:1", "___x_ _"},
		{"cli.Commands=example.com/appendix/a.go", "____x _"},
		{"cli.Commands=... cli.Commands=!example.com/app", "_xxxx _"},
		{"example.org/web.Routes=example.org/web", "_____ x"},
		{"cli.Commands=example.com/app,example.com/appendix example.org/web.Routes=...", "x___x x"},
	} {
		var l List
		for _, f := range strings.Fields(c.flags) {
			r, err := Parse(f)
			if err != nil {
				t.Fatal(err)
			}
			l = append(l, r)
		}
		out, err := l.Apply(program, true)
		if err != nil {
			t.Errorf("%s: %v", c.flags, err)
		}
		got := fmt.Sprint(marks(out[0]), " ", marks(out[2]))
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.flags, got, c.want)
		}
	}
}

func marks(out []bool) string {
	s := ""
	for _, o := range out {
		s += map[bool]string{false: "_", true: "x"}[o]
	}
	return s
}

func TestApplyErrors(t *testing.T) {
	for flag, want := range map[string]string{
		"cli.Command=...":                 "no items in a section cli.Command; it has some in example.com/app/cli.Commands, example.com/app/web.Routes, example.org/web.Routes",
		"li.Commands=...":                 "no items in a section li.Commands",
		"web.Routes=...":                  "web.Routes is either example.com/app/web.Routes or example.org/web.Routes",
		"cli.Commands=example.com/app/se": "the section example.com/app/cli.Commands has no item in example.com/app/se;",
		"cli.Commands=...,!http.go":       "has no item in http.go;",
		"cli.Commands=exampleXcom/app":    "has no item in exampleXcom/app;",
	} {
		r, err := Parse(flag)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := (List{r}).Apply(program, true); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %s", flag, err, want)
		}
		out, err := (List{r}).Apply(program, false)
		if strings.Contains(want, "either") != (err != nil) {
			t.Errorf("%s, not strict: %v", flag, err)
		}
		if flag != "cli.Commands=...,!http.go" && slices.Contains(out[0], true) {
			t.Errorf("%s: left something out", flag)
		}
	}
	for _, flag := range []string{"", "x", "=x", "x=", "x=a,", "x=!", "x=./a", "x=/a", "x=../a"} {
		if _, err := Parse(flag); err == nil {
			t.Errorf("%q: no error", flag)
		}
	}
}
