#!/bin/sh
# Builds the driver: native/build/falconer.bpf.o, its skeleton, and native/addon/build/Release/falconer.node.
# Does nothing where everything is newer than its sources. Needs clang, bpftool, libbpf-dev, libelf-dev, zlib1g-dev, a C++ compiler.
set -eu
cd "$(dirname "$0")"

fail() { echo "falconer: $1" >&2; exit 1; }

find_bpftool() {
	for tool in bpftool /usr/sbin/bpftool /usr/lib/linux-tools/*/bpftool; do
		if "$tool" version >/dev/null 2>&1; then echo "$tool"; return; fi
	done
	fail "bpftool is missing (Debian: apt-get install bpftool; Ubuntu: linux-tools-common linux-tools-generic)"
}

case "$(uname -s)" in Linux) ;; *) fail "the driver is for Linux, not $(uname -s)" ;; esac
case "$(uname -m)" in
	x86_64) arch=x86 ;;
	aarch64) arch=arm64 ;;
	*) fail "the driver knows x86-64 and arm64, not $(uname -m)" ;;
esac
clang=${CLANG:-clang}
command -v "$clang" >/dev/null || fail "clang is missing (apt-get install clang)"
[ -f /usr/include/bpf/bpf_helpers.h ] || fail "libbpf-dev is missing (apt-get install libbpf-dev libelf-dev zlib1g-dev)"
bpftool=$(find_bpftool)

mkdir -p build
object=build/falconer.bpf.o
skeleton=build/falconer.skel.h
if [ ! -f "$skeleton" ] || [ -n "$(find bpf build.sh -newer "$skeleton" -type f)" ]; then
	includes=/usr/include/$(uname -m)-linux-gnu
	"$clang" -O2 -g -Wall -Werror -target bpf "-D__TARGET_ARCH_$arch" -I"$includes" -c bpf/falconer.bpf.c -o "$object" ||
		fail "the eBPF programs do not compile with $("$clang" --version | head -n 1)"
	"$bpftool" gen skeleton "$object" name falconer_bpf >"$skeleton.new" || fail "bpftool cannot make the skeleton"
	mv "$skeleton.new" "$skeleton"
fi

addon=addon/build/Release/falconer.node
if [ ! -f "$addon" ] || [ -n "$(find addon "$skeleton" -newer "$addon" -type f -not -path 'addon/build/*')" ]; then
	sh node-gyp.sh addon || fail "the addon does not build: its messages are above"
fi
