package linkstep

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"premain.dev/internal/linkstep/archive"
	"premain.dev/internal/linkstep/goobj"
)

const sanitizerPath = modulePath + "/internal/sanitizer"

// sanitized reports whether the program is built with -race, -msan or -asan.
func (l *linking) sanitized() bool {
	return slices.ContainsFunc(l.args, func(a string) bool { return a == "-race" || a == "-msan" || a == "-asan" })
}

// guardSanitizers returns archives that take the place of those of packages in a program built with -race, -msan or -asan, so
// that functions with calls of the sanitizer may run before the Go runtime: package sanitizer says how. There are none if the
// program has no such function or no sanitizer. Their names begin with the given one.
func (l *linking) guardSanitizers(entry *entry, name string) (archives map[string]string, err error) {
	k, runtime := l.program.named(sanitizerPath), l.program.named("runtime")
	if entry == nil || k == nil || !l.sanitized() {
		return nil, nil
	}
	calls, err := readSanitizerCalls(k.file)
	if err != nil {
		return nil, err
	}
	missing := maps.Clone(calls.inRuntime)
	archives = map[string]string{"runtime": name + ".runtime.a", sanitizerPath: name + ".sanitizer.a"}
	err = renameSymbols(runtime.file, archives["runtime"], func(n goobj.Name) goobj.Name {
		if to, ok := calls.inRuntime[n]; ok {
			delete(missing, n)
			return to
		}
		return n
	})
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		var names []string
		for n := range missing {
			names = append(names, n.Text)
		}
		slices.Sort(names)
		return nil, fmt.Errorf("package runtime lacks %s, which functions that run before it depend on under -race, -msan and -asan; build without that flag",
			strings.Join(names, ", "))
	}
	for _, member := range slices.Sorted(maps.Keys(calls.objects)) {
		if err := archive.Append(archives["runtime"], member, calls.objects[member]); err != nil {
			return nil, err
		}
	}
	keep := func(_ string, data []byte) []byte { return data }
	return archives, archive.Rewrite(k.file, archives[sanitizerPath], keep, archive.ExportData, archive.Object)
}

// sanitizerCalls is what package sanitizer has for a program.
type sanitizerCalls struct {
	inRuntime map[goobj.Name]goobj.Name // names that symbols of package runtime get
	objects   map[string][]byte         // of assembly, with the names that symbols have in package runtime
}

// readSanitizerCalls reads the archive of package sanitizer.
func readSanitizerCalls(file string) (*sanitizerCalls, error) {
	a, err := archive.Open(file)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	c := &sanitizerCalls{make(map[goobj.Name]goobj.Name), make(map[string][]byte)}
	for _, m := range a.Members {
		if m.Name == archive.ExportData || m.Name == archive.Object {
			continue
		}
		c.objects[m.Name], err = goobj.Rename(a.Read(m.Name), func(n goobj.Name) goobj.Name {
			if f, ok := strings.CutPrefix(n.Text, "premain__runtime_"); ok {
				c.inRuntime[goobj.Name{Text: "runtime." + f, Go: true}] = goobj.Name{Text: "runtime.premain_" + f, Go: true}
				return goobj.Name{Text: "runtime." + f, Go: true}
			}
			if n.Text == "premain__tls_g" {
				return goobj.Name{Text: "runtime.tls_g"}
			}
			if f, ok := strings.CutPrefix(n.Text, "premain__original_"); ok {
				return goobj.Name{Text: "runtime.premain_" + f, Go: true}
			}
			if f, ok := strings.CutPrefix(n.Text, "premain__tsan_"); ok {
				c.inRuntime[goobj.Name{Text: "__tsan_" + f}] = n
			}
			return n
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, m.Name, err)
		}
	}
	return c, nil
}

// renameSymbols writes a copy of an archive in which symbols have other names; see goobj.Rename.
func renameSymbols(from, to string, rename func(goobj.Name) goobj.Name) error {
	var failed error
	err := archive.Rewrite(from, to, func(member string, data []byte) []byte {
		if member == archive.ExportData {
			return data
		}
		changed, err := goobj.Rename(data, rename)
		if err != nil {
			failed = fmt.Errorf("%s: %s: %w", from, member, err)
		}
		return changed
	})
	if err == nil {
		err = failed
	}
	return err
}
