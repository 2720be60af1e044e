#!/bin/sh
# Runs every test of every module: sh test.sh [-long | -all]
#
# With -long also on the second supported Go release, with the race detector, for other platforms of Go and on those for
# which there is an emulator, the vet of other systems, the fuzzers for a few seconds each, many more runs of what is
# random, and the benchmarks in a short form. With -all this is not bounded: all platforms, rare ways to build, and all scripts on both releases.
# As root it installs what is missing from Debian; otherwise what needs it is skipped with a line that says so.
set -eu
cd "$(dirname "$0")"

begin=$(date +%s)
long=
case "${1-}" in
-long) long=1 ;;
-all) long=all ;;
'') ;;
*)
	echo "usage: sh test.sh [-long | -all]" >&2
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
# Much of a script is one process after the other, so that one more of them keeps the processors busy. What is built has been vetted, and the test
# cache does not know that the tests build the tool.
test="go test -vet=off -count=1 -timeout 40m -parallel $(($(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1))"
if [ -z "$long" ]; then
	step $test $all
	exit
fi

export PREMAIN_LONG=$long
# What builds and runs programs of other platforms.
need qemu-arm qemu-user || true
if [ "$long" = all ]; then
	need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu || true
	need riscv64-linux-gnu-gcc gcc-riscv64-linux-gnu || true
fi
need node nodejs || true
need wine wine || true
need x86_64-w64-mingw32-ld binutils-mingw-w64-x86-64 || true
step $test $all

export PREMAIN_LONG=
# Not of what only starts programs.
step $test -race . ./bare/alloc ./section ./internal/gocmd ./internal/lifetest ./internal/linkstep ./internal/perfect ./internal/phase ./internal/unwind
step $test '-gcflags=all=-N -l' ./section
for f in internal/linkstep/goobj:FuzzParse internal/linkstep/archive:FuzzMembers internal/linkstep/memorymap:FuzzParse \
	internal/linkstep/size:FuzzRead internal/perfect:FuzzStrings bare/alloc:FuzzBump bare/alloc:FuzzPools bare/alloc:FuzzHeap; do
	step go test -vet=off "./${f%%:*}" -run '^$' -fuzz "${f##*:}" -fuzztime 4s -fuzzminimizetime 1s
done

# What users import, on systems whose programs cannot run here, of those that the test of platforms has compiled for.
for system in windows/amd64 darwin/arm64 freebsd/amd64 openbsd/amd64 plan9/386 wasip1/wasm linux/mips; do
	step env GOOS="${system%/*}" GOARCH="${system#*/}" CGO_ENABLED=0 go vet . ./bake ./bare/... ./preinit ./section ./premaintest
done

need perf linux-perf || need valgrind valgrind || true
# All subjects but those that take longest: values and building.
step go run -C benchmarks . -quick -only start,add,binary,reading,lookup,lifecycle,static,preinit,sizes,boards

# The other supported release. Both names stand here, so that each is tested whatever the machine's own is.
for release in go1.26.8 go1.27.4; do
	case "$(go version)" in *" $release "*) continue ;; esac
	if GOTOOLCHAIN=$release go version >/dev/null 2>&1; then
		export GOTOOLCHAIN=$release
		# Without what does not depend on the release; of the examples, only those without the Go runtime, which depend on it most.
		step $test $(go list $all | grep -v -E "^premain.dev/(internal/(baretest|programs|linkstep/(size|image|memorymap|confine))|benchmarks|examples)") premain.dev/examples/bare/...
		# Of what takes long, where the link step depends on the release: the format of objects, the runtime, the compiler's code.
		scripts='^(bake_kinds|bake_handles|bare_life|boot|boot_traps|coverage|pgo|preinit|preinit_needs|tests)$'
		[ "$long" != all ] || scripts=.
		step env PREMAIN_SCRIPTS=all $test -run "Scripts/$scripts" ./cmd/premain
		step env PREMAIN_LONG=$long $test -skip Conformance/linux-riscv64 ./internal/baretest
		step env PREMAIN_LONG=$long $test -run 'TestPlatforms/^(js|linux|wasip1|windows)$/(386|amd64|arm64|s390x|wasm)' ./internal/platformtest
	else
		echo "skip: $release (it cannot be downloaded here)"
	fi
done
