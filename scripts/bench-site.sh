#!/bin/sh
# Measures the site over a book, signed in, with wrk on the same cores, beside the same page from Go and from Flask.
#
#   scripts/bench-site.sh BOOK.db    a SQLite book that `cassia bench book` made; people are added to it
#
# The rates depend on what else the machine does; processor time for a request (the last column) hardly does.
set -eu
cd "$(dirname "$0")/.."
cassia=${CASSIA:-$PWD/.build/release/cassia}
book=$1
seconds=${CASSIA_BENCH_SECONDS:-8}
connections=32
site=http://127.0.0.1:8190
peer=http://127.0.0.1:8191
CASSIA_DATABASE=sqlite:$book
CASSIA_LANGUAGE=en
export CASSIA_DATABASE CASSIA_LANGUAGE

work=$(mktemp -d)
pids=
finish() {
    for pid in $pids; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

password=correct-horse-battery
add() {
    "$cassia" user list | grep -q "^$1 " ||
        printf '%s\n' "$password" | "$cassia" user add "$@" --password-from-input --keep-password >/dev/null
}
add bench.viewer --organisation bench-office --kind supervisor --organisation-name Office --roles viewer
add bench.guarantor --organisation G0 --roles clerk
add bench.bank --organisation B0 --roles clerk,administrator

# Milliseconds since 1970, and the processor time of a process and its children in milliseconds.
now() { echo $(($(date +%s%N) / 1000000)); }
used() {
    total=0
    for id in $1 $(pgrep -P "$1" || true); do
        total=$((total + $(awk '{ print ($14 + $15) * 10 }' "/proc/$id/stat" 2>/dev/null || echo 0)))
    done
    echo "$total"
}
wait_for() { until curl -s -o /dev/null "$1"; do sleep 0.01; done; }

printf '%-44s %8s %9s %9s %9s %10s\n' page bytes req/s p50 p99 'ms/req'

# measure NAME COOKIE ADDRESS PID
measure() {
    bytes=$(curl -s -H "Cookie: $2" "$3" | wc -c)
    before=$(used "$4")
    wrk -t1 "-c$connections" "-d${seconds}s" --latency -H "Cookie: $2" "$3" >"$work/wrk"
    after=$(used "$4")
    awk -v name="$1" -v bytes="$bytes" -v used=$((after - before)) '
        $1 == "50%" { half = $2 } $1 == "99%" { most = $2 } /requests in/ { count = $1 }
        $1 == "Requests/sec:" { rate = $2 } /Non-2xx/ { wrong = " " $0 }
        END { printf "%-44s %8d %9d %9s %9s %10.3f%s\n", name, bytes, rate, half, most, used / count, wrong }' "$work/wrk"
}

sign_in() {
    curl -s -o /dev/null -D - -H "Origin: $site" --data-urlencode "name=$1" --data-urlencode "password=$password" \
        "$site/sign-in" | sed -n 's/^[Ss]et-[Cc]ookie: \(cassia_session=[^;]*\).*/\1/p'
}

began=$(now)
"$cassia" serve --port 8190 >"$work/log" 2>&1 &
server=$!
pids="$pids $server"
wait_for "$site/healthz"
started=$(($(now) - began))
idle=$(($(awk '/VmRSS/ { print $2 }' "/proc/$server/status") / 1024))
office=$(sign_in bench.viewer)
own=$(sign_in bench.guarantor)

last=$(curl -s -H "Cookie: $own" "$site/guarantees" | sed -n 's|.*<td><a href="/guarantees/\([^"]*\)">.*|\1|p' | head -n 1)
measure "list, everything" "$office" "$site/guarantees" "$server"
curl -s -H "Cookie: $office" "$site/guarantees" >"$work/page.html"
measure "list, own of a guarantor" "$own" "$site/guarantees" "$server"
measure "one guarantee" "$own" "$site/guarantees/$last" "$server"
measure "list, deep" "$office" "$site/guarantees?after=50000" "$server"
measure "list, own, deep" "$own" "$site/guarantees?after=50000" "$server"
measure "list, by principal, deep" "$office" "$site/guarantees?sort=principal&after=50000~120000000" "$server"
measure "list, in force" "$office" "$site/guarantees?state=in_force" "$server"
measure "list, in a state that none is in" "$office" "$site/guarantees?state=applied" "$server"
measure "list, own, in force" "$own" "$site/guarantees?state=in_force" "$server"
measure "list, ending in five days of 2015" "$office" "$site/guarantees?ends_from=2015-03-01&ends_until=2015-03-05" \
    "$server"
measure "search, number" "$office" "$site/guarantees?q=K12345" "$server"
measure "search, credit code" "$office" "$site/guarantees?q=9145010000012" "$server"
measure "search, part of a name" "$office" "$site/guarantees?q=%E5%AE%9D%E5%9B%BD" "$server"
measure "search, part of every name" "$office" "$site/guarantees?q=%E7%A7%91%E6%8A%80" "$server"
measure "search, part of no name" "$office" "$site/guarantees?q=%E7%A7%91%E6%B5%B7%E5%A4%A9" "$server"

# --- The figures of days that were not asked for before, the first of them with the book read into memory ---
for day in 2020-12-31 2014-06-30 2016-02-29 2018-09-30; do
    took=$(curl -s -o /dev/null -w '%{time_total}' -H "Cookie: $office" "$site/figures?as_of=$day")
    echo "figures page of $day: $took s"
done

# --- Transitions through the API, one request each, 64 clients ---
bank=$(sign_in bench.bank)
word=$(curl -s -H "Cookie: $bank" "$site/tokens" | sed -n 's/.*name="form_word" value="\([^"]*\)".*/\1/p' | head -n 1)
CASSIA_TOKEN=$(curl -s -H "Cookie: $bank" -H "Origin: $site" --data-urlencode "form_word=$word" \
    -d "name=bench.m$(now)&days=1&may_enter=yes&may_read_book=yes" "$site/tokens" |
    sed -n 's/.*<code>\(cassia_[^<]*\)<.*/\1/p' | head -n 1)
CASSIA_RECORDS=$work/records
export CASSIA_TOKEN CASSIA_RECORDS
python3 - "$book" >"$CASSIA_RECORDS" <<'PYTHON'
import sqlite3, sys
rows = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True).execute("""
    SELECT g.number, p.version FROM guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id
        JOIN agreement a ON a.id = g.agreement_id JOIN institution b ON b.id = a.bank_id
    WHERE b.code = 'B0' AND p.state = 'in_force'""")
for number, version in rows:
    print(number, version)
PYTHON
before=$(used "$server")
wrk -t1 -c64 "-d${seconds}s" --latency -s scripts/bench-transitions.lua "$site" >"$work/wrk"
after=$(used "$server")
awk -v used=$((after - before)) '$1 == "50%" { half = $2 } $1 == "99%" { most = $2 } /requests in/ { count = $1 }
    $1 == "Requests/sec:" { rate = $2 } /Non-2xx/ { wrong = ";" $0 }
    END { printf "transitions, 64 clients: %d/s, p50 %s, p99 %s, %.3f ms of processor time each%s\n", rate, half, most,
        used / count, wrong }' "$work/wrk"
loaded=$(($(awk '/VmRSS/ { print $2 }' "/proc/$server/status") / 1024))
mine=$(($(awk '/RssAnon/ { print $2 }' "/proc/$server/status") / 1024))
echo "start to first answer $started ms; idle $idle MB; after this $loaded MB, $mine MB without the mapped file"

# --- The same page from others ---
export CASSIA_BOOK="$book" CASSIA_PAGE="$work/page.html" PORT=8191
if command -v go >/dev/null && [ -d /usr/share/gocode/src/github.com/mattn/go-sqlite3 ]; then
    GO111MODULE=off GOPATH=/usr/share/gocode go build -tags libsqlite3 -o "$work/go_site" scripts/peers/go_site.go
    "$work/go_site" &
    pids="$pids $!"
    go=$!
    wait_for "$peer/guarantees"
    measure "the same list from Go, html/template" "$office" "$peer/guarantees" "$go"
    kill "$go"
    wait "$go" 2>/dev/null || true
else
    echo "Go or its driver for SQLite is not installed: not measured"
fi
# The one that Debian's packages are for may not be the first.
python=
for one in python3 /usr/bin/python3; do
    [ -n "$python" ] || ! "$one" -c 'import flask, gunicorn' 2>/dev/null || python=$one
done
if [ -n "$python" ]; then
    "$python" -m gunicorn --chdir scripts/peers -w 2 --threads 4 -b 127.0.0.1:8191 --log-level error flask_site:app &
    flask=$!
    pids="$pids $flask"
    wait_for "$peer/guarantees"
    measure "the same list from Flask, gunicorn" "$office" "$peer/guarantees" "$flask"
else
    echo "Flask or gunicorn is not installed: not measured"
fi
