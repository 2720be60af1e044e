package needs

import (
	"slices"
	"strings"

	"premain.dev/internal/linkstep/goobj"
)

// pkg is a package with what has been read of it.
type pkg struct {
	path    string
	prefix  string
	objects []*goobj.Object
	own     map[string][]symbol // that the package defines under a name, and
	shared  map[string][]symbol // those of them that other packages refer to by name
	init    map[int]bool        // see initialised
}

// abiInternal is the calling convention of functions that are written in Go (obj.ABIInternal).
const abiInternal = 1

// symbol is a symbol that an object of a package defines.
type symbol struct {
	pkg    *pkg
	object *goobj.Object
	index  int
}

func (s symbol) name() string { return s.object.Symbol(s.index).Name }

func (s symbol) text() bool {
	k := s.object.Symbol(s.index).Kind
	return k == goobj.Text || k == goobj.TextFIPS
}

// sharedNames returns the symbols of the package to which any object can refer by name.
func (k *pkg) sharedNames() map[string][]symbol {
	if k.shared == nil {
		k.shared = make(map[string][]symbol)
		for _, o := range k.objects {
			for s := range o.Named() {
				if _, ok := o.ABI(s.Index); ok && s.Name != "" {
					k.shared[s.Name] = append(k.shared[s.Name], symbol{k, o, s.Index})
				}
			}
		}
	}
	return k.shared
}

// named finds a symbol of the package by name. Of functions with one name but different calling conventions, one is the wrapper of
// the other.
func (k *pkg) named(name string, abi uint16) (symbol, bool) {
	if s, ok := choose(k.sharedNames()[name], abi); ok && s.hasABI(abi) {
		return s, true
	}
	if k.own == nil {
		k.own = make(map[string][]symbol)
		for _, o := range k.objects {
			for s := range o.All() {
				if !o.InPackage(s) {
					break // they come first
				}
				k.own[s.Name] = append(k.own[s.Name], symbol{k, o, s.Index})
			}
		}
	}
	return choose(slices.Concat(k.own[name], k.shared[name]), abi)
}

func (s symbol) hasABI(abi uint16) bool {
	has, ok := s.object.ABI(s.index)
	return ok && has == abi
}

// choose returns the symbol with a calling convention, or any other.
func choose(list []symbol, abi uint16) (symbol, bool) {
	for _, s := range list {
		if s.hasABI(abi) {
			return s, true
		}
	}
	if len(list) == 0 {
		return symbol{}, false
	}
	return list[0], true
}

// resolve finds the symbol to which one of the symbol's relocations refers. Where there is none, the name is all that there is.
func (p *Program) resolve(from symbol, r goobj.Reference) (to symbol, name string, ok bool) {
	switch {
	case r.Own:
		if !from.object.Defines(r.Index) {
			return symbol{}, "", false
		}
		to = symbol{from.pkg, from.object, r.Index}
		return to, to.name(), true
	case r.Builtin:
		name, ok := from.object.Builtin(r.Index)
		if !ok {
			return symbol{}, "", false
		}
		if k := p.byPath["runtime"]; k != nil {
			if to, ok := k.named(name, abiInternal); ok {
				return to, name, true
			}
		}
		to, ok = p.find(name, abiInternal) // some are defined by another package under the name
		return to, name, ok
	case r.Name == "" && r.Prefix != "":
		k := p.byPrefix[r.Prefix]
		if k == nil || !k.objects[0].Defines(r.Index) {
			return symbol{}, GoName(r.Prefix), false
		}
		to = symbol{k, k.objects[0], r.Index}
		return to, to.name(), true
	}
	to, ok = p.find(r.Name, r.ABI)
	return to, r.Name, ok
}

// find finds a symbol by name, first in the package that the name names.
func (p *Program) find(name string, abi uint16) (symbol, bool) {
	if k := p.byPrefix[prefixOf(name)]; k != nil {
		if s, ok := k.named(name, abi); ok {
			return s, true
		}
	}
	var other []symbol
	for _, k := range p.packages {
		other = append(other, k.sharedNames()[name]...)
	}
	return choose(other, abi)
}

// prefixOf returns the part of a symbol's name that stands for a package: all before the first dot behind the last slash. Type arguments
// and receivers, which have packages of their own, come later.
func prefixOf(name string) string {
	end := len(name)
	if i := strings.IndexAny(name, "[("); i >= 0 {
		end = i
	}
	slash := strings.LastIndexByte(name[:end], '/') + 1
	if dot := strings.IndexByte(name[slash:], '.'); dot >= 0 {
		return name[:slash+dot]
	}
	return ""
}
