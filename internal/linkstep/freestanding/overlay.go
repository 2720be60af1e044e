package freestanding

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

//go:embed runtime time context
var ourFiles embed.FS

// The releases of Go for which a runtime is made.
const (
	oldest = 26 // go1.26
	newest = 27
)

// Architectures are those that the runtime has functions in assembly for.
var Architectures = []string{"amd64", "arm64", "riscv64"}

// roots are the declarations of Go's runtime to which the compiler, the linker and packages of the standard library refer.
var roots = strings.Fields(`
	stackGuard firstmoduledata moduledata pcHeader zeroVal zerobase staticuint64s getStaticuint64s
	stringStructDWARF slice eface iface itab
	x86HasAVX x86HasFMA x86HasPOPCNT x86HasSSE41 armHasVFPv4 arm64HasATOMICS loong64HasLAMCAS riscv64HasZbb
	offsetX86HasAVX offsetX86HasERMS
	arm64UseAlignedLoads avxSupported repmovsPreferred memmoveBits
	unreachableMethod
	panicBounds panicBounds64 panicdivide panicshift panicwrap panicoverflow panicfloat panicmem panicmemAddr
	panicdottypeE panicdottypeI panicnildottype panicunsafealignment panicunsafeslicelen panicunsafeslicenilptr
	panicunsafestringlen panicunsafestringnilptr panicmakeslicelen panicmakeslicecap panicSliceConvert panicrangestate
	unsafeslice unsafeslice64 unsafestring unsafestring64
	deferprocat
	printbool printfloat64 printfloat32 printint printhex printuint printcomplex128 printcomplex64 printstring printpointer
	printuintptr printiface printeface printslice printnl printsp printquoted
	convT convTnoptr convT16 convT32 convT64 convTstring convTslice
	assertE2I assertE2I2 typeAssert interfaceSwitch emptyTypeAssertCache emptyInterfaceSwitchCache
	ifaceeq efaceeq interequal nilinterequal f32equal f64equal c64equal c128equal strequal
	memequal0 memequal8 memequal16 memequal32 memequal64 memequal128
	memhash memhash0 memhash8 memhash16 memhash32 memhash64 memhash128 memhash_varlen strhash memhashFallback memhash32Fallback
	memhash64Fallback strhashFallback f32hash f64hash c64hash c128hash interhash nilinterhash typehash
	memmove memclrNoHeapPointers memequal
	concatstrings concatstring2 concatstring3 concatstring4 concatstring5 concatbytes concatbyte2 concatbyte3 concatbyte4 concatbyte5
	slicebytetostring slicebytetostringtmp stringtoslicebyte stringtoslicerune slicerunetostring intstring cmpstring countrunes decoderune
	makeslice makeslice64 makeslicecopy growslice growsliceBuf growsliceBufNoAlias growsliceNoAlias slicecopy
	moveSlice moveSliceNoCap moveSliceNoScan moveSliceNoCapNoScan newarray bytealg_MakeNoZero
	makemap makemap64 makemap_small mapaccess1 mapaccess2 mapaccess1_fat mapaccess2_fat mapassign mapdelete mapclear mapclone mapIterStart mapIterNext
	mapaccess1_fast32 mapaccess2_fast32 mapassign_fast32 mapassign_fast32ptr mapdelete_fast32
	mapaccess1_fast64 mapaccess2_fast64 mapassign_fast64 mapassign_fast64ptr mapdelete_fast64
	mapaccess1_faststr mapaccess2_faststr mapassign_faststr mapdelete_faststr
	maps_newarray maps_typedmemmove maps_typedmemclr maps_errNilAssign maps_typeString mapKeyError maps_mapKeyError2 errNilAssign
	reflectlite_resolveNameOff reflectlite_resolveTypeOff reflectlite_typedmemmove reflectlite_ifaceE2I reflectlite_unsafe_New reflectlite_maplen
	complex128div float64touint32
	efaceHash ifaceHash stringHash
	strmin strmax fmin32 fmin64 fmax32 fmax64
	Caller Callers CallersFrames Frames.Next FuncForPC Func.Name Func.Entry Func.FileLine
	reflect_growslice reflect_makemap reflect_mapaccess reflect_mapaccess_faststr reflect_mapassign
	reflect_mapassign_faststr reflect_mapclear reflect_mapdelete reflect_mapdelete_faststr reflect_mapiterelem reflect_mapiterinit
	reflect_mapiterkey reflect_mapiternext reflect_maplen reflect_memclrNoHeapPointers reflect_memmove reflect_resolveNameOff
	reflect_resolveTextOff reflect_resolveTypeOff reflect_typedarrayclear reflect_typedmemclr reflect_typedmemclrpartial
	reflect_typedmemmove reflect_typedslicecopy reflect_typehash reflect_typelinks reflect_unsafe_New reflect_unsafe_NewArray
	reflect_unsafeslice reflect_ifaceE2I reflect_compiledTypelinks reflectcall reflectcallmove badreflectcall
	GOOS GOARCH Compiler
`)

// Replaced are the packages of the standard library that are made anew. Besides runtime, these are the ones that ask the system while they
// initialise, or need what the runtime does not have, and whose types others use: what is left out of them has no place in programs without
// a system, or its use is an error of the build.
var Replaced = []string{"runtime", "time", "context"}

// kept says which files of assembly are used as they are.
func kept(name string) bool {
	return strings.HasSuffix(name, ".h") || strings.HasSuffix(name, ".s") &&
		(name == "ints.s" || strings.HasPrefix(name, "memmove_") || strings.HasPrefix(name, "memclr_") || strings.HasPrefix(name, "duff_"))
}

// assembly are the functions that are taken from Go's assembly, as their definitions name them.
var assembly = []string{"runtime·panicBounds<ABIInternal>", "·spillArgs", "·unspillArgs"}

// Overlay writes a package runtime for the release of Go (like go1.26.8) whose root directory is given, and returns the name of a file
// for the go command's flag -overlay, in which it is with the given other files. What is written lies below the directory cache.
func Overlay(goroot, release, goarch, identity, cache string, others map[string]string) (file string, err error) {
	minor, ok := Supported(release)
	if !ok {
		return "", Unsupported(release)
	}
	sum := sha256.New()
	packages := make(map[string]map[string][]byte)
	for _, pkg := range Replaced {
		files, err := generate(filepath.Join(goroot, "src", pkg), pkg, release, goarch, identity, minor)
		if err != nil {
			return "", err
		}
		for _, name := range sorted(files) {
			fmt.Fprintf(sum, "%s %s %d\n%s", pkg, name, len(files[name]), files[name])
		}
		packages[pkg] = files
	}
	dir := filepath.Join(cache, fmt.Sprintf("runtime-%s-%s-%x", release, goarch, sum.Sum(nil)[:8]))
	replace := make(map[string]string)
	for _, pkg := range Replaced {
		to := filepath.Join(dir, pkg)
		if err := os.MkdirAll(to, 0o777); err != nil {
			return "", err
		}
		src := filepath.Join(goroot, "src", pkg)
		entries, err := os.ReadDir(src)
		if err != nil {
			return "", err
		}
		for _, e := range entries {
			if !e.IsDir() && !(pkg == "runtime" && kept(e.Name())) {
				replace[filepath.Join(src, e.Name())] = ""
			}
		}
		for name, text := range packages[pkg] {
			if err := WriteFile(filepath.Join(to, name), text); err != nil {
				return "", err
			}
			replace[filepath.Join(src, "premain_"+name)] = filepath.Join(to, name)
		}
	}
	for _, c := range shortened {
		text, err := os.ReadFile(filepath.Join(goroot, "src", filepath.FromSlash(c.file)))
		if err != nil {
			return "", err
		}
		short, ok := shorten(text, c.name, c.value)
		if !ok {
			continue
		}
		to := filepath.Join(dir, strings.ReplaceAll(c.file, "/", "_"))
		if err := WriteFile(to, short); err != nil {
			return "", err
		}
		replace[filepath.Join(goroot, "src", filepath.FromSlash(c.file))] = to
	}
	for name, to := range others {
		replace[name] = to
	}
	text, err := json.MarshalIndent(map[string]any{"Replace": replace}, "", "\t")
	if err != nil {
		return "", err
	}
	key := sha256.Sum256(text)
	file = filepath.Join(dir, fmt.Sprintf("overlay-%x.json", key[:8]))
	return file, WriteFile(file, text)
}

// shortened is what every program would have of the standard library at its start: of packages that package section imports.
var shortened = []struct{ file, name, value string }{
	// The address alone matters. With an allocation, the allocator would be there, too.
	{"iter/iter.go", "goexitPanicValue", "new(int)"},
	// Nothing collects, and nobody waits.
	{"sync/pool.go", "init", ""},
	{"sync/runtime.go", "init", ""},
}

// shorten leaves the function of a name out of a source file, or lets the variable of that name hold the address of a variable in place of
// the given call of new. It is not ok if there is none: it has changed, and the program is a little larger.
func shorten(text []byte, name, value string) (short []byte, ok bool) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", text, 0)
	if err != nil {
		return nil, false
	}
	cut := func(from, to token.Pos, in string) []byte {
		return slices.Concat(text[:fset.Position(from).Offset], []byte(in), text[fset.Position(to).Offset:])
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.Name == name && value == "" && d.Recv == nil {
				return append(cut(d.Pos(), d.End(), ""), "\nvar _ unsafe.Pointer\n"...), true
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				v, ok := s.(*ast.ValueSpec)
				if !ok || len(v.Names) != 1 || v.Names[0].Name != name || len(v.Values) != 1 {
					continue
				}
				e := v.Values[0]
				if string(text[fset.Position(e.Pos()).Offset:fset.Position(e.End()).Offset]) != value {
					continue
				}
				return append(cut(e.Pos(), e.End(), "&premainVariable"), "\nvar premainVariable int\n"...), true
			}
		}
	}
	return nil, false
}

// WriteFile writes a file, if it is not there, so that another process never sees a part of it.
func WriteFile(name string, text []byte) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, text) {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".new")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// Supported returns the minor version of a release and whether runtimes are made for it.
func Supported(release string) (minor int, ok bool) {
	rest, ok := strings.CutPrefix(release, "go1.")
	if !ok {
		return 0, false
	}
	digits, _, _ := strings.Cut(rest, ".")
	minor, err := strconv.Atoi(digits)
	return minor, err == nil && oldest <= minor && minor <= newest
}

// Unsupported returns the error for a release for which no runtimes are made.
func Unsupported(release string) error {
	return fmt.Errorf("programs without the Go runtime are built with go1.%d or go1.%d, and this is %s; set GOTOOLCHAIN=go1.%d.0", oldest, newest, release, newest)
}

// Mark returns the name of a variable that only a package runtime has that the tool with this identity has made. The link step looks for it.
func Mark(identity string) string { return "premainTool_" + identity }

func sorted(files map[string][]byte) (names []string) {
	for n := range files {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// generate returns the files of the package, by name.
func generate(src, pkg, release, goarch, identity string, minor int) (map[string][]byte, error) {
	g := &generator{
		name: pkg, whole: pkg != "runtime",
		fset: token.NewFileSet(), decls: make(map[string][]*declaration), methods: make(map[string][]*declaration), ours: make(map[string]bool),
		taken: make(map[*declaration]bool), types: make(map[string]bool), selected: make(map[string]bool), top: make(map[*ast.Object]bool),
	}
	c := target(goarch, minor)
	if err := g.read(src, c); err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	if pkg == "runtime" {
		// The constants let the compiled package, and so all that depend on it, be another one for each tool and release.
		files["release.go"] = fmt.Appendf(nil, "package runtime\n\nconst goVersion = %q\n\n// PremainTool is the tool that made this package.\nconst PremainTool = %q\n\nvar %s byte\n", release, identity, Mark(identity))
	}
	entries, err := ourFiles.ReadDir(pkg)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		text, err := ourFiles.ReadFile(pkg + "/" + e.Name())
		if err != nil {
			return nil, err
		}
		files[e.Name()] = text
	}
	c.BuildTags = []string{"premain_bare"}
	for _, name := range sorted(files) {
		if !strings.HasSuffix(name, ".go") || !matches(c, name, files[name]) {
			continue
		}
		if err := g.declare(name, files[name]); err != nil {
			return nil, err
		}
	}
	for _, name := range sorted(files) {
		if strings.HasSuffix(name, ".go") && matches(c, name, files[name]) {
			if err := g.follow(name, files[name]); err != nil {
				return nil, err
			}
		}
	}
	if pkg == "runtime" {
		for _, name := range roots {
			g.take(name)
		}
		g.close()
		g.stubs()
	} else {
		g.exported()
	}
	for _, f := range g.files {
		if text := g.emit(f); text != nil {
			text, err := format.Source(text)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.name, err)
			}
			files["go_"+f.name] = text
		}
	}
	if pkg != "runtime" {
		return files, nil
	}
	asm, err := takeAssembly(filepath.Join(src, "asm_"+goarch+".s"), assembly)
	if err != nil {
		return nil, err
	}
	files["go_asm_"+goarch+".s"] = asm
	return files, nil
}

// takeAssembly returns functions of a file of assembly as a file of its own, with those that reflection calls functions by: one for each of
// some sizes of frames, all made by macros that stand before them.
func takeAssembly(name string, functions []string) ([]byte, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	out := []byte("#include \"go_asm.h\"\n#include \"go_tls.h\"\n#include \"funcdata.h\"\n#include \"textflag.h\"\n")
	for _, f := range functions {
		at := bytes.Index(text, []byte("\nTEXT "+f+"(SB)"))
		if at < 0 {
			return nil, fmt.Errorf("%s: there is no function %s; this release of Go is not one that premain knows", name, f)
		}
		rest := text[at+1:]
		end := len(rest)
		for _, next := range []string{"\nTEXT ", "\n#", "\nDATA ", "\nGLOBL ", "\n//"} {
			if i := bytes.Index(rest, []byte(next)); i >= 0 {
				end = min(end, i)
			}
		}
		out = append(append(append(out, '\n'), rest[:end]...), '\n')
	}
	first, last := bytes.Index(text, []byte("\n#define DISPATCH(")), bytes.LastIndex(text, []byte("\nCALLFN("))
	if first < 0 || last < first {
		return nil, fmt.Errorf("%s: there are no macros DISPATCH and CALLFN; this release of Go is not one that premain knows", name)
	}
	calls, _, _ := bytes.Cut(text[last+1:], []byte("\n"))
	out = append(append(append(out, text[first:last+1]...), calls...), '\n')
	return out, nil
}
