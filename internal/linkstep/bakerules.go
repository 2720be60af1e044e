package linkstep

import (
	"fmt"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// bakeRules are what -bake says: which values are computed at link time. Without it, those are the values of the main module, and
// of the others of a workspace; the rest is computed at initialisation.
type bakeRules struct {
	off       bool
	packages  []string            // patterns of packages whose values are to be computed, too
	variables map[string][]string // variables by package that need not have been written with package bake
}

// parse understands a value of -bake: off, or a list of packages and variables.
func (r *bakeRules) parse(value string) error {
	for p := range strings.SplitSeq(value, ",") {
		pkg, name, variable := splitVariable(p)
		switch {
		case p == "off":
			r.off = true
		case strings.Trim(p, "/.") == "" && p != "..." || strings.HasPrefix(p, "-") || strings.ContainsAny(p, " \t=\"'`\\"):
			return fmt.Errorf("-bake=%s: want off, a package (example.com/p or example.com/...) whose values to compute at link time, or a variable (example.com/p.Name)", value)
		case variable && ofProcess(pkg):
			return fmt.Errorf("-bake=%s: the variables of package %s are about the process that runs, or the evaluation needs them; leave it out", value, pkg)
		case variable:
			if r.variables == nil {
				r.variables = make(map[string][]string)
			}
			if !slices.Contains(r.variables[pkg], name) {
				r.variables[pkg] = append(r.variables[pkg], name)
			}
		default:
			r.packages = append(r.packages, p)
		}
	}
	if slices.Contains(strings.Split(value, ","), "off") && value != "off" {
		return fmt.Errorf("-bake=%s: with off, nothing is computed at link time; leave it out, or the names", value)
	}
	return nil
}

// ofProcess reports whether a package of the standard library has variables that are about the running process, like os.Stdin, or on which
// the program depends that computes values.
func ofProcess(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return slices.Contains([]string{"os", "syscall", "runtime", "internal"}, first)
}

// splitVariable takes the name of a variable apart, like example.com/p.Name. What could as well be an import path that ends in a major
// version, like gopkg.in/yaml.v3, or in a domain's name, like example.com, is none.
func splitVariable(s string) (pkg, name string, ok bool) {
	dot := strings.LastIndexByte(s, '.')
	if dot <= 0 || dot < strings.LastIndexByte(s, '/') {
		return "", "", false
	}
	pkg, name = s[:dot], s[dot+1:]
	return pkg, name, token.IsIdentifier(name) && !majorVersion.MatchString(name) && (strings.Contains(s, "/") || !topLevelDomain.MatchString(name))
}

var (
	majorVersion   = regexp.MustCompile(`^v[0-9]+$`)
	topLevelDomain = regexp.MustCompile(`^(com|org|net|io|dev|in|xyz)$`)
)

// matches reports whether a pattern of the go command's, in which ... stands for anything, matches an import path.
func matches(pattern, path string) bool {
	if !strings.Contains(pattern, "...") {
		return pattern == path
	}
	if rest, ok := strings.CutSuffix(pattern, "/..."); ok && rest == path {
		return true
	}
	expr := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\.\.\.`, `.*`)
	ok, err := regexp.MatchString("^"+expr+"$", path)
	return ok && err == nil
}

// exclude says why a value is not computed at link time, or nothing.
func (r *bakeRules) exclude(b *bake, modules moduleList) string {
	path := strings.TrimSuffix(b.name, "."+b.Name)
	switch {
	case r.off:
		return "-bake=off"
	case b.Named, slices.Contains(r.variables[path], b.Name):
		return ""
	case slices.ContainsFunc(r.packages, func(p string) bool { return matches(p, path) }):
		return ""
	case r.mayMean(path):
		return ""
	case modules.main(path):
		return ""
	}
	return "a value of another module than the main one; -bake=" + path + " computes it at link time"
}

// mayMean reports whether what looks like the name of a variable is the path of a package.
func (r *bakeRules) mayMean(path string) bool {
	pkg, name, ok := splitVariable(path)
	return ok && slices.Contains(r.variables[pkg], name)
}

// check refuses rules that find nothing in a program. A test binary has what its package imports, and rarely all of what the program has.
func (r *bakeRules) check(p *program) error {
	byPath := make(map[string]*pkg)
	for _, k := range p.packages {
		byPath[p.importPath(k.path)] = k
	}
	var list problems
	for _, path := range slices.Sorted(maps.Keys(r.variables)) {
		k := byPath[path]
		for _, name := range r.variables[path] {
			what := fmt.Sprintf("premain: -bake=%s.%s: ", path, name)
			switch {
			case k != nil && !k.bakes.Has(name):
				list = append(list, what+"the package has not been compiled for that; use premain build, not -toolexec")
			case k == nil && byPath[path+"."+name] == nil && !p.isTest():
				list = append(list, fmt.Sprintf("%sthere is no package %s in the program %s; name one that go list -deps lists", what, path, p.path))
			}
		}
	}
	for _, pattern := range r.packages {
		found := false
		for path := range byPath {
			found = found || matches(pattern, path)
		}
		if !found && !p.isTest() {
			list = append(list, fmt.Sprintf("premain: -bake=%s: the program %s has no such package; name one that go list -deps lists, or a variable of one", pattern, p.path))
		}
	}
	if len(list) > 0 {
		return list
	}
	return nil
}

// moduleList is the modules of a program.
type moduleList struct {
	own   []string // the main module, and those of the same workspace
	other []string
}

// modules reads what the go command lets the linker put into a program about its modules (runtime/debug.BuildInfo).
func (c *importcfg) modules() (m moduleList) {
	for line := range strings.Lines(c.text) {
		quoted, ok := strings.CutPrefix(strings.TrimSpace(line), "modinfo ")
		if !ok {
			continue
		}
		text, err := strconv.Unquote(quoted)
		if err != nil {
			continue
		}
		for line := range strings.Lines(text) {
			f := strings.Split(strings.TrimRight(line, "\n"), "\t")
			switch {
			case len(f) < 2:
			case strings.HasSuffix(f[0], "mod") || f[0] == "dep" && len(f) > 2 && f[2] == "(devel)":
				m.own = append(m.own, f[1])
			case f[0] == "dep":
				m.other = append(m.other, f[1])
			}
		}
	}
	return m
}

// of returns the module of a package, or nothing for one of the standard library and for one that is in none.
func (m moduleList) of(path string) (module string, own bool) {
	for i, list := range [][]string{m.own, m.other} {
		for _, p := range list {
			if (path == p || strings.HasPrefix(path, p+"/")) && len(p) > len(module) {
				module, own = p, i == 0
			}
		}
	}
	return module, own
}

// main reports whether a package belongs to the modules that are being worked on.
func (m moduleList) main(path string) bool {
	module, own := m.of(path)
	return own || module == "" // of a program outside of modules, of files that were named
}

// standard reports whether a package is of the standard library.
func (m moduleList) standard(path string) bool {
	module, _ := m.of(path)
	first, _, _ := strings.Cut(path, "/")
	return module == "" && !strings.Contains(first, ".") && first != "main" && first != "command-line-arguments"
}
