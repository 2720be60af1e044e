package programs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"premain.dev/internal/linkstep/goobj"
)

// variables are those of a package that are computed when a program is linked, by name.
type variables struct{ pkg, names string }

// modulesVariables are used by the program in testdata/modules, whose go.mod says of which versions of the modules.
var modulesVariables = []variables{
	{"github.com/alecthomas/chroma/v2/styles", "Registry"},
	{"github.com/asaskevich/govalidator", "hostRegexp notNumberRegexp paramsRegexp rxARUnixPath rxARWinPath rxASCII rxAlpha rxAlphanumeric rxBase64 " +
		"rxCreditCard rxDNSName rxDataURI rxE164 rxEmail rxFloat rxFullWidth rxHalfWidth rxHasLowerCase rxHasUpperCase " +
		"rxHasWhitespace rxHasWhitespaceOnly rxHexadecimal rxHexcolor rxIMEI rxIMSI rxISBN10 rxISBN13 rxInt rxLatitude " +
		"rxLongitude rxMagnetURI rxMultibyte rxNumeric rxPrintableASCII rxRGBcolor rxSSN rxSemver rxURL rxUUID rxUUID3 " +
		"rxUUID4 rxUUID5 rxUnixPath rxWinPath userDotRegexp userRegexp whiteSpacesAndMinus"},
	{"github.com/cockroachdb/apd/v3", "decimalLn10 decimalInvLn10 decimalCbrtC1 decimalCbrtC2 decimalCbrtC3"},
	{"github.com/distribution/reference", "DigestRegexp DomainRegexp IdentifierRegexp NameRegexp ReferenceRegexp TagRegexp anchoredTagRegexp " +
		"anchoredDigestRegexp anchoredNameRegexp anchoredIdentifierRegexp"},
	{"github.com/microcosm-cc/bluemonday/css", "Alpha Blur BrightnessCont Count CubicBezier Digits DropShadow Font Grayscale GridTemplateAreas HSL HSLA HexRGB " +
		"HueRotate Invert Length Matrix Matrix3D NegTime Numeric NumericDecimal Opacity Opactiy Perspective Position " +
		"QuotedAlpha Quotes RGB RGBA Rect Rotate Rotate3D Saturate Sepia Skew Span Steps Time TransitionProp " +
		"TranslateScale URL ZIndex defaultStyleHandlers"},
	{"github.com/nyaruka/phonenumbers", "UNIQUE_INTERNATIONAL_PREFIX PLUS_CHARS_PATTERN SEPARATOR_PATTERN NOT_SEPARATOR_PATTERN CAPTURING_DIGIT_PATTERN " +
		"VALID_START_CHAR_PATTERN SECOND_NUMBER_START_PATTERN UNWANTED_END_CHAR_PATTERN VALID_ALPHA_PHONE_PATTERN " +
		"EXTN_PATTERN VALID_PHONE_NUMBER_PATTERN NON_DIGITS_PATTERN DIGITS_PATTERN FIRST_GROUP_PATTERN NP_PATTERN " +
		"FG_PATTERN CC_PATTERN FIRST_GROUP_ONLY_PREFIX_PATTERN RFC3966_GLOBAL_NUMBER_DIGITS_PATTERN " +
		"RFC3966_DOMAINNAME_PATTERN"},
	{"github.com/tyler-smith/go-bip39/wordlists", "ChineseSimplified ChineseTraditional Czech English French Italian Japanese Korean Spanish"},
	{"github.com/yuin/goldmark/extension", "wwwURLRegxp urlRegexp tableDelimLeft tableDelimRight tableDelimCenter tableDelimNone taskListRegexp"},
	{"github.com/yuin/goldmark/parser", "closeTagRegexp htmlBlockType1CloseRegexp htmlBlockType1OpenRegexp htmlBlockType2OpenRegexp " +
		"htmlBlockType3OpenRegexp htmlBlockType4OpenRegexp htmlBlockType5OpenRegexp htmlBlockType6Regexp " +
		"htmlBlockType7Regexp openTagRegexp"},
	{"github.com/yuin/goldmark/util", "emailDomainRegexp"},
}

var caddy = module{"github.com/caddyserver/caddy/v2", "v2.11.9"}

var caddyVariables = []variables{
	{"cloud.google.com/go/auth/internal/regionalaccessboundary", "workforceAudiencePattern workloadAudiencePattern"},
	{"github.com/alecthomas/chroma/v2/styles", "Registry"},
	{"github.com/dustin/go-humanize", "BigByte BigEByte BigEiByte BigGByte BigGiByte BigKByte BigKiByte BigMByte BigMiByte BigPByte BigPiByte BigQByte " +
		"BigQiByte BigRByte BigRiByte BigSIByte BigTByte BigTiByte BigYByte BigYiByte BigZByte BigZiByte bigIECExp " +
		"bigSIExp ten"},
	{"github.com/prometheus/procfs", "componentDeviceRE cpuLineRE cpuinfoClockRegexp cpuinfoS390XProcessorRegexp limitsMatch nodeZoneRE procLineRE " +
		"procSMapsHeaderLine rFlags rIno rInotify rInotifyParts rMntID rPos recoveryLineBlocksRE recoveryLineFinishRE " +
		"recoveryLinePctRE recoveryLineSpeedRE slabHeader slabSpace slabVer statusLineRE"},
	{"github.com/russross/blackfriday/v2", "anchorRe htmlEntityRe htmlTagRe reBackslashOrAmp reEntityOrEscapedChar"},
	{"github.com/shopspring/decimal", "Zero fiveInt fourInt oneInt tenInt twentyInt twoInt zeroInt"},
	{"github.com/smallstep/cli-utils/pkg/blackfriday", "anchorRe htmlEntityRe htmlTagRe reBackslashOrAmp reEntityOrEscapedChar"},
	{"github.com/yuin/goldmark/extension", "tableDelimCenter tableDelimLeft tableDelimNone tableDelimRight taskListRegexp urlRegexp wwwURLRegxp"},
	{"github.com/yuin/goldmark/parser", "closeTagRegexp htmlBlockType1CloseRegexp htmlBlockType1OpenRegexp htmlBlockType2OpenRegexp " +
		"htmlBlockType3OpenRegexp htmlBlockType4OpenRegexp htmlBlockType5OpenRegexp htmlBlockType6Regexp " +
		"htmlBlockType7Regexp openTagRegexp"},
	{"github.com/yuin/goldmark/util", "emailDomainRegexp"},
	{"go.yaml.in/yaml/v3", "base60float yamlStyleFloat"},
	{"gopkg.in/yaml.v3", "base60float yamlStyleFloat"},
}

// A variable of Caddy's that cannot be data.
const (
	refusedPackage = "github.com/alecthomas/chroma/v2/lexers"
	refused        = refusedPackage + ".GlobalLexerRegistry"
)

// bakeFlag is the flag that names variables.
func bakeFlag(list []variables) string {
	var names []string
	for _, v := range list {
		for name := range strings.FieldsSeq(v.names) {
			names = append(names, v.pkg+"."+name)
		}
	}
	return "-bake=" + strings.Join(names, ",")
}

// baked is what has been seen of a program with variables of others that are computed when it is linked.
type baked struct {
	variables int
	packages  []bakedPackage
	refused   string   // what the tool says of a variable that cannot be data
	bytes     [2]int64 // of the program without and with them
	inits     [2]inits // of all packages; of several starts, the one with the median of the times, and so below
	start     [2]time.Duration
	left      inits // of the package of refused, with them
}

type bakedPackage struct {
	name                              string
	variables, objects, bytes, fixUps int
	inits                             [2]inits
}

// bake builds a package of a program without and with variables that are computed when it is linked.
func bake(t *testing.T, dir, pkg string, list []variables) (b *baked, plain, linked string) {
	t.Helper()
	plain, linked = filepath.Join(dir, "plain"+exe()), filepath.Join(dir, "linked"+exe())
	run(t, dir, "go", "build", "-o", plain, pkg)
	_, told := run(t, dir, premain(t), "build", "-v", bakeFlag(list), "-o", linked, pkg)
	b = new(baked)
	for _, v := range list {
		p := bakedPackage{name: v.pkg, variables: len(strings.Fields(v.names))}
		b.variables += p.variables
		found := 0
		for _, m := range regexp.MustCompile(`(?m)^  (\S+)\.\w+: (\d+) bytes? in (\d+) objects?(?:, (\d+) fix-ups? at start)?$`).FindAllStringSubmatch(told, -1) {
			if m[1] == v.pkg {
				found++
				for i, sum := range []*int{&p.bytes, &p.objects, &p.fixUps} {
					n, _ := strconv.Atoi(m[2+i])
					*sum += n
				}
			}
		}
		if found != p.variables {
			t.Errorf("%d variables of %s have been computed; %d were named", found, v.pkg, p.variables)
		}
		b.packages = append(b.packages, p)
	}
	for i, program := range []string{plain, linked} {
		info, err := os.Stat(program)
		if err != nil {
			t.Fatal(err)
		}
		b.bytes[i] = info.Size()
	}
	return b, plain, linked
}

const traces = 5 // runs of which the median counts

// trace takes the times and allocations of the packages' initialisation in the two programs, which are run with the arguments, in turn,
// so that what else the machine does is the same for both.
func (b *baked) trace(t *testing.T, programs [2]string, args ...string) {
	t.Helper()
	const all = "all"
	var runs [2][]map[string]inits
	for range traces {
		for k, program := range programs {
			cmd := command(scratch, program, args...)
			cmd.Env = append(cmd.Env, "GODEBUG=inittrace=1")
			stderr := new(strings.Builder)
			cmd.Stderr = stderr
			if err := cmd.Run(); err != nil {
				t.Fatalf("%s: %v\n%s", cmd, err, stderr)
			}
			of, sum := make(map[string]inits), inits{}
			for _, m := range traced.FindAllStringSubmatch(stderr.String(), -1) {
				i := inits{}
				i.add(m)
				of[m[1]] = i
				sum.add(m)
			}
			of[all] = sum
			runs[k] = append(runs[k], of)
		}
	}
	for k, program := range programs {
		median := func(name string) inits {
			slices.SortFunc(runs[k], func(x, y map[string]inits) int { return int(x[name].clock - y[name].clock) })
			return runs[k][traces/2][name]
		}
		b.inits[k] = median(all)
		for i := range b.packages {
			b.packages[i].inits[k] = median(goobj.Prefix(b.packages[i].name))
		}
		b.left = median(refusedPackage) // of the second in the end
		b.start[k] = start(t, program, args...)
	}
}

// TestModules bakes variables of many modules in a program that uses them, testdata/modules.
func TestModules(t *testing.T) {
	need(t, "modules", true)
	dir, err := os.MkdirTemp(scratch, "src")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "modules"))); err != nil {
		t.Fatal(err)
	}
	fetch(t, "modules", dir, ".")
	b, plain, linked := bake(t, dir, ".", modulesVariables)
	want, _ := run(t, dir, plain)
	if got, _ := run(t, dir, linked); got != want {
		t.Fatalf("it prints\n%sin place of\n%s", got, want)
	}
	b.trace(t, [2]string{plain, linked})
	page.modules = b
}

const caddyfile = `example.com {
	encode zstd gzip
	root * /srv
	templates
	file_server browse
	@old path_regexp old ^/old/(.*)$
	redir @old /new/{re.old.1} 301
	reverse_proxy /api/* 127.0.0.1:9000 {
		lb_policy least_conn
		health_uri /health
	}
	log {
		output stdout
		format json
	}
}
`

// TestCaddy bakes variables of what Caddy is made of.
func TestCaddy(t *testing.T) {
	need(t, "caddy", false)
	dir := caddy.sources(t, "caddy")
	fetch(t, "caddy", dir, "./cmd/caddy")
	b, plain, linked := bake(t, dir, "./cmd/caddy", caddyVariables)
	config := filepath.Join(dir, "Caddyfile")
	if err := os.WriteFile(config, []byte(caddyfile), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"version"}, {"list-modules", "--versions"}, {"adapt", "--pretty", "--config", config}} {
		want, _ := run(t, dir, plain, args...)
		if got, _ := run(t, dir, linked, args...); got != want || want == "" {
			t.Errorf("caddy %s prints\n%sin place of\n%s", strings.Join(args, " "), got, want)
		}
	}
	b.trace(t, [2]string{plain, linked}, "version")

	out, err := command(dir, premain(t), "build", "-bake="+refused, "-o", os.DevNull, "./cmd/caddy").CombinedOutput()
	m := regexp.MustCompile(`(?m)[/\\](lexers\.go:\d+:\d+: GlobalLexerRegistry\..*); leave `).FindSubmatch(out)
	if err == nil || m == nil {
		t.Fatalf("what cannot be data is not refused: %v\n%s", err, out)
	}
	b.refused = string(m[1])
	page.caddy = b
}

// table shows the packages.
func (b *baked) table() string {
	rows := [][]string{{"package", "variables", "objects", "bytes", "fix-ups", "init, ms", "baked, ms", "allocations", "baked"}}
	row := func(name string, p bakedPackage) {
		rows = append(rows, []string{name, number(p.variables), number(p.objects), number(p.bytes), number(p.fixUps),
			milliseconds(p.inits[0].clock), milliseconds(p.inits[1].clock), number(p.inits[0].allocs), number(p.inits[1].allocs)})
	}
	sum := bakedPackage{inits: b.inits}
	for _, p := range b.packages {
		row("`"+p.name+"`", p)
		sum.variables += p.variables
		sum.objects += p.objects
		sum.bytes += p.bytes
		sum.fixUps += p.fixUps
	}
	row("all packages of the program", sum)
	return table(1, rows)
}

// startTable compares the programs as a whole.
func (b *baked) startTable() string {
	rows := [][]string{{"`caddy version`", "start, ms", "initialisers, ms", "allocations", "bytes of the program"}}
	for i, name := range []string{"`go build`", "`premain build -bake=…`"} {
		rows = append(rows, []string{name, fmt.Sprintf("%.1f", b.start[i].Seconds()*1000), milliseconds(b.inits[i].clock), number(b.inits[i].allocs), number(b.bytes[i])})
	}
	return table(1, rows)
}

// milliseconds writes a time with no more digits than the runtime tells.
func milliseconds(d time.Duration) string {
	digits := 3
	if d >= time.Millisecond {
		digits = 1
	}
	return strconv.FormatFloat(d.Seconds()*1000, 'f', digits, 64)
}
