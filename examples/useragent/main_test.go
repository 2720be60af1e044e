package main

import (
	"os"
	"testing"

	"premain.dev/examples/worlds"
)

func TestWorlds(t *testing.T) {
	worlds.Build(t).Run(t, []worlds.Case{
		{
			Stdin:  file(t, "testdata/agents.txt"),
			Stdout: file(t, "testdata/agents.tsv"),
		},
		{
			Args:   []string{"curl/8.5.0", "Spider/1.0 (\x1b[31m)", "libwww-perl/6.68"},
			Stdout: "curl\t8.5.0\tOther\tOther\nSpider\t1.0\tOther\tSpider\nlibwww-perl\t6.68\tOther\tGeneric Feature Phone\n",
		},
		{
			Args:  []string{"-log", "-count"},
			Stdin: file(t, "testdata/access.log"),
			Stdout: "" +
				"2\tFirefox\t128.0\tLinux\tOther\n" +
				"2\tcurl\t8.5.0\tOther\tOther\n" +
				"1\tGooglebot\t2.1\tOther\tSpider\n" +
				"1\tOther\t-\tOther\tOther\n",
		},
		{
			Args: []string{"-h"},
			Stderr: "" +
				"usage: useragent [-count] [-log] [AGENT]...\n" +
				"Without agents, they are the lines of standard input.\n" +
				"  -count\n" +
				"    \tprint each line of the output once, the most frequent first, and how often it came\n" +
				"  -log\n" +
				"    \tlines are of an access log in the combined format, whose last field is the user agent\n",
		},
	})
}

// TestPrintable has agents of which a part comes through that a terminal would obey.
func TestPrintable(t *testing.T) {
	const agent = "Mozilla/5.0 (Linux; Android 14; X\x1b[31mY\tZ Build/1) Mobile"
	if got, want := describe(agent), "Android\t14\tAndroid 14\tGeneric_Android X [31mY Z"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func file(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
