#!/bin/sh
# A round of what machines do all day: compiling, searching, archives, short shells, HTTP on loopback. In a folder of its own.
#
#   ordinary.sh FOLDER PORT     PORT: a web server on 127.0.0.1
set -u
cd "$1" || exit 1
work=$(mktemp -d round.XXXXXX)
cd "$work" || exit 1
for i in 1 2 3; do
	printf '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\nint main(void) { return puts("%s") < 0; }\n' "$i" > "part$i.c"
	gcc -O1 -o "part$i" "part$i.c" && "./part$i" > /dev/null
done
find /usr/share/doc /usr/include -name '*.h' -newer /etc/hostname > found 2> /dev/null
grep -rl define /usr/include/linux > defines 2> /dev/null
tar -czf headers.tgz -C /usr/include linux 2> /dev/null
tar -xzf headers.tgz
ls -lR linux > listing
cp -r linux copy
rm -rf linux
i=0
while [ $i -lt 40 ]; do
	sh -c 'cat /etc/hostname /etc/passwd | sort | uniq | wc -l; id -u; basename "$PWD"' > /dev/null
	i=$((i + 1))
done
i=0
while [ $i -lt 20 ]; do
	bash -c 'exec 3<> "/dev/tcp/127.0.0.1/$1" && printf "GET / HTTP/1.0\r\n\r\n" >&3 && cat <&3 > /dev/null' - "$2"
	i=$((i + 1))
done
cd .. && rm -rf "$work"
