#!/bin/sh
# What to link: libbpf inside the addon where its archive can be (Debian's is not position independent), else the shared one.
compiler=${CC:-cc}
archive=$("$compiler" -print-file-name=libbpf.a)
if [ -f "$archive" ] && "$compiler" -shared -o /dev/null -Wl,--whole-archive "$archive" -Wl,--no-whole-archive -lelf -lz 2>/dev/null; then
	echo "$archive -lelf -lz"
else
	echo "-lbpf -lelf -lz"
fi
