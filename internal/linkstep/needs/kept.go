package needs

import (
	"strings"

	"premain.dev/internal/linkstep/goobj"
)

// Undefined returns the functions and variables of the given packages to which objects of the program refer and that none of them
// defines, without those that the linker makes, with their names as Go writes them.
func (p *Program) Undefined(of func(path string) bool) map[goobj.Name]string {
	list := make(map[goobj.Name]string)
	want := func(n goobj.Name) {
		// Other names are those of types, or of source files.
		if k := p.byPrefix[prefixOf(n.Text)]; k != nil && of(k.path) && !linkers[n.Text] {
			list[n] = GoName(n.Text)
		}
	}
	for _, k := range p.packages {
		for _, o := range k.objects {
			for n := range o.Wanted() {
				want(n)
			}
			if k.path != "runtime" {
				continue
			}
			for _, b := range o.Builtins() {
				want(goobj.Name{Text: b, Go: true})
			}
		}
	}
	for _, k := range p.packages {
		for _, o := range k.objects {
			for s := range o.All() {
				if abi, ok := o.ABI(s.Index); ok && !o.ContentAddressed(s) {
					delete(list, goobj.Name{Text: s.Name, Go: abi == abiInternal})
				}
			}
		}
	}
	return list
}

// linkers are the symbols of package runtime that the linker makes (cmd/link/internal/ld), and variables to which the compiler refers by
// number only on other machines.
var linkers = func() map[string]bool {
	m := make(map[string]bool)
	for _, n := range strings.Fields(`text etext rodata erodata types etypes typelink etypelink itablink eitablink noptrdata enoptrdata data
		edata bss ebss noptrbss enoptrbss covctrs ecovctrs gcdata egcdata gcbss egcbss end pclntab epclntab pcheader funcnametab cutab filetab
		pctab functab findfunctab textsectionmap symtab esymtab tlsg tls_g modinfo buildVersion lastmoduledatap runtime_inittasks
		goarm goarmsoftfp islibrary isarchive disableMemoryProfiling writeBarrier x86HasAVX x86HasFMA x86HasPOPCNT x86HasSSE41 armHasVFPv4
		arm64HasATOMICS loong64HasLAMCAS loong64HasLAM_BH loong64HasDBAR_HINTS loong64HasLSX riscv64HasZbb`) {
		m["runtime."+n] = true
	}
	return m
}()

// Search says what to look for in a program that the linker has gone through.
type Search struct {
	Kept   map[string]bool // the names of all symbols that are part of the program
	Roots  []Root          // where to begin; what an earlier one reaches, a later one does not reach again
	Start  []Root          // where else to begin, with code that may use a heap
	Absent map[goobj.Name]string
	Heap   bool // what needs a heap, too

	// Runtime says which packages, besides those of the runtime, may use a heap: what only their code reaches may, too.
	Runtime func(path string) bool
}

// Search returns the places at which the program refers to a function that is absent and, if wanted, those outside the runtime at which
// it needs a heap.
//
// What the linker has kept decides what is part of the program; the way from a root to a place is one of several.
func (p *Program) Search(s Search) (faults []Fault, err error) {
	if p.err != nil {
		return nil, p.err
	}
	w := search{walk: newWalk(p), Search: s, deferred: true}
	w.begin(s.Roots)
	w.Heap = false
	w.begin(s.Start)
	w.deferred = false
	for _, n := range w.runtimes {
		w.expand(n)
		w.run()
	}
	// Whatever else there is, and is reached in another way than by what refers to it.
	for _, k := range p.packages {
		for _, o := range k.objects {
			for sym := range o.All() {
				if s := (symbol{k, o, sym.Index}); w.Kept[sym.Name] && w.nodes[s] == nil && s.text() {
					w.reach(s, nil, 0)
					w.run()
				}
			}
			if err := o.Err(); err != nil {
				return nil, err
			}
		}
	}
	return w.faults, nil
}

// search is a walk through what the linker has kept.
type search struct {
	*walk
	Search
	done int        // nodes of the queue
	weak []weakEdge // for when there is nothing else to follow

	deferred bool    // the code of the runtime is followed later,
	runtimes []*node // all of it that has been reached so far
}

type weakEdge struct {
	to   symbol
	from *node
	at   int
}

func (w *search) begin(roots []Root) {
	for _, r := range roots {
		if k := w.byPath[r.Package]; k != nil {
			if s, ok := k.named(r.Symbol, abiInternal); ok {
				w.reach(s, nil, 0)
				w.run()
			}
		}
	}
}

func (w *search) run() {
	for w.done < len(w.queue) || len(w.weak) > 0 {
		if w.done == len(w.queue) {
			e := w.weak[0]
			w.weak = w.weak[1:]
			w.reach(e.to, e.from, e.at)
			continue
		}
		n := w.queue[w.done]
		w.done++
		if w.deferred && w.isRuntimes(n) {
			w.runtimes = append(w.runtimes, n)
		} else {
			w.expand(n)
		}
	}
}

func (w *search) expand(n *node) {
	for r := range n.object.Relocs(n.index) {
		w.follow(n, r)
	}
}

func (w *search) follow(n *node, r goobj.Reloc) {
	to, name, ok := w.resolve(n.symbol, r.To)
	if !ok || !w.exact(r.To, to) {
		if key := (goobj.Name{Text: name, Go: r.To.Builtin || r.To.ABI == abiInternal}); w.Absent[key] != "" {
			name = w.Absent[key]
			w.blame(n, r, name, w.Program.judge(name).reason)
			return
		}
	}
	if !ok {
		return
	}
	if f := w.filled[name]; to.zero() && f.object != nil {
		to = f
	} else if name != "" && !w.Kept[name] && n.pkg.path != "" {
		return
	}
	const task = "..inittask"
	if strings.HasSuffix(n.name, task) && strings.HasSuffix(name, task) { // this only tells the order
		return
	}
	if w.Heap && to.text() {
		if reason, ok := heap(name); ok {
			w.blame(n, r, GoName(name), reason)
			return
		}
	}
	if r.Kind.Weak() || r.Kind.Marks() {
		if w.nodes[to] == nil {
			w.weak = append(w.weak, weakEdge{to, n, r.Offset})
		}
		return
	}
	w.reach(to, n, r.Offset)
}

// exact reports whether a reference by name has found the symbol with the calling convention that it wants, and not only one of its name.
func (w *search) exact(r goobj.Reference, s symbol) bool {
	abi, ok := s.object.ABI(s.index)
	return r.Own || r.Builtin || r.Name == "" || !ok || abi == r.ABI
}

func (w *search) blame(n *node, r goobj.Reloc, name, reason string) {
	w.faults = append(w.faults, Fault{Reason: reason, Calls: w.chain(n, r.Offset), Function: name})
}

// isRuntimes reports whether a symbol is of the runtime, which has memory of its own for what it needs itself.
func (w *search) isRuntimes(n *node) bool {
	return isRuntime(n.pkg.path) || w.Runtime(n.pkg.path) || strings.Contains(n.name, "[") && isRuntime(prefixOf(n.name))
}

// heap reports whether a function of the runtime needs a heap, and what the code does that calls it.
func heap(name string) (reason string, ok bool) {
	v, ok := listed(name, verdicts, beginnings)
	switch {
	case !ok || v.effect != fault:
		return "", false
	case strings.HasPrefix(name, "runtime.mapassign"), strings.HasPrefix(name, "reflect.mapassign"):
		// Without a heap there are none but nil maps and empty ones. They can be read, iterated over and cleared.
		return "writes to a map", true
	case name == "reflect.makemap":
		return "allocates (make of a map)", true
	case strings.HasPrefix(v.reason, "allocates"), v.reason == converts, v.reason == defersInLoop, v.reason == defersInRange:
		return v.reason, true
	}
	return "", false
}
