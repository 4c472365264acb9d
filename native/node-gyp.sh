#!/bin/sh
# Builds an addon: sh native/node-gyp.sh FOLDER. The headers are those beside Node where they are, else nodejs.org's.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

fail() { echo "falconer: $1" >&2; exit 1; }

PATH="$root/node_modules/.bin:$PATH"
nodedir=${npm_config_nodedir:-}
beside=$(cd "$(dirname "$(readlink -f "$(command -v node)")")/.." && pwd)
if [ -z "$nodedir" ] && [ -f "$beside/include/node/node_api.h" ]; then nodedir=$beside; fi
if [ -z "$nodedir" ]; then
	node-gyp install --ensure --loglevel=error ||
		fail "the headers of Node $(node -v) are not in $beside/include/node, and nodejs.org is out of reach: install a Node with its headers (nodejs.org's archive and NodeSource's package have them)"
fi
node-gyp rebuild --directory "$1" ${nodedir:+--nodedir="$nodedir"} --loglevel=warn || fail "$1 does not compile: its messages are above"
