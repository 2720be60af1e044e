package linkstep

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"premain.dev/internal/linkstep/evaluation"
	"premain.dev/internal/linkstep/freestanding"
)

// The values of a program for a board are computed by a program with the Go runtime. A first build, of the same packages for the machine
// that builds, has a link step that links and runs the evaluation program, and writes into a directory what comes out of that, instead of
// linking. The link step of the board's program takes it from there.

// Hosted is what the tool knows of the hosted build that computes the values of programs for a board. It is a file of the directory.
type Hosted struct {
	Failures map[string]string // what is wrong with packages of that build, by import path, and with any of them under the empty one
	Differ   map[string]string // packages whose values may be others on the board, and why
}

const (
	hostedFile   = "hosted.json"
	hostedSuffix = ".hosted.json" // of what is written of a program
)

// Write writes it into a directory.
func (h *Hosted) Write(dir string) error {
	data, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, hostedFile), data, 0o666)
}

// SameLayout reports whether types have the same sizes and alignments on this machine as on all boards.
func SameLayout() bool {
	return strconv.IntSize == 64 && binary.NativeEndian.Uint16([]byte{1, 0}) == 1
}

// hostedValues is what a hosted link step writes of a program.
type hostedValues struct {
	Program string
	Wrong   []string // messages about what functions do
	Unknown string   // why no value is known
	Printed []byte   // by the functions
	Values  []hostedValue
	Symbols []hostedSymbol // to which the values refer
	Memory  *evaluation.Portable
}

// hostedValue is a value, the order of a section, or neither.
type hostedValue struct {
	Path, Variable string
	Type           string
	Plain          string   `json:",omitempty"` // why it has not been computed
	Items          []string `json:",omitempty"` // of which it is the order
}

// hostedSymbol is a symbol of a hosted program.
type hostedSymbol struct {
	Package string // whose symbol it is, if it is one's alone
	Owner   string // the import path of a package that has it
	Name    string
	Kind    evaluation.SymbolKind
	Size    int64
	Sum     string // of the content of a variable or a constant
}

// handOver writes what is known of the values of a hosted program, or why there is nothing. In place of the program, there is an empty file.
func (l *linking) handOver(failure error) error {
	h := hostedValues{Program: l.program.path}
	var wrong problems
	switch {
	case errors.As(failure, &wrong):
		h.Wrong = wrong
	case failure != nil:
		h.Unknown, _, _ = strings.Cut(failure.Error(), "\n")
	default:
		l.values.handOver(l, &h)
	}
	if err := writeJSON(l.options.HostedTo, hostedSuffix, h); err != nil {
		return err
	}
	out, _ := flagValue(l.args, "-o")
	return os.WriteFile(out, nil, 0o666)
}

func (v *values) handOver(l *linking, h *hostedValues) {
	for _, b := range v.bakes {
		x := hostedValue{Path: b.pkg.path, Variable: b.Variable, Type: l.program.bakedType(b), Plain: b.plain, Items: b.items}
		h.Values = append(h.Values, x)
	}
	e, ok := v.tables.(*evaluator)
	if !ok {
		return // nothing has been computed
	}
	h.Printed = e.printed
	var symbols []int
	h.Memory, symbols = v.result.Portable()
	for _, i := range symbols {
		h.Symbols = append(h.Symbols, e.hostedSymbol(i))
	}
}

// identities tell the items of a section from others.
func (c *contents) identities() (list []string) {
	for _, it := range c.items {
		list = append(list, it.owner.path+" "+it.symbol)
	}
	return list
}

// bakedType returns the type of a variable as the names of symbols have it, or nothing.
func (p *program) bakedType(b *bake) string {
	s, ok := b.variable()
	if !ok {
		return ""
	}
	return typeName(b.pkg, s, p.packages)
}

// hostedSymbol tells of a symbol what finds it in another program.
func (e *evaluator) hostedSymbol(i int) hostedSymbol {
	k := e.owners[i]
	s := k.object.Symbol(e.indices[i])
	h := hostedSymbol{Owner: e.program.importPath(k.path), Name: s.Name, Kind: e.symbols[i].Kind}
	if k.object.InPackage(s) {
		h.Package = k.path
	}
	if h.Kind == evaluation.Variable || h.Kind == evaluation.Constant {
		h.Size = s.Size
		h.Sum = fmt.Sprintf("%x", sha256.Sum256(k.object.Content(s.Index)))
	}
	return h
}

// takeOver gives a program for a board the values that a hosted one has computed.
func (v *values) takeOver(l *linking) error {
	p := l.program
	hosted, h, err := l.options.hosted(p.path)
	if err != nil {
		return err
	}
	if len(h.Wrong) > 0 {
		return problems(h.Wrong)
	}
	if h.Unknown != "" {
		v.giveUp(p, h.Unknown)
		return nil
	}
	if h.Memory == nil {
		h.Memory = new(evaluation.Portable)
	}
	if err := h.Memory.Check(len(h.Values), len(h.Symbols)); err != nil {
		return err
	}
	if len(h.Printed) > 0 {
		fmt.Fprintf(os.Stdout, printedText, p.path, h.Printed)
	}
	e := &evaluator{linking: l, values: v, packages: p.packages}
	e.gatherSymbols()
	at, lacking := e.find(h.Symbols, hosted)
	number := make(map[*bake]int) // of its value in the hosted program
	why := make(map[int]string)
	for i, x := range h.Values {
		why[i] = "they are missing on the board"
		for _, b := range v.bakes {
			if b.pkg.path == x.Path && b.Variable == x.Variable {
				number[b], why[i] = i, hosted.differs(p, b)
				switch {
				case why[i] != "" || !b.wanted():
				case x.Plain != "":
					why[i] = x.Plain
				case x.Type != p.bakedType(b):
					why[i] = "their types are others in a hosted program"
				case b.orders != nil && !slices.Equal(x.Items, b.items):
					why[i] = "the sections have other items in a hosted program"
				}
			}
		}
	}
	h.Memory.Refuse(why, func(i int) string { return lacking[i] }, func(pkg string) string {
		if slices.Contains(freestanding.Replaced, pkg) {
			return "they hold structs of package " + pkg + ", which is another one on boards"
		}
		return hosted.Differ[pkg]
	}, func(typ, inter int) bool {
		_, ok := e.Table(evaluation.TableName(e.TypeName(at[typ]), e.TypeName(at[inter])))
		return ok
	})
	ids := make([]int, len(h.Values))
	for i := range ids {
		ids[i] = -1
	}
	given := make(map[string][]*bake) // up, by reason
	var reasons []string
	for _, b := range v.bakes {
		if !b.wanted() {
			continue
		}
		i, ok := number[b]
		reason := "a hosted program has no such variables"
		if ok {
			reason = why[i]
		}
		if reason == "" {
			ids[i] = b.id
			continue
		}
		if given[reason] == nil {
			reasons = append(reasons, reason)
		}
		given[reason] = append(given[reason], b)
	}
	for _, r := range reasons {
		p.giveUp(given[r], r)
	}
	_, order := p.host().object.Machine()
	v.result, v.tables = h.Memory.Result(ids, e.symbols, at, order), e
	return nil
}

// find returns where symbols of a hosted program are among those of this one, and why not.
func (e *evaluator) find(list []hostedSymbol, hosted *Hosted) (at []int, lacking []string) {
	type key struct{ pkg, name string }
	places := make(map[key]int)
	for i := range e.symbols {
		k := e.owners[i]
		s := k.object.Symbol(e.indices[i])
		at := key{name: s.Name}
		if k.object.InPackage(s) {
			at.pkg = k.path
		}
		places[at] = i
	}
	for _, x := range list {
		i, ok := places[key{x.Package, x.Name}]
		why := hosted.Differ[x.Owner]
		if ok && why == "" {
			here := e.hostedSymbol(i)
			ok = here.Kind == x.Kind && here.Size == x.Size && here.Sum == x.Sum
		}
		if !ok && why == "" {
			why = "they refer to " + strings.TrimPrefix(strings.TrimSuffix(x.Name, "·f"), "type:") + ", which is another one on the board, or not there"
		}
		at, lacking = append(at, i), append(lacking, why)
	}
	return at, lacking
}

// differs says why a value may be another one on the board than in a hosted program, or nothing.
func (h *Hosted) differs(p *program, b *bake) string {
	why := h.Differ[p.importPath(b.pkg.path)]
	if b.orders != nil {
		for _, it := range b.orders.items {
			if why == "" {
				why = h.Differ[it.pkg]
			}
		}
	}
	return why
}

// notHosted is why there are no values of a program that a hosted build has not linked.
const notHosted = "no hosted program has computed them"

// hosted reads what is known of the hosted build and of a program.
func (o Options) hosted(program string) (*Hosted, *hostedValues, error) {
	h := new(Hosted)
	if o.HostedFrom == "" {
		return h, &hostedValues{Unknown: notHosted}, nil
	}
	data, err := os.ReadFile(filepath.Join(o.HostedFrom, hostedFile))
	if err == nil {
		err = json.Unmarshal(data, h)
	}
	if err != nil {
		return nil, nil, err
	}
	names, err := filepath.Glob(filepath.Join(o.HostedFrom, "*"+hostedSuffix))
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		v := new(hostedValues)
		if err := json.Unmarshal(data, v); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		if v.Program == program {
			return h, v, nil
		}
	}
	failure := cmp.Or(h.Failures[program], h.Failures[""])
	if failure == "" {
		return h, &hostedValues{Unknown: notHosted}, nil
	}
	return h, &hostedValues{Unknown: fmt.Sprintf("the program does not build for %s/%s, where they would be computed: %s", runtime.GOOS, runtime.GOARCH, failure)}, nil
}

// hostedKey returns what distinguishes a directory with values from others.
func hostedKey(dir string) string {
	var sums []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		sums = append(sums, fmt.Sprintf("%x", sha256.Sum256(data)))
		return err
	})
	if err != nil {
		return "" // linking says so
	}
	slices.Sort(sums) // the names are made up
	return fmt.Sprintf("+%x", sha256.Sum256([]byte(strings.Join(sums, " "))))
}
