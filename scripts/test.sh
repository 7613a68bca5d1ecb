#!/bin/sh
# Runs the tests, with what they need installed first; arguments go to `swift test`, whose last line and exit
# status are this script's.
set -eu
cd "$(dirname "$0")/.."

PATH="$PWD/.build-tools/python/bin:$PATH"
export PATH
scripts/install.sh build test

# Warnings are errors here as in `make check`, so that the two share what they build.
CASSIA_STRICT=1
export CASSIA_STRICT
exec swift test --explicit-target-dependency-import-check error --disable-xctest "$@"
