package collectiontest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// keyType is a type of keys, or of items of a Sorted, and a family of values of it.
type keyType struct {
	expr string             // as packages that import the one of the sections write it
	next func(i int) string // a literal of the i-th value, not necessarily another one than those before
	data bool               // keys of that type can be hashed while linking
}

// keys makes types of keys.
type keys struct {
	*rand.Rand
	decls []string // of the package with the sections
	types int
}

// declare declares a type in the package with the sections.
func (k *keys) declare(underlying string) string {
	name := fmt.Sprintf("K%d", k.types)
	k.types++
	k.decls = append(k.decls, "type "+name+" "+underlying+"\n")
	return "reg." + name
}

// unqualified returns code as the package with the sections writes it.
func unqualified(code string) string { return strings.ReplaceAll(code, "reg.", "") }

// named returns a type, or another one with that underlying type.
func (k *keys) named(expr string) string {
	if k.IntN(3) == 0 {
		return k.declare(unqualified(expr))
	}
	return expr
}

// comparable returns a type of keys.
func (k *keys) comparable(depth int) keyType {
	switch n := k.IntN(24); {
	case n < 7:
		return k.string()
	case n < 14:
		return k.integer()
	case n == 14:
		return keyType{k.named("bool"), func(i int) string { return strconv.FormatBool(i%2 == 0) }, true}
	case n == 15:
		return k.float()
	case n == 16:
		return keyType{"*observe.Var", func(i int) string {
			if i == 5 {
				return "nil"
			}
			return fmt.Sprintf("&observe.Vars[%d]", k.IntN(100))
		}, false}
	case n == 17:
		return k.interfaces()
	case depth > 2:
		return k.string()
	case n < 20:
		return k.array(depth)
	}
	return k.structure(depth)
}

// ordered returns a type of items of a Sorted.
func (k *keys) ordered() keyType {
	switch k.IntN(5) {
	case 0, 1:
		return k.string()
	case 2:
		return k.float()
	}
	return k.integer()
}

// string returns strings that a hash or a comparison may take for each other.
func (k *keys) string() keyType {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	text := func(alphabet string, n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(alphabet[k.IntN(len(alphabet))])
		}
		return b.String()
	}
	fixed, block := text(letters, k.IntN(100)), text(letters, 64+k.IntN(100))
	length := []int{1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129}[k.IntN(17)]
	families := []func(i int) string{
		func(i int) string { return fixed + strconv.Itoa(i) },                 // one prefix
		func(i int) string { return strconv.Itoa(i) + fixed },                 // one suffix
		func(i int) string { return text(letters[:4], length) },               // one length
		func(i int) string { return text(letters, k.IntN(20)) },               // short ones
		func(i int) string { return text(letters, k.IntN(200)) },              // all lengths
		func(i int) string { return strings.Repeat("\x00", i) },               // nothing but lengths
		func(i int) string { return text("\x00\x01", k.IntN(10)) },            // hardly anything
		func(i int) string { return text("\x80\xbf\xc0\xff\xfe", k.IntN(9)) }, // not UTF-8
		func(i int) string { // anagrams
			b := []byte(letters[:10])
			k.Shuffle(len(b), func(i, j int) { b[i], b[j] = b[j], b[i] })
			return string(b)
		},
		func(i int) string { // single bits of long ones
			b := []byte(block)
			b[k.IntN(len(b))] ^= 1 << k.IntN(8)
			return string(b)
		},
	}
	next := families[k.IntN(len(families))]
	return keyType{k.named("string"), func(i int) string {
		if k.IntN(50) == 0 {
			return `""`
		}
		return strconv.Quote(next(i))
	}, true}
}

// integer returns integers of regular distances, and others.
func (k *keys) integer() keyType {
	kind := []string{"int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr"}[k.IntN(11)]
	bits := strconv.IntSize
	if digits := strings.TrimLeft(kind, "uintpr"); digits != "" {
		bits, _ = strconv.Atoi(digits)
	}
	from, step, shift := k.Uint64(), k.Uint64()>>k.IntN(64), k.IntN(64)
	families := []func(i int) uint64{
		func(i int) uint64 { return uint64(i) },
		func(i int) uint64 { return -uint64(i) },
		func(i int) uint64 { return from + uint64(i)*step },
		func(i int) uint64 { return uint64(i) << shift },
		func(i int) uint64 { return 1<<(i%64) + uint64(i/64) },
		func(i int) uint64 { return 1<<(i%64) - 1 - uint64(i/64) },
		func(i int) uint64 { return k.Uint64() },
		func(i int) uint64 { return k.Uint64() >> k.IntN(64) },
	}
	next := families[k.IntN(len(families))]
	return keyType{k.named(kind), func(i int) string {
		n := next(i) << (64 - bits)
		if kind[0] == 'i' {
			return strconv.FormatInt(int64(n)>>(64-bits), 10)
		}
		return strconv.FormatUint(n>>(64-bits), 10)
	}, true}
}

func (k *keys) float() keyType {
	kind, bits := "float64", 64
	if k.IntN(3) == 0 {
		kind, bits = "float32", 32
	}
	return keyType{k.named(kind), func(i int) string {
		f := []float64{0, 1, -1, float64(i), k.NormFloat64(), k.Float64() * 1e30, -1e-30 / float64(i+1)}[k.IntN(7)]
		return strconv.FormatFloat(f, 'g', -1, bits)
	}, false}
}

// interfaces returns an interface type, with values of several types that look alike.
func (k *keys) interfaces() keyType {
	name, number := k.declare("string"), k.declare("int16")
	return keyType{k.named("any"), func(i int) string {
		i = i / 8 % 128
		return []string{
			fmt.Sprintf("int(%d)", i), fmt.Sprintf("int64(%d)", i), fmt.Sprintf("%s(%d)", number, i), fmt.Sprintf(`"%d"`, i),
			fmt.Sprintf(`%s("%d")`, name, i), fmt.Sprintf("[2]int8{%d}", i), fmt.Sprintf("%d.5", i), "nil",
		}[k.IntN(8)]
	}, false}
}

func (k *keys) array(depth int) keyType {
	element, n := k.comparable(depth+1), k.IntN(5)
	expr := k.named(fmt.Sprintf("[%d]%s", n, element.expr))
	return keyType{expr, func(i int) string {
		parts := make([]string, n)
		for j := range parts {
			parts[j] = element.next(k.IntN(i/2 + 2))
		}
		return expr + "{" + strings.Join(parts, ", ") + "}"
	}, element.data}
}

func (k *keys) structure(depth int) keyType {
	var fields []keyType
	text, data := "struct {", true
	for i := range k.IntN(6) {
		f := k.comparable(depth + 1)
		if k.IntN(4) == 0 {
			text += " _ " + f.expr + ";"
		}
		text += fmt.Sprintf(" F%d %s;", i, f.expr)
		fields, data = append(fields, f), data && f.data
	}
	expr := k.declare(unqualified(text) + " }")
	return keyType{expr, func(i int) string {
		var parts []string
		for j, f := range fields {
			parts = append(parts, fmt.Sprintf("F%d: %s", j, f.next(k.IntN(i/2+2))))
		}
		return expr + "{" + strings.Join(parts, ", ") + "}"
	}, data}
}

// compared returns a type of items of a SortedBy. Equal items are not the same.
func (k *keys) compared() keyType {
	first, second := k.ordered(), k.ordered()
	expr := k.declare(unqualified(fmt.Sprintf("struct { A %s; B %s; N int }", first.expr, second.expr)))
	compare := "cmp.Compare(o.A, v.A)"
	if k.IntN(2) == 0 {
		compare = "cmp.Or(cmp.Compare(v.B, o.B), " + compare + ")"
	}
	pointer := ""
	if k.IntN(4) == 0 {
		pointer = "*"
	}
	k.decls = append(k.decls, fmt.Sprintf("func (v %s) Compare(o %[1]s) int { return %s }\n", pointer+unqualified(expr), compare))
	return keyType{pointer + expr, func(i int) string {
		text := fmt.Sprintf("%s{%s, %s, %d}", expr, first.next(k.IntN(i/2+2)), second.next(k.IntN(i/2+2)), i)
		if pointer != "" {
			return "&" + text
		}
		return text
	}, true}
}

// different returns up to n literals of a type that are all different, and more other ones.
func (k *keys) different(t keyType, n, more int) (literals, others []string) {
	seen := make(map[string]bool)
	for i := 0; len(literals) < n+more && i < 10*(n+more)+100; i++ {
		if s := t.next(i); !seen[s] {
			seen[s] = true
			literals = append(literals, s)
		}
	}
	k.Shuffle(len(literals), func(i, j int) { literals[i], literals[j] = literals[j], literals[i] })
	n = min(n, len(literals))
	return literals[:n:n], literals[n:]
}
