package programs

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"premain.dev/internal/linkstep"
)

// TestPrometheus converts the registry of the whole of Prometheus, compares what it does before and after, and measures.
func TestPrometheus(t *testing.T) {
	need(t, "prometheus", false)
	tool := premain(t)
	upstream, converted := prometheus.sources(t, "prometheus"), prometheus.sources(t, "prometheus")
	fetch(t, "prometheus", upstream, "./cmd/prometheus", "./cmd/promtool", "./config")
	convert(t, converted)

	for _, name := range []string{"prometheus", "promtool"} {
		build := func(dir, directory string, command ...string) {
			t.Helper()
			run(t, dir, command[0], append(command[1:], "-o", filepath.Join(dir, "bin", directory, name+exe()), "./cmd/"+name)...)
		}
		left := []string{"file", "http"} // which remove_all_sd leaves in
		if name == "promtool" {
			left = append(left, "kubernetes") // by an import of its own
		}
		build(upstream, "all", "go", "build")
		build(upstream, "few", "go", "build", "-tags=remove_all_sd")
		build(converted, "plain", "go", "build")
		build(converted, "linked", tool, "build")
		build(converted, "few", tool, "build", without(left...))
		build(converted, "imports", tool, "build", "-tags=remove_all_sd")
	}
	program := func(dir, directory, name string) string {
		return filepath.Join(dir, "bin", directory, name+exe())
	}

	before := configs(t, upstream, program(upstream, "all", "promtool"))
	for _, build := range []string{"plain", "linked"} {
		compare(t, "promtool of all, "+build, before, configs(t, converted, program(converted, build, "promtool")))
	}
	fewer := configs(t, upstream, program(upstream, "few", "promtool"))
	if slices.Equal(before, fewer) {
		t.Error("promtool says the same of all configurations, with few service discoveries and with all")
	}
	for _, build := range []string{"few", "imports"} {
		compare(t, "promtool of few, "+build, fewer, configs(t, converted, program(converted, build, "promtool")))
	}

	metrics := serve(t, program(upstream, "all", "prometheus"))
	for _, build := range []string{"plain", "linked"} {
		compare(t, "metrics of all, "+build, metrics, serve(t, program(converted, build, "prometheus")))
	}
	few := serve(t, program(upstream, "few", "prometheus"))
	if len(few) == 0 || len(few) >= len(metrics) {
		t.Errorf("%d metrics of few service discoveries, %d of all", len(few), len(metrics))
	}
	for _, build := range []string{"few", "imports"} {
		compare(t, "metrics of few, "+build, few, serve(t, program(converted, build, "prometheus")))
	}
	t.Logf("the same on %d configurations; the same %d metrics", len(before), len(metrics))

	page.tests = compareTests(t, tool, upstream, converted, []string{"./discovery", "./config"})
	page.configurations, page.metrics = len(before), len(metrics)
	if t.Failed() || !*write {
		return
	}

	var images []*image
	for _, b := range []struct{ dir, build, label string }{
		{upstream, "all", "as published, `go build`"},
		{converted, "plain", "with a section, `go build`"},
		{converted, "linked", "with a section, `premain build`"},
		{converted, "few", "… `-without` all but file and http"},
		{converted, "imports", "… without the imports of all but file and http"},
		{upstream, "few", "as published, without these imports"},
	} {
		images = append(images, look(t, b.label, program(b.dir, b.build, "prometheus")))
	}
	page.images = images

	out, _ := run(t, converted, tool, "build", "-report=json", "-o", filepath.Join(converted, "bin", "reported"), "./cmd/prometheus")
	var reports []linkstep.Report
	if err := json.Unmarshal([]byte(out), &reports); err != nil || len(reports) != 1 {
		t.Fatalf("%v\n%s", err, out)
	}
	page.report = &reports[0]
}

func compare(t *testing.T, what string, before, after []string) {
	t.Helper()
	if slices.Equal(before, after) {
		return
	}
	only := func(list, other []string) string {
		return strings.Join(slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) }), "\n")
	}
	t.Errorf("%s: only before\n%s\nonly after\n%s", what, only(before, after), only(after, before))
}

// configs returns what promtool says of each of the configurations that Prometheus's own tests are about. Among them is
// one that uses all service discoveries.
func configs(t *testing.T, dir, promtool string) (said []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "config", "testdata", "*.yml"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d configurations, %v", len(files), err)
	}
	clock := regexp.MustCompile(`time=\S+ `)
	for _, file := range files {
		cmd := command(dir, promtool, "check", "config", "--syntax-only", filepath.Join("config", "testdata", filepath.Base(file)))
		out, _ := cmd.CombinedOutput()
		said = append(said, cmd.ProcessState.String()+" "+clock.ReplaceAllString(string(out), ""))
	}
	if !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, "exit status 0 ") }) {
		t.Errorf("no configuration is valid, says %s: %s", promtool, said[0])
	}
	return said
}

// serve starts Prometheus and returns the names of the metrics of its service discoveries, which it registers when it
// starts.
func serve(t *testing.T, program string) (names []string) {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(config, []byte("scrape_configs: [{job_name: none, file_sd_configs: [{files: [none.yml]}]}]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := command(dir, program, "--config.file="+config, "--storage.tsdb.path="+filepath.Join(dir, "data"), "--web.listen-address=127.0.0.1:0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer context.AfterFunc(ctx, func() { cmd.Process.Kill() })()
	var log bytes.Buffer
	address := regexp.MustCompile(`msg="Listening on".* address=(\S+)`)
	ready := regexp.MustCompile(`msg="Server is ready`)
	url := ""
	for lines := bufio.NewScanner(io.TeeReader(stderr, &log)); lines.Scan(); {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			url = "http://" + m[1] + "/metrics"
		}
		if ready.MatchString(lines.Text()) {
			names = metricNames(t, url)
			cmd.Process.Signal(syscall.SIGTERM)
		}
	}
	if err := cmd.Wait(); err != nil || len(names) == 0 {
		t.Errorf("%s: %v, %d metrics\n%s", program, err, len(names), &log)
	}
	return names
}

func metricNames(t *testing.T, url string) (names []string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^# TYPE (\S*_sd_\S+) `).FindAllStringSubmatch(string(text), -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return names
}
