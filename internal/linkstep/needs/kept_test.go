package needs

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"premain.dev/internal/linkstep/goobj"
)

// TestLinkers looks for the symbols of package runtime that the linker of the release in use names: those that it makes must not be taken
// for functions that a program lacks.
func TestLinkers(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(runtime.GOROOT(), "src", "cmd", "link", "internal", "ld", "*.go"))
	if err != nil || len(files) == 0 {
		t.Skip("the sources of the linker are not there")
	}
	// What the runtime of programs without the Go runtime has, or what other systems and modes of linking have.
	others := strings.Fields(`addmoduledata aixStaticDataBase deferreturn duffcopy duffzero firstmoduledata mapinitnoop memProfileInternal morestack
		unreachableMethod zerobase __start___sancov_cntrs __stop___sancov_cntrs tlsg`)
	name := regexp.MustCompile(`"runtime\.([A-Za-z_]+)"`)
	seen := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range name.FindAllSubmatch(text, -1) {
			seen++
			if n := string(m[1]); !linkers["runtime."+n] && !slices.Contains(others, n) {
				t.Errorf("%s: the linker knows runtime.%s, and the list linkers does not", filepath.Base(file), n)
			}
		}
	}
	if seen < 40 {
		t.Errorf("the linker names %d symbols only", seen)
	}
}

// TestUndefined takes the program with the Go runtime, which lacks nothing, and without it, which lacks it all.
func TestUndefined(t *testing.T) {
	list, _ := compile(t, "amd64")
	standard := func(path string) bool { return path != "main" && !strings.Contains(path, ".") }
	for n, name := range New(list).Undefined(standard) {
		if last := name[strings.LastIndexByte(name, '.')+1:]; !slices.Contains(others, last) && !strings.HasPrefix(last, "retpoline") {
			t.Errorf("%v %s is taken for one that is not defined", n, name)
		}
	}
	var other *goobj.Object
	for _, k := range list {
		if k.Path == "errors" {
			other = k.Objects[0]
		}
	}
	for i := range list {
		if list[i].Path == "runtime" {
			list[i].Objects = []*goobj.Object{other}
		}
	}
	absent := New(list).Undefined(standard)
	for _, name := range []string{"runtime.newobject", "runtime.newproc", "runtime.selectgo", "time.Sleep", "os.runtime_args"} {
		if got := absent[goobj.Name{Text: name, Go: true}]; got != name {
			t.Errorf("%s: %q", name, got)
		}
	}
	for n := range absent {
		if strings.HasPrefix(n.Text, "errors.") || strings.HasPrefix(n.Text, "main.") || strings.HasPrefix(n.Text, "runtime.text") {
			t.Errorf("%v is taken for one that is not defined", n)
		}
	}
}

// others are functions of the runtime to which only code for other machines refers, or instrumented code, and what the assembler makes up.
var others = strings.Fields(`racefuncenter racefuncexit raceread racewrite racereadrange racewriterange msanread msanwrite msanmove
	asanread asanwrite asanregisterglobals libfuzzerTraceCmp1 libfuzzerTraceCmp2 libfuzzerTraceCmp4 libfuzzerTraceCmp8
	libfuzzerTraceConstCmp1 libfuzzerTraceConstCmp2 libfuzzerTraceConstCmp4 libfuzzerTraceConstCmp8 libfuzzerHookStrCmp
	libfuzzerHookEqualFold addCovMeta checkptrAlignment checkptrArithmetic
	int64div uint64div int64mod uint64mod float64toint64 float64touint64 float64touint32 int64tofloat64 int64tofloat32
	uint64tofloat64 uint64tofloat32 uint32tofloat64 duffzero duffcopy gcWriteBarrier throwinit
	arginfo0 args_stackmap`)

func TestHeap(t *testing.T) {
	for name, want := range map[string]string{
		"runtime.newobject": "allocates (new, or a variable that escapes or is too large)", "runtime.convT64": converts, "runtime.deferproc": defersInLoop,
		"runtime.mapassign_fast64ptr": "writes to a map", "runtime.mapaccess1": "", "runtime.mapIterNext": "", "runtime.mapdelete_faststr": "",
		"runtime.deferprocStack": "", "runtime.typeAssert": "", "runtime.gopanic": "", "main.main": "", "runtime.printint": "",
		"internal/bytealg.MakeNoZero": "allocates", "reflect.mapassign_faststr": "writes to a map", "reflect.makemap": "allocates (make of a map)",
		"reflect.mapaccess": "",
	} {
		if reason, ok := heap(name); reason != want || ok != (want != "") {
			t.Errorf("%s: %q, %v", name, reason, ok)
		}
	}
}
