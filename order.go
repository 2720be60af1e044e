//go:build !premain_bare

package premain

import (
	"cmp"
	"container/heap"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// arrange returns the steps in the order in which they run: a topological order of the edges that [After] and [Before]
// declare, in which of the free steps the one with the lowest priority comes first, and of those the one that is
// declared first. The error names everything that is wrong with the declarations.
func arrange(declared []*Step) ([]*Step, error) {
	var errs []error
	index := make(map[*Step]int, len(declared))
	named := make(map[string]*Step)
	for i, s := range declared {
		index[s] = i
		for _, m := range s.mistakes {
			errs = append(errs, fmt.Errorf("%s: %v %s", s.Place(), s, m))
		}
		switch {
		case s.priority < Early:
			errs = append(errs, fmt.Errorf("%s: %v has the priority %d; those below %d belong to premain, use one from %d to %d", s.Place(), s, s.priority, Early, Early, Late))
		case s.priority > Late:
			errs = append(errs, fmt.Errorf("%s: %v has the priority %d; use one from %d to %d", s.Place(), s, s.priority, Early, Late))
		}
		if strings.ContainsFunc(s.name, func(r rune) bool { return !unicode.IsPrint(r) }) {
			errs = append(errs, fmt.Errorf("%s: %v is named %q; use characters that can be printed", s.Place(), s.kind, s.name))
		}
		if first := named[s.name]; first != nil {
			errs = append(errs, fmt.Errorf("%s: %v has the same name as the %v at %s; give it another one", s.Place(), s, first, first.Place()))
		} else if s.name != "" {
			named[s.name] = s
		}
	}
	// A step that a linked build has left out does not run. What it is after or before keeps its place by it all the same.
	all := slices.Clone(declared)
	for i := 0; i < len(all); i++ {
		for _, other := range slices.Concat(all[i].after, all[i].before) {
			if _, ok := index[other]; !ok && other != nil && other.declaration != nil {
				index[other] = len(all)
				all = append(all, other)
			}
		}
	}
	g := graph{declared: all, next: make([][]edge, len(all)), waiting: make([]int, len(all))}
	for i, s := range all {
		for _, list := range []struct {
			option string
			steps  []*Step
		}{{"After", s.after}, {"Before", s.before}} {
			for _, other := range list.steps {
				j, ok := index[other]
				switch {
				case other == nil:
					errs = append(errs, fmt.Errorf("%s: %v has %s(nil); name a variable that a step initialises", s.Place(), s, list.option))
				case !ok:
					errs = append(errs, fmt.Errorf("%s: %v has %s of a step that is none; name a variable that Constructor, Destructor or Static initialises", s.Place(), s, list.option))
				case list.option == "After":
					g.add(j, i, s)
				default:
					g.add(i, j, s)
				}
			}
		}
	}
	if g.edges == 0 {
		order := slices.Clone(declared)
		slices.SortStableFunc(order, func(a, b *Step) int { return cmp.Compare(a.priority, b.priority) })
		return order, errors.Join(errs...)
	}
	order := g.sort()
	if len(order) < len(all) {
		errs = append(errs, g.cycles()...)
	}
	order = slices.DeleteFunc(order, func(s *Step) bool { return index[s] >= len(declared) })
	return order, errors.Join(errs...)
}

// graph is the graph of which step runs before which, by their indices.
type graph struct {
	declared []*Step
	next     [][]edge // of each step
	edges    int
	waiting  []int // how many edges lead to each step from steps that have not been sorted yet
}

// edge leads to a step that runs later.
type edge struct {
	to int
	by *Step // whose option says so
}

func (g *graph) add(from, to int, by *Step) {
	g.next[from] = append(g.next[from], edge{to, by})
	g.waiting[to]++
	g.edges++
}

// sort returns the steps in order, without those that are on a cycle or behind one.
func (g *graph) sort() []*Step {
	ready := &readySteps{steps: g.declared}
	for i, n := range g.waiting {
		if n == 0 {
			ready.indices = append(ready.indices, i)
		}
	}
	heap.Init(ready)
	order := make([]*Step, 0, len(g.declared))
	for ready.Len() > 0 {
		i := heap.Pop(ready).(int)
		order = append(order, g.declared[i])
		for _, e := range g.next[i] {
			if g.waiting[e.to]--; g.waiting[e.to] == 0 {
				heap.Push(ready, e.to)
			}
		}
	}
	return order
}

// readySteps is a heap of the indices of steps that wait for no other step.
type readySteps struct {
	steps   []*Step
	indices []int
}

func (r *readySteps) Len() int { return len(r.indices) }
func (r *readySteps) Less(i, j int) bool {
	a, b := r.indices[i], r.indices[j]
	if p, q := r.steps[a].priority, r.steps[b].priority; p != q {
		return p < q
	}
	return a < b
}
func (r *readySteps) Swap(i, j int) { r.indices[i], r.indices[j] = r.indices[j], r.indices[i] }
func (r *readySteps) Push(x any)    { r.indices = append(r.indices, x.(int)) }
func (r *readySteps) Pop() any {
	last := len(r.indices) - 1
	x := r.indices[last]
	r.indices = r.indices[:last]
	return x
}

// cycles returns an error for each cycle among the steps that sort has left, as long as they have no step in common.
func (g *graph) cycles() []error {
	var errs []error
	seen := make([]bool, len(g.declared))
	for start := range g.declared {
		if g.waiting[start] == 0 || seen[start] {
			continue
		}
		// Depth first, with a stack of our own: chains of steps may be long.
		var path []edge // the edges from start to the step at hand
		onPath := map[int]int{start: 0}
		tried := map[int]int{}
		seen[start] = true
		for at := start; ; {
			if i := tried[at]; i < len(g.next[at]) {
				tried[at]++
				e := g.next[at][i]
				if from, ok := onPath[e.to]; ok {
					errs = append(errs, cycleError(g.declared, append(slices.Clone(path[from:]), e)))
					break
				}
				if g.waiting[e.to] > 0 && !seen[e.to] {
					seen[e.to] = true
					path = append(path, e)
					onPath[e.to] = len(path)
					at = e.to
				}
				continue
			}
			if len(path) == 0 {
				break
			}
			delete(onPath, at)
			path = path[:len(path)-1]
			at = start
			if len(path) > 0 {
				at = path[len(path)-1].to
			}
		}
	}
	return errs
}

// cycleError describes the cycle that some edges make.
func cycleError(steps []*Step, cycle []edge) error {
	from := steps[cycle[len(cycle)-1].to]
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %v would have to run before itself; remove one of", from.Place(), from)
	for _, e := range cycle {
		to := steps[e.to]
		relation, other := "after", from
		if e.by == from {
			relation, other = "before", to
		}
		fmt.Fprintf(&b, "\n\t%s: %v is %s %v, declared at %s", e.by.Place(), e.by, relation, other, other.Place())
		from = to
	}
	return errors.New(b.String())
}
