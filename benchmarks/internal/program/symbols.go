package program

import (
	"regexp"
	"strings"
)

// Symbols counts what an executable has of the packages with items.
type Symbols struct {
	Initialisers int // functions
	All          int // functions and variables
}

var initialiser = regexp.MustCompile(`^bench/p\d+\.init(\.\d+)?$`)

// ItemSymbols lists the symbols of an executable.
func ItemSymbols(exe string) (Symbols, error) {
	list, err := Go("", "tool", "nm", exe)
	if err != nil {
		return Symbols{}, err
	}
	var symbols Symbols
	for line := range strings.Lines(list) {
		fields := strings.Fields(line) // address, kind, name
		if len(fields) < 3 || !strings.HasPrefix(fields[2], "bench/p") {
			continue
		}
		symbols.All++
		if initialiser.MatchString(fields[2]) {
			symbols.Initialisers++
		}
	}
	return symbols, nil
}
