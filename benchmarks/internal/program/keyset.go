package program

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// KeyKind is what the keys of a look-up are.
type KeyKind string

const (
	ShortKeys KeyKind = "short" // strings of 1 to 8 bytes
	LongKeys  KeyKind = "long"  // strings of 30 to 60 bytes, of which many begin alike
	WordKeys  KeyKind = "words" // random uint64
)

// goType is the type of such keys in Go.
func (k KeyKind) goType() string {
	if k == WordKeys {
		return "uint64"
	}
	return "string"
}

// literal writes a key as Go does.
func (k KeyKind) literal(key string) string {
	if k == WordKeys {
		return key
	}
	return strconv.Quote(key)
}

// keySet is the keys of a table, and others that are not in it. They are the same whenever they are asked for. Integers are
// written in decimal.
type keySet struct{ keys, strangers []string }

// leastStrangers is how many other keys there are at least: with ten of them, predictors of branches would know each.
const leastStrangers = 1000

func newKeySet(kind KeyKind, n int) keySet {
	random := rand.New(rand.NewPCG(uint64(n), 1))
	taken := make(map[string]bool)
	all := make([]string, n+max(n, leastStrangers))
	for i := range all {
		for all[i] == "" || taken[all[i]] {
			all[i] = kind.random(random)
		}
		taken[all[i]] = true
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] }) // those drawn later are longer
	return keySet{all[:n], all[n:]}
}

// numberOf returns the value of a key, by its index.
func numberOf(index int) int { return index + 1 }

const letters = "abcdefghijklmnopqrstuvwxyz0123456789"

var beginnings = []string{
	"application/vnd.example.", "application/x-", "example.com/service/v2/internal/", "github.com/example/",
	"/api/v1/accounts/", "/api/v1/accounts/settings/", "org.example.component.", "urn:example:identifier:",
}

func (k KeyKind) random(r *rand.Rand) string {
	var b strings.Builder
	length := 1 + r.IntN(8)
	switch k {
	case WordKeys:
		return strconv.FormatUint(r.Uint64(), 10)
	case LongKeys:
		length = 30 + r.IntN(31)
		b.WriteString(beginnings[r.IntN(len(beginnings))])
	}
	for b.Len() < length {
		b.WriteByte(letters[r.IntN(len(letters))])
	}
	return b.String()
}

// KeyFile returns the name of a file for programs that look keys up, which begins with a line of three numbers: how many keys there
// are, how often those are looked up, and others as often, and the sum of the values that are found by all that. The keys, and what is
// to be looked up, follow, each on a line of its own. The i-th key has the value i, counted from one.
//
// Each key is looked up as often as any other, in an order without pattern that is longer than what predictors of branches remember.
func (b *Builder) KeyFile(kind KeyKind, n int) (name string, err error) {
	const least = 1 << 15
	set := newKeySet(kind, n)
	often := (max(n, least) + n - 1) / n
	sum := 0
	for i := range n {
		sum += often * numberOf(i)
	}
	var text strings.Builder
	fmt.Fprintln(&text, n, often*n, sum)
	for _, key := range set.keys {
		fmt.Fprintln(&text, key)
	}
	random := rand.New(rand.NewPCG(uint64(n), 2))
	for _, keys := range [][]string{set.keys, set.strangers} {
		order := make([]int, often*n)
		for i := range order {
			order[i] = i % len(keys)
		}
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			fmt.Fprintln(&text, keys[i])
		}
	}
	name = filepath.Join(b.dir, fmt.Sprintf("keys-%s-%d", kind, n))
	return name, os.WriteFile(name, []byte(text.String()), 0o666)
}
