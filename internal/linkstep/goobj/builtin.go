package goobj

import (
	"go/version"
	"strings"
)

// builtins are the functions and variables of package runtime that objects refer to by number, per release of Go
// (cmd/internal/goobj/builtinlist.go). Behind them come types, builtinTypes, each followed by the pointer to it.
var builtins = map[string][]string{
	"go1.26": builtinList(`
	newobject mallocgc panicdivide panicshift panicmakeslicelen panicmakeslicecap throwinit panicwrap gopanic gorecover
	goschedguarded goPanicIndex goPanicIndexU goPanicSliceAlen goPanicSliceAlenU goPanicSliceAcap goPanicSliceAcapU goPanicSliceB
	goPanicSliceBU goPanicSlice3Alen goPanicSlice3AlenU goPanicSlice3Acap goPanicSlice3AcapU goPanicSlice3B goPanicSlice3BU
	goPanicSlice3C goPanicSlice3CU goPanicSliceConvert printbool printfloat64 printfloat32 printint printhex printuint
	printcomplex128 printcomplex64 printstring printquoted printpointer printuintptr printiface printeface printslice printnl
	printsp printlock printunlock concatstring2 concatstring3 concatstring4 concatstring5 concatstrings concatbyte2 concatbyte3
	concatbyte4 concatbyte5 concatbytes cmpstring intstring slicebytetostring slicebytetostringtmp slicerunetostring
	stringtoslicebyte stringtoslicerune slicecopy decoderune countrunes convT convTnoptr convT16 convT32 convT64 convTstring
	convTslice assertE2I assertE2I2 panicdottypeE panicdottypeI panicnildottype typeAssert interfaceSwitch ifaceeq efaceeq
	panicrangestate deferrangefunc rand rand32 makemap64 makemap makemap_small mapaccess1 mapaccess1_fast32 mapaccess1_fast64
	mapaccess1_faststr mapaccess1_fat mapaccess2 mapaccess2_fast32 mapaccess2_fast64 mapaccess2_faststr mapaccess2_fat mapassign
	mapassign_fast32 mapassign_fast32ptr mapassign_fast64 mapassign_fast64ptr mapassign_faststr mapIterStart mapdelete
	mapdelete_fast32 mapdelete_fast64 mapdelete_faststr mapIterNext mapclear makechan64 makechan chanrecv1 chanrecv2 chansend1
	closechan chanlen chancap writeBarrier typedmemmove typedmemclr typedslicecopy selectnbsend selectnbrecv selectsetpc selectgo
	block makeslice makeslice64 makeslicecopy growslice unsafeslicecheckptr panicunsafeslicelen panicunsafeslicenilptr
	unsafestringcheckptr panicunsafestringlen panicunsafestringnilptr memmove memclrNoHeapPointers memclrHasPointers memequal
	memequal0 memequal8 memequal16 memequal32 memequal64 memequal128 f32equal f64equal c64equal c128equal strequal interequal
	nilinterequal memhash memhash0 memhash8 memhash16 memhash32 memhash64 memhash128 f32hash f64hash c64hash c128hash strhash
	interhash nilinterhash int64div uint64div int64mod uint64mod float64toint64 float64touint64 float64touint32 int64tofloat64
	int64tofloat32 uint64tofloat64 uint64tofloat32 uint32tofloat64 complex128div racefuncenter racefuncexit raceread racewrite
	racereadrange racewriterange msanread msanwrite msanmove asanread asanwrite checkptrAlignment checkptrArithmetic
	libfuzzerTraceCmp1 libfuzzerTraceCmp2 libfuzzerTraceCmp4 libfuzzerTraceCmp8 libfuzzerTraceConstCmp1 libfuzzerTraceConstCmp2
	libfuzzerTraceConstCmp4 libfuzzerTraceConstCmp8 libfuzzerHookStrCmp libfuzzerHookEqualFold addCovMeta x86HasPOPCNT
	x86HasSSE41 x86HasFMA armHasVFPv4 arm64HasATOMICS loong64HasLAMCAS loong64HasLAM_BH loong64HasLSX riscv64HasZbb
	asanregisterglobals deferproc deferprocStack deferreturn newproc panicoverflow sigpanic gcWriteBarrier duffzero duffcopy
	morestack morestackc morestack_noctxt`),
	"go1.27": builtinList(`
	newobject mallocgc panicdivide panicshift panicmakeslicelen panicmakeslicecap throwinit panicwrap gopanic gorecover
	goschedguarded goPanicIndex goPanicIndexU goPanicSliceAlen goPanicSliceAlenU goPanicSliceAcap goPanicSliceAcapU goPanicSliceB
	goPanicSliceBU goPanicSlice3Alen goPanicSlice3AlenU goPanicSlice3Acap goPanicSlice3AcapU goPanicSlice3B goPanicSlice3BU
	goPanicSlice3C goPanicSlice3CU goPanicSliceConvert printbool printfloat64 printfloat32 printint printhex printuint
	printcomplex128 printcomplex64 printstring printquoted printpointer printuintptr printiface printeface printslice printnl
	printsp printlock printunlock concatstring2 concatstring3 concatstring4 concatstring5 concatstrings concatbyte2 concatbyte3
	concatbyte4 concatbyte5 concatbytes cmpstring intstring slicebytetostring slicebytetostringtmp slicerunetostring
	stringtoslicebyte stringtoslicerune slicecopy decoderune countrunes convT convTnoptr convT16 convT32 convT64 convTstring
	convTslice assertE2I assertE2I2 panicdottypeE panicdottypeI panicnildottype typeAssert interfaceSwitch ifaceeq efaceeq
	panicrangestate deferrangefunc rand rand32 makemap64 makemap makemap_small mapaccess1 mapaccess1_fast32 mapaccess1_fast64
	mapaccess1_faststr mapaccess1_fat mapaccess2 mapaccess2_fast32 mapaccess2_fast64 mapaccess2_faststr mapaccess2_fat mapassign
	mapassign_fast32 mapassign_fast32ptr mapassign_fast64 mapassign_fast64ptr mapassign_faststr mapIterStart mapdelete
	mapdelete_fast32 mapdelete_fast64 mapdelete_faststr mapIterNext mapclear makechan64 makechan chanrecv1 chanrecv2 chansend1
	closechan chanlen chancap writeBarrier typedmemmove typedmemclr typedslicecopy selectnbsend selectnbrecv selectsetpc selectgo
	block makeslice makeslice64 makeslicecopy growslice growsliceBuf growsliceBufNoAlias growsliceNoAlias unsafeslicecheckptr
	panicunsafeslicelen panicunsafeslicenilptr unsafestringcheckptr panicunsafestringlen panicunsafestringnilptr moveSlice
	moveSliceNoScan moveSliceNoCap moveSliceNoCapNoScan memmove memclrNoHeapPointers memclrHasPointers memequal memequal0
	memequal8 memequal16 memequal32 memequal64 memequal128 f32equal f64equal c64equal c128equal strequal interequal nilinterequal
	memhash memhash0 memhash8 memhash16 memhash32 memhash64 memhash128 f32hash f64hash c64hash c128hash strhash interhash
	nilinterhash int64div uint64div int64mod uint64mod float64toint64 float64touint64 float64touint32 int64tofloat64
	int64tofloat32 uint64tofloat64 uint64tofloat32 uint32tofloat64 complex128div racefuncenter racefuncexit raceread racewrite
	racereadrange racewriterange msanread msanwrite msanmove asanread asanwrite checkptrAlignment checkptrArithmetic
	libfuzzerTraceCmp1 libfuzzerTraceCmp2 libfuzzerTraceCmp4 libfuzzerTraceCmp8 libfuzzerTraceConstCmp1 libfuzzerTraceConstCmp2
	libfuzzerTraceConstCmp4 libfuzzerTraceConstCmp8 libfuzzerHookStrCmp libfuzzerHookEqualFold addCovMeta x86HasAVX x86HasFMA
	x86HasPOPCNT x86HasSSE41 armHasVFPv4 arm64HasATOMICS loong64HasLAMCAS loong64HasLAM_BH loong64HasDBAR_HINTS loong64HasLSX
	riscv64HasZbb asanregisterglobals KeepAlive deferproc deferprocStack deferreturn newproc panicoverflow sigpanic
	gcWriteBarrier1 gcWriteBarrier2 gcWriteBarrier3 gcWriteBarrier4 gcWriteBarrier5 gcWriteBarrier6 gcWriteBarrier7
	gcWriteBarrier8 duffzero duffcopy morestack morestackc morestack_noctxt retpolineAX retpolineCX retpolineDX retpolineBX
	retpolineBP retpolineSI retpolineDI retpolineR8 retpolineR9 retpolineR10 retpolineR11 retpolineR12 retpolineR13 retpolineR14
	retpolineR15 tls_g`),
}

// Types may have spaces in their names.
const builtinTypes = "int8;uint8;int16;uint16;int32;uint32;int64;uint64;float32;float64;complex64;complex128;unsafe.Pointer;uintptr;bool;string;error;func(error) string"

func builtinList(functions string) (names []string) {
	for _, f := range strings.Fields(functions) {
		names = append(names, "runtime."+f)
	}
	for t := range strings.SplitSeq(builtinTypes, ";") {
		names = append(names, "type:"+t, "type:*"+t)
	}
	return names
}

// Builtin returns the name of a symbol of the runtime that the object refers to by number. ok is false if the numbers of the release
// that has compiled the object are not known, or if it has no symbol with this one.
func (o *Object) Builtin(number int) (name string, ok bool) {
	list := builtins[version.Lang(o.Release())]
	if number < 0 || number >= len(list) {
		return "", false
	}
	return list[number], true
}

// Builtins returns the names of all symbols of the runtime to which objects of the same release refer by number.
func (o *Object) Builtins() []string { return builtins[version.Lang(o.Release())] }

// Release returns the release of Go that has compiled the object, such as go1.26.1.
func (o *Object) Release() string {
	if f := strings.Fields(o.Header); len(f) > 4 {
		return f[4]
	}
	return ""
}
