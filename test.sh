#!/bin/sh
# Runs every test of every module: sh test.sh [-long]
#
# With -long also on the second supported Go release, with the race detector, for all platforms of Go and on those for
# which there is an emulator, the vet of other systems, the fuzzers for a few seconds each, many more runs of what is
# random, and the benchmarks in a short form.
# As root it installs what is missing from Debian; otherwise what needs it is skipped with a line that says so.
set -eu
cd "$(dirname "$0")"

begin=$(date +%s)
long=
case "${1-}" in
-long) long=1 ;;
'') ;;
*)
	echo "usage: sh test.sh [-long]" >&2
	exit 2
	;;
esac

# need COMMAND PACKAGE says whether a command is there, after having tried to install its package.
updated=
need() {
	command -v "$1" >/dev/null && return 0
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		[ -n "$updated" ] || apt-get update -qq >/dev/null 2>&1 || true
		updated=1
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2" >/dev/null 2>&1 || true
	fi
	command -v "$1" >/dev/null && return 0
	echo "skip: what needs $1 (apt-get install $2)"
	return 1
}

step() {
	# A list of many packages is cut short.
	echo "+ $(echo "$*" | cut -c 1-400) # after $(($(date +%s) - begin)) s"
	"$@"
}

all='premain.dev/... example.com/sifive-u/...' # of all modules in go.work

command -v go >/dev/null || {
	echo "there is no go command; install Go 1.26 or 1.27 from https://go.dev/dl"
	exit 1
}
need gcc gcc || true # for cgo and the race detector
need qemu-system-aarch64 qemu-system-arm || true
need qemu-system-riscv64 qemu-system-misc || true
need qemu-system-x86_64 qemu-system-x86 || true

unformatted=$(gofmt -l .)
[ -z "$unformatted" ] || {
	echo "gofmt would change: $unformatted"
	exit 1
}
step go vet $all
# Scripts of which a part runs with -long only, and then all of it at once.
longer='Scripts/^(bake_.*|bare_bake|bare_life|board_sizes|boot.*|caches|cgo|choice|clibrary|coverage|goflags|image_flash|memory_map|modes|overlay|pgo|preinit.*|programs|published|releases|required|size|tests|vendored)$'
# The examples' tests build the tool, which the test cache does not know.
if [ -z "$long" ]; then
	step go test -count=1 $all
	exit
fi
# Packages that have little else than a long form, which runs once.
random='premain.dev/internal/(baketest|baretest|collectiontest|debugtest|preinittest|programs|platformtest)$'
step go test -count=1 -skip "$longer" $(go list $all | grep -v -E "$random")

export PREMAIN_LONG=1
need qemu-arm qemu-user || true
need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu || true
need riscv64-linux-gnu-gcc gcc-riscv64-linux-gnu || true
step go test -run 'ChangedTool|RandomPrograms|Cache|Reproducible' ./cmd/premain
step go test -run "$longer" ./cmd/premain
step go test -v -run 'Hammer|Order' ./internal/lifetest
step go test -count=1 ./internal/baketest ./internal/baretest ./internal/collectiontest ./internal/debugtest ./internal/preinittest ./internal/programs
# Not of what only starts programs.
step env PREMAIN_LONG= go test -race ./bare/alloc
step go test -race . ./section ./internal/gocmd ./internal/lifetest ./internal/linkstep ./internal/perfect ./internal/phase ./internal/unwind
step go test '-gcflags=all=-N -l' ./section
for f in linkstep/goobj:FuzzParse linkstep/archive:FuzzMembers linkstep/memorymap:FuzzParse linkstep/size:FuzzRead perfect:FuzzStrings; do
	step go test "./internal/${f%%:*}" -run '^$' -fuzz "${f##*:}" -fuzztime 5s -fuzzminimizetime 1s
done
for f in FuzzBump FuzzPools FuzzHeap; do
	step go test ./bare/alloc -run '^$' -fuzz "$f" -fuzztime 5s -fuzzminimizetime 1s
done
step go test -v -run Random ./bare/alloc

# What runs programs of other platforms.
need node nodejs || true
need wine wine || true
need x86_64-w64-mingw32-ld binutils-mingw-w64-x86-64 || true
step go test -v -count=1 -timeout 30m ./internal/platformtest

# What users import, on systems whose programs cannot run here.
for system in windows/amd64 darwin/arm64 freebsd/amd64 openbsd/amd64 plan9/386 wasip1/wasm linux/mips64; do
	step env GOOS="${system%/*}" GOARCH="${system#*/}" CGO_ENABLED=0 go vet . ./bake ./bare/... ./preinit ./section ./premaintest
done

need perf linux-perf || need valgrind valgrind || true
# All subjects but those that take longest: values and building.
step go run -C benchmarks . -quick -only start,add,binary,reading,lookup,lifecycle,static,preinit,sizes,boards

# The other supported release. Both names stand here, so that each is tested whatever the machine's own is.
for release in go1.26.8 go1.27.4; do
	case "$(go version)" in *" $release "*) continue ;; esac
	if GOTOOLCHAIN=$release go version >/dev/null 2>&1; then
		# Of the examples, only those without the Go runtime, which depend most on the release.
		step env GOTOOLCHAIN=$release PREMAIN_LONG= PREMAIN_SCRIPTS=all go test -count=1 $(go list $all | grep -v -e premain.dev/internal/baretest -e premain.dev/benchmarks -e premain.dev/examples) \
			premain.dev/examples/bare/...
		step env GOTOOLCHAIN=$release go test -count=1 -skip Conformance/linux-riscv64 ./internal/baretest
		# Of the platforms, only those whose programs run here: js, linux, wasip1, windows.
		step env GOTOOLCHAIN=$release go test -count=1 -timeout 30m -run 'TestPlatforms/^[jlw]' ./internal/platformtest
	else
		echo "skip: $release (it cannot be downloaded here)"
	fi
done
