package main_test

import (
	"archive/zip"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// publish makes a directory a version of a module, which the proxy in $WORK/proxy serves from then on,
//
//	publish directory path@version
//
// with all files that the go command would take along.
func publish(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: publish directory path@version")
	}
	dir := ts.MkAbs(args[0])
	path, version, _ := strings.Cut(args[1], "@")
	proxy := filepath.Join(ts.Getenv("WORK"), "proxy", filepath.FromSlash(path), "@v")
	ts.Check(os.MkdirAll(proxy, 0o777))

	archive, err := os.Create(filepath.Join(proxy, version+".zip"))
	ts.Check(err)
	z := zip.NewWriter(archive)
	ts.Check(filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, err := os.Stat(filepath.Join(name, "go.mod"))
			if name != dir && (err == nil || strings.HasPrefix(d.Name(), ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		w, err := z.Create(args[1] + "/" + filepath.ToSlash(rel))
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	}))
	ts.Check(z.Close())
	ts.Check(archive.Close())

	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	ts.Check(err)
	ts.Check(os.WriteFile(filepath.Join(proxy, version+".mod"), mod, 0o666))
	ts.Check(os.WriteFile(filepath.Join(proxy, version+".info"), []byte(`{"Version":"`+version+`"}`), 0o666))
	list, err := os.OpenFile(filepath.Join(proxy, "list"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	ts.Check(err)
	_, err = list.WriteString(version + "\n")
	ts.Check(err)
	ts.Check(list.Close())
}
