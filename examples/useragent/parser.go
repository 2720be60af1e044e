package main

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/ua-parser/uap-go/uaparser"

	"premain.dev/bake"
)

// parser has read its definitions, 160 kB of YAML, and compiled their regular expressions: some 20,000 objects in 12 MB
// of heap. A plain program makes them whenever it starts, and throws away three times as much on the way. In a linked
// one they are data of the file.
//
// The parser remembers what it has been asked, in caches that are empty at first. A baked value is a variable like any
// other: only its first state is known beforehand.
//
// What New does besides, it does for later calls: the YAML package remembers a type, and the definitions, which are read once.
// A program that makes no other parser does not miss that.
//
//premain:cache gopkg.in/yaml.v3.structMap github.com/ua-parser/uap-go/uaparser.defaultRegexesDefinitions
var parser = bake.Value(func() *uaparser.Parser {
	p, err := uaparser.New(uaparser.WithCacheSize(4096))
	if err != nil {
		panic(err) // plain, when the program starts; linked, when it is linked
	}
	return p
})

// describe returns what an agent stands for.
func describe(agent string) string {
	c := parser.Parse(agent)
	device := c.Device.Family
	if brand := c.Device.Brand; brand != "" && !strings.HasPrefix(device, brand) {
		device = brand + " " + device
	}
	columns := []string{c.UserAgent.Family, c.UserAgent.ToVersionString(), c.Os.ToString(), device}
	for i, text := range columns {
		columns[i] = cmp.Or(strings.Map(printable, text), "-")
	}
	return strings.Join(columns, "\t")
}

// printable replaces what would end a column or talk to a terminal: parts of an agent, which anybody can choose, come
// through the definitions unchanged.
func printable(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return ' '
}
