// Program modules uses variables that modules compute when a program starts, and prints what it makes of them.
package main

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/asaskevich/govalidator"
	"github.com/cockroachdb/apd/v3"
	"github.com/distribution/reference"
	"github.com/microcosm-cc/bluemonday/css"
	"github.com/nyaruka/phonenumbers"
	"github.com/tyler-smith/go-bip39"
	"github.com/tyler-smith/go-bip39/wordlists"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

func main() {
	colours()
	decimals()
	validators()
	references()
	properties()
	numbers()
	words()
	markdown()
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// colours prints each style, what a few of its entries look like, and what makes it another one.
func colours() {
	for _, name := range styles.Names() {
		s := styles.Get(name)
		fmt.Println(s.Name, s == styles.Registry[name], s.Get(chroma.Keyword), s.Get(chroma.LiteralStringChar), s.Get(chroma.Background))
		h := fnv.New64()
		list := s.Types() // in the order of a map
		slices.Sort(list)
		for _, t := range list {
			fmt.Fprintln(h, t, s.Get(t))
		}
		fmt.Println(len(list), h.Sum64())
	}
	fmt.Println(styles.Fallback == styles.Registry["swapoff"], styles.Get("no such style") == styles.Fallback)
	_, err := styles.Fallback.Builder().Add(chroma.Comment, "#ff0000").Build()
	check(err)
}

func decimals() {
	c := apd.BaseContext.WithPrecision(40)
	for _, text := range []string{"2", "10", "0.001", "123456789.5"} {
		x, _, err := apd.NewFromString(text)
		check(err)
		for _, f := range []func(d, x *apd.Decimal) (apd.Condition, error){c.Ln, c.Log10, c.Cbrt, c.Sqrt, c.Exp} {
			d := new(apd.Decimal)
			_, err := f(d, x)
			fmt.Println(text, d, err)
		}
	}
}

func validators() {
	for _, text := range []string{"ada@example.com", "978-3-16-148410-0", "https://example.com/x?y=z", "#ff0000", "1.2.3-rc.1",
		"a987fbc9-4bed-3078-cf07-9141ba07c9f3", "data:text/plain;base64,Vml2YW11cyBmZXJtZW50dW0=", "48.85", "ｶﾅ", `C:\x\y`} {
		fmt.Println(text, govalidator.IsEmail(text), govalidator.IsISBN13(text), govalidator.IsURL(text), govalidator.IsHexcolor(text),
			govalidator.IsSemver(text), govalidator.IsUUIDv3(text), govalidator.IsDataURI(text), govalidator.IsLatitude(text),
			govalidator.IsHalfWidth(text), govalidator.IsFloat(text))
		ok, kind := govalidator.IsFilePath(text)
		fmt.Println(ok, kind)
	}
}

func references() {
	for _, text := range []string{"alpine", "example.com:5000/a/b:1.2", "docker.io/library/x@sha256:" +
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "UPPER/case", "a:b:c"} {
		r, err := reference.ParseNormalizedNamed(text)
		fmt.Println(r, err, reference.DomainRegexp.FindString(text), reference.TagRegexp.NumSubexp())
	}
}

func properties() {
	for _, name := range []string{"color", "width", "transform", "font-family", "filter", "no-such-property"} {
		for _, value := range []string{"red", "rgb(1, 2, 3)", "#abc", "12px", "rotate(12)", "serif", "blur(5px)", "url(http://example.com)"} {
			fmt.Print(css.GetDefaultHandler(name)(value), " ")
		}
		fmt.Println(name)
	}
}

func numbers() {
	for _, text := range []string{"+1 650 253 0000", "030 901820 ext. 12", "(020) 7031-3000", "tel:+49-30-901820;phone-context=de", "1-800-FLOWERS"} {
		for _, region := range []string{"US", "DE", "GB"} {
			n, err := phonenumbers.Parse(text, region)
			if err != nil {
				fmt.Println(text, region, err)
				continue
			}
			fmt.Println(phonenumbers.Format(n, phonenumbers.INTERNATIONAL), phonenumbers.IsValidNumber(n), n.GetExtension())
		}
	}
}

func words() {
	for _, list := range [][]string{wordlists.English, wordlists.ChineseSimplified, wordlists.ChineseTraditional, wordlists.Czech,
		wordlists.French, wordlists.Italian, wordlists.Japanese, wordlists.Korean, wordlists.Spanish} {
		h := fnv.New64()
		for _, w := range list {
			fmt.Fprintln(h, w)
		}
		fmt.Println(len(list), list[0], list[2047], h.Sum64())
	}
	m, err := bip39.NewMnemonic(bytes.Repeat([]byte{7}, 16))
	check(err)
	i, ok := bip39.GetWordIndex("zoo")
	fmt.Println(m, bip39.IsMnemonicValid(m), i, ok, slices.Index(wordlists.English, "zoo"))
}

func markdown() {
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer))
	check(md.Convert([]byte(text), &b))
	fmt.Print(b.String())
}

const text = `# A <b>title</b>

www.example.com, https://example.com/x?y=z and ada@example.com; ~~gone~~ "quoted"...

| left | right | centre | none |
|:-----|------:|:------:|------|
| 1    | 2     | 3      | 4    |

- [ ] to do
- [x] done

<script>
x
</script>

<!-- comment -->

<?php x ?>

<!DOCTYPE html>

<![CDATA[ x ]]>

<div class="x">y</div>

<custom-element a='1' b=2>

&amp; &copy; <a href="x">y</a> </p>

[link]: <http://example.com> 'title'

A [link] and a note[^1].

[^1]: The note.

Term
: Definition
`
