package linkstep

import (
	"go/types"

	"premain.dev/internal/linkstep/record"
	"premain.dev/internal/linkstep/registration"
)

// element says what the link step has to know of the items of a section.
func (c *compilation) element(s registration.Section) *record.Element {
	args := s.Arguments()
	sizes := types.SizesFor("gc", goarch())
	e := &record.Element{Size: sizes.Sizeof(args[0]), Align: sizes.Alignof(args[0])}
	switch s.Kind {
	case registration.Sorted:
		e.Number = number(args[0])
	case registration.Map, registration.Set:
		e.Number = number(args[0])
		k := keyParts{sizes: sizes}
		if k.add(args[0], 0); k.unknown {
			return nil
		}
		e.Parts = k.parts
	case registration.Mutable:
		p := pointers{sizes, newMask(int(sizes.Sizeof(types.Typ[types.Uintptr])))}
		p.add(args[0], 0)
		e.Pointers = p.bits
	default:
		return nil
	}
	return e
}

// number says how the bytes of a type are to be understood.
func number(t types.Type) string {
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		return ""
	}
	for _, n := range []struct {
		info types.BasicInfo
		name string
	}{{types.IsString, "string"}, {types.IsFloat, "float"}, {types.IsUnsigned, "uint"}, {types.IsInteger, "int"}} {
		if b.Info()&n.info != 0 {
			return n.name
		}
	}
	return ""
}

// keyParts takes the type of a key apart.
type keyParts struct {
	sizes   types.Sizes
	parts   []record.Part
	unknown bool // there are parts of which only the runtime can tell whether they are equal
}

func (k *keyParts) add(t types.Type, offset int64) {
	const most = 1 << 10 // parts, so that no array makes a record endless
	if len(k.parts) > most {
		k.unknown = true
		return
	}
	switch t := t.Underlying().(type) {
	case *types.Basic:
		switch info := t.Info(); {
		case info&types.IsString != 0:
			k.parts = append(k.parts, record.Part{Offset: offset})
		case info&(types.IsInteger|types.IsBoolean) != 0:
			k.addBytes(offset, k.sizes.Sizeof(t))
		default: // floats: 0 and -0 are equal, and NaN is not
			k.unknown = true
		}
	case *types.Array:
		elem := keyParts{sizes: k.sizes}
		elem.add(t.Elem(), 0)
		size := k.sizes.Sizeof(t.Elem())
		switch n := len(elem.parts); {
		case elem.unknown:
			k.unknown = true
		case t.Len() == 0 || n == 0:
		case n == 1 && elem.parts[0].Size == size:
			k.addBytes(offset, t.Len()*size)
		case t.Len() > most:
			k.unknown = true
		default:
			for i := range t.Len() {
				k.add(t.Elem(), offset+i*size)
			}
		}
	case *types.Struct:
		fields := make([]*types.Var, t.NumFields())
		for i := range fields {
			fields[i] = t.Field(i)
		}
		offsets := k.sizes.Offsetsof(fields)
		for i, f := range fields {
			if f.Name() != "_" { // which comparisons leave out
				k.add(f.Type(), offset+offsets[i])
			}
		}
	default:
		k.unknown = true
	}
}

// addBytes adds bytes to the part before, if they are right behind it.
func (k *keyParts) addBytes(offset, size int64) {
	if n := len(k.parts); n > 0 {
		if last := &k.parts[n-1]; last.Size > 0 && last.Offset+last.Size == offset {
			last.Size += size
			return
		}
	}
	k.parts = append(k.parts, record.Part{Offset: offset, Size: size})
}

// pointers finds out which words of a type are pointers.
type pointers struct {
	sizes types.Sizes
	*mask
}

func (p *pointers) add(t types.Type, offset int64) {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer || t.Info()&types.IsString != 0 {
			p.set(offset)
		}
	case *types.Interface: // the other word is no pointer to what the collector frees
		p.set(offset + p.word)
	case *types.Array:
		elem := pointers{p.sizes, newMask(int(p.word))}
		elem.add(t.Elem(), 0)
		for i := int64(0); i < t.Len() && len(elem.bits) > 0; i++ {
			p.mask.add(offset+i*p.sizes.Sizeof(t.Elem()), elem.bits)
		}
	case *types.Struct:
		fields := make([]*types.Var, t.NumFields())
		for i := range fields {
			fields[i] = t.Field(i)
		}
		for i, at := range p.sizes.Offsetsof(fields) {
			p.add(fields[i].Type(), offset+at)
		}
	default: // pointers, slices, maps, channels, functions
		p.set(offset)
	}
}
