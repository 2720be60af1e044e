package needs

import (
	"slices"
	"strings"

	"premain.dev/internal/linkstep/goobj"
)

// panic notes a call that panics.
func (w *walk) panic(n *node, r goobj.Reloc, name, reason string) {
	const panicBounds = 4 // the table that says why a check of bounds fails (internal/abi/symtab.go)
	switch {
	case strings.HasPrefix(name, "runtime.panicBounds"):
		reason = boundsReason(n.fn.PCData(panicBounds, r.Offset))
	case name == "runtime.gopanic":
		if text := w.panicText(n, r.Offset); text != "" {
			reason += ": " + text
		}
	}
	n.panics = append(n.panics, Panic{r.Offset + r.Size, reason})
}

// panicText returns the text with which the call of gopanic at an offset panics, if it is constant: the instructions before the call
// take the addresses of the type and of the value, a string of which the data are elsewhere.
func (w *walk) panicText(n *node, at int) string {
	var before []goobj.Reloc
	for r := range n.object.Relocs(n.index) {
		if r.Offset < at && r.Size > 0 {
			before = append(before, r)
		}
	}
	if len(before) < 2 {
		return ""
	}
	before = before[len(before)-2:]
	value, _, ok := w.resolve(n.symbol, before[1].To)
	if _, typ, _ := w.resolve(n.symbol, before[0].To); !ok || typ != "type:string" || value.object.Symbol(value.index).Kind != goobj.ROData {
		return ""
	}
	ptrSize, order := value.object.Machine()
	header := value.object.Content(value.index)
	if ptrSize != 8 || len(header) <= ptrSize {
		return ""
	}
	length := order.Uint64(append(slices.Clone(header[ptrSize:]), make([]byte, ptrSize)...))
	for r := range value.object.Relocs(value.index) {
		text, _, ok := w.resolve(value, r.To)
		if !ok || r.Offset != 0 {
			continue
		}
		if data := text.object.Content(text.index); r.Add == 0 && length <= uint64(len(data)) {
			return string(data[:length])
		}
	}
	return ""
}

// boundsReason returns how a check fails that says why in the table of a function for calls of panicBounds (internal/abi/bounds.go).
func boundsReason(encoded int) string {
	const codes = 9
	switch {
	case encoded < 0:
		return "index or slice bounds out of range"
	case encoded%codes == 0:
		return "index out of range"
	case encoded%codes == codes-1:
		return "cannot convert slice to array or pointer to array: too short"
	}
	return "slice bounds out of range"
}
