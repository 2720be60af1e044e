//go:build premain_bare

package premain

import "unsafe"

// edge says that one step runs before another one.
type edge struct {
	next   *edge // by the same step's options
	other  *Step
	before bool // the declaring step runs before the other one

	// While steps are put in order.
	out *edge // the next one that leads from the same step
	to  *Step
	by  *Step // whose option says so
}

// order is what a step holds while the steps are put in order.
type order struct {
	known     bool
	leftOut   bool // by the link step, and found by an edge
	seen      bool
	onPath    bool
	rank      int   // in order of declaration
	waiting   int   // edges that lead here from steps that have not been sorted yet
	out, last *edge // that lead from here
	tried     *edge // the next one to follow
	taken     *edge // the one that has been followed last
	from      *Step // by which one has been found
	later     *Step // the next one that is ready, or in order
	extra     *Step // the next one that has been left out
}

// stock is what edges are made of. When it is empty, the allocator serves more, if the program has one.
var stock struct {
	edges [256]edge
	used  int
}

//go:linkname allocate runtime.bareAlloc
func allocate(size, align uintptr) (p unsafe.Pointer, ok bool)

// edgesTo returns edges to steps.
func edgesTo(steps []*Step, before bool) (list *edge) {
	last := &list
	for _, s := range steps {
		var e *edge
		if stock.used < len(stock.edges) {
			e = &stock.edges[stock.used]
			stock.used++
		} else if p, ok := allocate(unsafe.Sizeof(edge{}), unsafe.Alignof(edge{})); ok && p != nil {
			e = (*edge)(p)
			*e = edge{}
		} else {
			refuse("there is room for 256 steps in all After and Before of a program without an allocator; import one, as in import _ \"premain.dev/bare/alloc/heap\"")
		}
		e.other, e.before = s, before
		*last = e
		last = &e.next
	}
	return list
}

// arrangement is how the steps are put in order.
type arrangement struct {
	extras *Step // the steps that the link step has left out
	first  *Step // the order
	count  int
	wrong  bool
}

// each calls f for all steps, the ones that have been left out last.
func (a *arrangement) each(f func(s *Step)) {
	for i := range steps.Len() { // not All, whose functions might need a heap
		f(steps.At(i))
	}
	for s := a.extras; s != nil; s = s.extra {
		f(s)
	}
}

// arrange returns the first step of the order in which they run, linked by later: a topological order of the edges that [After] and
// [Before] declare, in which of the free steps the one with the lowest priority comes first, and of those the one that is declared first.
// It prints everything that is wrong with the declarations.
func arrange() (first *Step, ok bool) {
	var a arrangement
	a.each(func(s *Step) {
		s.order = order{known: true, rank: a.count}
		a.count++
		a.check(s)
	})
	// A step that a linked build has left out does not run. What it is after or before keeps its place by it all the same.
	lastExtra := &a.extras
	a.each(func(s *Step) {
		for e := s.declares; e != nil; e = e.next {
			if other := e.other; other != nil && other.declared && !other.known {
				other.order = order{known: true, leftOut: true, rank: a.count}
				a.count++
				*lastExtra = other
				lastExtra = &other.extra
			}
		}
	})
	a.each(func(s *Step) {
		a.connect(s, "After", false)
		a.connect(s, "Before", true)
	})
	if sorted := a.sort(); sorted < a.count {
		a.cycles()
	}
	return a.first, !a.wrong
}

// check checks the options of a step.
func (a *arrangement) check(s *Step) {
	if s.timeout {
		a.problem(s)
		print(" has a timeout of 0 or less; give it a time above 0, or no Timeout\n")
	}
	switch {
	case s.priority < Early:
		a.problem(s)
		print(" has the priority ", s.priority, "; those below ", Early, " belong to premain, use one from ", Early, " to ", Late, "\n")
	case s.priority > Late:
		a.problem(s)
		print(" has the priority ", s.priority, "; use one from ", Early, " to ", Late, "\n")
	}
	for _, r := range s.name {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffd {
			print(programName, ": ", s.Place(), ": ", s.kind.String(), " has a name with characters that cannot be printed; use others\n")
			a.wrong = true
			break
		}
	}
	if s.name == "" {
		return
	}
	for i := range s.rank {
		if first := steps.At(i); first.name == s.name {
			a.problem(s)
			print(" has the same name as the ")
			first.write()
			print(" at ", first.Place(), "; give it another one\n")
			break
		}
	}
}

// problem begins a line about a step.
func (a *arrangement) problem(s *Step) {
	a.wrong = true
	printPlace(s)
}

// write writes kind and name of the step.
func (s *Step) write() { print(s.kind.String(), " ", s.Name()) }

// connect makes the edges that one kind of options of a step declares.
func (a *arrangement) connect(s *Step, option string, before bool) {
	for e := s.declares; e != nil; e = e.next {
		switch {
		case e.before != before:
		case e.other == nil:
			a.problem(s)
			print(" has ", option, "(nil); name a variable that a step initialises\n")
		case !e.other.declared:
			a.problem(s)
			print(" has ", option, " of a step that is none; name a variable that Constructor, Destructor or Static initialises\n")
		default:
			from, to := e.other, s
			if before {
				from, to = s, e.other
			}
			e.out, e.to, e.by = nil, to, s
			if from.last == nil {
				from.out = e
			} else {
				from.last.out = e
			}
			from.last = e
			to.waiting++
		}
	}
}

// sort puts the steps in order, without those that are on a cycle or behind one, and returns how many it has sorted.
func (a *arrangement) sort() (sorted int) {
	var ready, lastReady *Step
	enter := func(s *Step) {
		if lastReady != nil && !s.precedes(lastReady) {
			lastReady.later = s
			lastReady = s
			return
		}
		at := &ready
		for *at != nil && (*at).precedes(s) {
			at = &(*at).later
		}
		if s.later = *at; s.later == nil {
			lastReady = s
		}
		*at = s
	}
	a.each(func(s *Step) {
		if s.waiting == 0 {
			enter(s)
		}
	})
	end := &a.first
	for ready != nil {
		s := ready
		if ready = s.later; ready == nil {
			lastReady = nil
		}
		s.later = nil
		sorted++
		for e := s.out; e != nil; e = e.out {
			if e.to.waiting--; e.to.waiting == 0 {
				enter(e.to)
			}
		}
		if !s.leftOut {
			*end = s
			end = &s.later
		}
	}
	return sorted
}

// precedes reports which one of two ready steps comes first.
func (s *Step) precedes(other *Step) bool {
	return s.priority < other.priority || s.priority == other.priority && s.rank < other.rank
}

// cycles prints each cycle among the steps that sort has left, as long as they have no step in common.
func (a *arrangement) cycles() {
	a.wrong = true
	a.each(func(start *Step) {
		if start.waiting > 0 && !start.seen {
			a.follow(start)
		}
	})
}

// follow goes from a step to others, depth first, until it comes to one on its way.
func (a *arrangement) follow(start *Step) {
	start.seen, start.onPath, start.tried = true, true, start.out
	for at := start; at != nil; {
		e := at.tried
		if e == nil {
			at.onPath = false
			at = at.from
			continue
		}
		at.tried, at.taken = e.out, e
		switch to := e.to; {
		case to.onPath:
			printCycle(to)
			for ; at != nil; at = at.from {
				at.onPath = false
			}
		case to.waiting > 0 && !to.seen:
			to.seen, to.onPath, to.tried, to.from = true, true, to.out, at
			at = to
		}
	}
}

// printCycle describes the cycle that begins with a step.
func printCycle(first *Step) {
	printPlace(first)
	print(" would have to run before itself; remove one of")
	for s := first; ; {
		printEdge(s, s.taken)
		if s = s.taken.to; s == first {
			break
		}
	}
	print("\n")
}

func printEdge(from *Step, e *edge) {
	relation, other := "after", from
	if e.by == from {
		relation, other = "before", e.to
	}
	print("\n\t", e.by.Place(), ": ")
	e.by.write()
	print(" is ", relation, " ")
	other.write()
	print(", declared at ", other.Place())
}
