#!/bin/sh
# Runs the tests, with what they need installed first, and ends with the line 'N passed, N failed'.
# Arguments go to `swift test`, whose last line and exit status are this script's then.
set -eu
cd "$(dirname "$0")/.."

PATH="$PWD/.build-tools/python/bin:$PATH"
export PATH
scripts/install.sh build test

# Warnings are errors here as in `make check`, so that the two share what they build.
CASSIA_STRICT=1
export CASSIA_STRICT
test() { swift test --explicit-target-dependency-import-check error --disable-xctest "$@"; }
if [ $# -gt 0 ]; then
    test "$@"
    exit
fi

# All at once they hold so many files open that Foundation, which looks for the highest before it starts a process,
# reads beyond what the system has listed and crashes.
SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=24
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH

# What measures time or memory, or drives a browser, runs after the others and by itself.
alone='LiveServerTests|OpenAPITests|BrowserTests|FailoverTests|streamsInConstantMemory|memoryStaysFlat'
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
run() { { test "$@" 2>&1 || echo 'The tests failed.'; } | tee -a "$log"; }
run --skip "$alone"
run --skip-build --no-parallel --filter "$alone"
[ "$(grep -c '^The tests failed.$' "$log")" = 0 ] || status=1

all=$(sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\} .*/\1/p' "$log" | awk '{ sum += $1 } END { print sum + 0 }')
failed=$(grep -c 'Test [^ ].* failed after .* issue' "$log" || true)
runs=$(grep -c 'Test run with .* failed after' "$log" || true)
failed=$((failed - runs))
[ "$all" -gt 0 ] || status=1
# A run that broke off has failed, whatever was counted.
if [ "$status" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
echo "$((all - failed)) passed, $failed failed"
exit "$status"
