#!/bin/sh
# Measures the main jobs beside PostgreSQL's own pgbench in the same run, and prints a table. CASSIA_BENCH_GUARANTEES
# sets the size of the large book (1,000,000).
set -eu
cd "$(dirname "$0")/.."
cassia=$PWD/.build/release/cassia
guarantees=${CASSIA_BENCH_GUARANTEES:-1000000}
count=${CASSIA_BENCH_COMPENSATIONS:-60000}

work=$(mktemp -d)
server=
owner=$(id -u)
finish() {
    [ -z "$server" ] || as_owner "$binaries/pg_ctl" -s -D "$work/pg/data" -m immediate stop || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# PostgreSQL does not run as root.
as_owner() {
    if [ "$owner" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}

row() { printf '%-58s %14s %10s\n' "$1" "$2" "${3:-}"; }
rate() { sed -n "s|^$1 \([0-9]*\)/s.*|\1|p"; }
ratio() { awk "BEGIN { printf \"%.1fx\", $1 / ($2 > 0 ? $2 : 1) }"; }

# Runs a command; puts seconds into $seconds and the peak memory in MB into $memory.
timed() {
    /usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/out" 2>"$work/errors" || { cat "$work/errors" >&2; exit 1; }
    seconds=$(tail -n 1 "$work/time" | cut -d' ' -f1)
    memory=$(( $(tail -n 1 "$work/time" | cut -d' ' -f2) / 1024 ))
}

echo "Cassia on $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg) at the start"
row "four-way splits on one core" "$("$cassia" bench split | rate split)/s"

# --- Compensations: one claim paid with its split, postings, claims and audit record ---
binaries=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
mkdir -p "$work/pg"
chmod 755 "$work"
[ "$owner" != 0 ] || chown postgres "$work/pg"
as_owner "$binaries/initdb" -D "$work/pg/data" -U postgres --auth=trust --no-instructions -E UTF8 --locale=C >/dev/null
as_owner "$binaries/pg_ctl" -s -w -D "$work/pg/data" -l "$work/pg/log" \
    -o "-c listen_addresses='' -k $work/pg -c max_wal_size=4GB -c shared_buffers=512MB" start
server=1
url="postgresql://postgres@/bench?host=$work/pg"
psql -q -h "$work/pg" -U postgres -c 'CREATE DATABASE bench' >/dev/null

"$cassia" bench compensations --database "sqlite:$work/bench.db" --count "$count" >"$work/sqlite"
"$cassia" bench compensations --database "$url" --count $((count / 4)) >"$work/postgresql"
psql -q -h "$work/pg" -U postgres bench -f scripts/pgbench-prepare.sql >/dev/null
pgbench -n -M prepared -c 32 -j 2 -T 15 -D guarantees=$((count / 2)) -h "$work/pg" -U postgres \
    -f scripts/pgbench-compensation.sql bench >"$work/pgbench" 2>&1 || { cat "$work/pgbench" >&2; exit 1; }
peer=$(sed -n 's/^tps = \([0-9]*\).*/\1/p' "$work/pgbench")
writers=$(rate '64 writers' <"$work/sqlite")
batches=$(rate batches <"$work/sqlite")
row "PostgreSQL itself, one a transaction, 32 clients (pgbench)" "$peer/s" 1.0x
row "SQLite FULL, 64 writers" "$writers/s" "$(ratio "$writers" "$peer")"
row "SQLite FULL, batches of 1,000" "$batches/s" "$(ratio "$batches" "$peer")"
writers=$(rate '64 writers' <"$work/postgresql")
row "PostgreSQL, 64 writers" "$writers/s" "$(ratio "$writers" "$peer")"
as_owner "$binaries/pg_ctl" -s -D "$work/pg/data" -m immediate stop
server=

# --- The large book ---
"$cassia" bench book --out "$work/book" --guarantees "$guarantees" >"$work/events"
events=$(cut -d' ' -f1 <"$work/events")
export CASSIA_DATABASE="sqlite:$work/book.db"
timed "$cassia" import book --institutions "$work/book/institutions.csv" --agreements "$work/book/agreements.csv" \
    --guarantees "$work/book/guarantees.csv" --rejects "$work/rejects"
row "import of $guarantees guarantees" "$seconds s" "$memory MB"
timed "$cassia" import book --events "$work/book/events.csv" --rejects "$work/rejects"
row "import of $events events" "$(awk "BEGIN { printf \"%d\", $events / $seconds }")/s" "$memory MB"
for day in 2015-06-30 2026-01-01; do
    timed "$cassia" figures --as-of "$day" --json
    row "figures of $day" "$seconds s" "$memory MB"
done
timed "$cassia" export ledger --format hledger --out "$work/ledger.journal"
row "ledger export, $(( $(stat -c %s "$work/ledger.journal") / 1000000 )) MB" "$seconds s" "$memory MB"
timed "$cassia" verify --records-only
row "verify, SQLite's own check left out" "$seconds s" "$memory MB"
timed "$cassia" verify
row "verify" "$seconds s" "$memory MB"

# --- Policies ---
scripts/bench-policy.sh

# --- The site over the large book ---
scripts/bench-site.sh "$work/book.db"
