package needs

// States of a node while the stack is measured.
const (
	unseen = iota
	open   // it calls, directly or not, what is being measured
	measured
)

// caller is a function at a place at which it calls another one.
type caller struct {
	from *node
	at   int
}

// measure finds the deepest chain of direct calls, and direct calls that come back.
func (w *walk) measure() {
	for _, n := range w.queue {
		if n.code {
			w.depth(n, nil)
			if w.deepest == nil || n.depth > w.deepest.depth {
				w.deepest = n
			}
		}
	}
}

// depth returns how much of the stack a function and what it calls need, with its return address. callers are those by which the
// function is reached.
func (w *walk) depth(n *node, callers []caller) int64 {
	switch n.state {
	case open:
		w.recursion(n, callers)
		return 0
	case measured:
		return n.depth
	}
	n.state = open
	n.depth = n.fn.MaxStack() + w.machine.below
	if isRuntime(n.pkg.path) && n.calls == nil { // it was not followed
		w.runtimeCalls(n)
	}
	for i := range n.calls {
		c := &n.calls[i]
		d := n.fn.Stack(c.at) + w.depth(c.to, append(callers, caller{n, c.at}))
		if d > n.depth {
			n.depth, n.next = d, c
		}
	}
	n.depth += w.machine.pushed
	n.state = measured
	return n.depth
}

// recursion reports the calls that lead to n, and from there back to n.
func (w *walk) recursion(n *node, callers []caller) {
	const reason = "recurses without a bound that the linker can see"
	b := blame{n, reason}
	if isRuntime(n.pkg.path) || w.blamed[b] {
		return
	}
	w.blamed[b] = true
	i := len(callers) - 1
	for callers[i].from != n {
		i--
	}
	f := Fault{Reason: reason, Calls: w.chain(n.from, n.at)}
	for _, c := range callers[i:] {
		f.Calls = append(f.Calls, w.place(c.from, c.at)...)
	}
	w.faults = append(w.faults, f)
}

// runtimeCalls adds the calls of a function of the runtime that may run where there is none.
func (w *walk) runtimeCalls(n *node) {
	for r := range n.object.Relocs(n.index) {
		if !r.Kind.Call() {
			continue
		}
		to, name, ok := w.resolve(n.symbol, r.To)
		if !ok || !isRuntime(to.pkg.path) || !to.text() {
			continue
		}
		if e := w.Program.judge(name).effect; e != works && e != compare && !alwaysWorks(to, name) {
			continue
		}
		f := w.nodes[to]
		if f == nil {
			f = w.node(to)
		}
		n.calls = append(n.calls, call{f, r.Offset})
	}
}
