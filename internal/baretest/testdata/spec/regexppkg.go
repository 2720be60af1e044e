// Covers package regexp, a large package that needs nothing of an operating system.
package main

import (
	"regexp"
	"strings"
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	for _, c := range [][2]string{
		{`a+b*`, "xaabbb"}, {`^(\w+)\s(\w+)$`, "hello world"}, {`(a|ab)(c|bcd)(d*)`, "abcd"}, {`(?i)straSSe`, "Strasse"}, {`\bfoo\b`, "a foo!"},
		{`x*`, "yyy"}, {`[^\d\s]{2,3}?`, "12 abcd"}, {`(?P<year>\d{4})-(?P<month>\d\d)`, "on 2026-11"}, {`\p{Greek}+`, "abc ωψ"}, {`(a*)*`, "b"}, {`(?s).+`, "a\nb"},
		{`(?:(x)|(y))z`, "yz"}, {`no`, "yes"}, {`日.`, "x日本"},
	} {
		r := regexp.MustCompile(c[0])
		print("match ", c[0], " ", r.MatchString(c[1]), ":")
		for _, i := range r.FindStringSubmatchIndex(c[1]) {
			print(" ", i)
		}
		println()
	}
	r := regexp.MustCompile(`(\w)(\d+)`)
	println("replaced", r.ReplaceAllString("a1 b22 c333", "$2-${1}x"), r.ReplaceAllLiteralString("a1 z", "$1"), r.ReplaceAllStringFunc("a1 b2", strings.ToUpper))
	println("names", strings.Join(regexp.MustCompile(`(?P<a>x)(y)(?P<b>z)`).SubexpNames(), ","), r.NumSubexp(), r.String())
	println("all", strings.Join(r.FindAllString("a1 b22 c333", -1), "|"), strings.Join(regexp.MustCompile(`,\s*`).Split("a, b,c", -1), "|"))
	prefix, whole := regexp.MustCompile(`abc+`).LiteralPrefix()
	println("prefix", prefix, whole, regexp.QuoteMeta("a.b*c[d]"))
	for _, bad := range []string{`(`, `a**`, `[z-a]`, `\8`, `x{2000}`, "\xff", `*a`} {
		_, err := regexp.Compile(bad)
		if err == nil {
			println("FAIL compiles")
			continue
		}
		println("error", err.Error())
	}
	long := strings.Repeat("ab", 500) + "c"
	check("long", regexp.MustCompile(`(ab)*c$`).MatchString(long) && !regexp.MustCompile(`(a|b)*d`).MatchString(long))
	check("longest", regexp.MustCompilePOSIX(`a|ab|abc`).FindString("abcd") == "abc")
}
