#!/bin/sh
# Decides the same made-up firms by Cassia's policies in columns, by numpy and by OpenFisca, sees that all answer
# alike, and times a whole table in and out. CASSIA_BENCH_FIRMS sets how many (1,000,000); OpenFisca, which is slow,
# gets a tenth at most. What isn't installed for Python is passed over.
set -eu
cd "$(dirname "$0")/.."
cassia=$PWD/.build/release/cassia
firms=${CASSIA_BENCH_FIRMS:-1000000}
few=$((firms < 100000 ? firms : 100000))

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

row() { printf '%-58s %14s %10s\n' "$1" "$2" "${3:-}"; }
has() { python3 -c "import $1" 2>/dev/null; }
ratio() { awk "BEGIN { printf \"%.1fx\", $1 / ($2 > 0 ? $2 : 1) }"; }
# Milliseconds of processor time that a peer prints in seconds.
peer() { sed -n "s|^$1 .* \([0-9.]*\) s of CPU.*|\1|p" | awk '{ printf "%.1f", $1 * 1000 }'; }
head_of() { head -n $(($1 + 1)) "$2"; }

has numpy || { echo "numpy is not installed: policies are not measured" >&2; exit 0; }
python3 scripts/peers/policy_firms.py "$firms" "$work/firms.csv"
"$cassia" bench policy --table "$work/firms.csv" --answers "$work/cassia.csv" >"$work/cassia"
ours=$(sed -n 's|^policy 1 threads: .* policies, \([0-9.]*\) ms of processor.*|\1|p' "$work/cassia")
clock=$(sed -n 's|^policy 1 threads: .*, \([0-9.]*\) ms$|\1|p' "$work/cassia")
two=$(sed -n 's|^policy 2 threads: .*, \([0-9.]*\) ms$|\1|p' "$work/cassia")
row "$firms firms by four policies, processor time" "$ours ms"
row "the same with two threads, by the clock" "$two ms" "$(ratio "$clock" "$two")"
sed -n 's|^explain \([a-z-]*\): \(.*\)$|\1, one firm explained: \2|p' "$work/cassia"

python3 scripts/peers/policy_numpy.py "$work/firms.csv" "$work/numpy.csv" >"$work/numpy"
cmp "$work/cassia.csv" "$work/numpy.csv" || { echo "numpy answers otherwise" >&2; exit 1; }
numpy=$(peer numpy <"$work/numpy")
row "numpy by hand, the same answers" "$numpy ms" "$(ratio "$numpy" "$ours")"

if has openfisca_core; then
    head_of "$few" "$work/firms.csv" >"$work/few.csv"
    python3 scripts/peers/policy_openfisca.py "$work/few.csv" "$work/openfisca.csv" >"$work/openfisca"
    head_of "$few" "$work/cassia.csv" | cmp - "$work/openfisca.csv" ||
        { echo "OpenFisca answers otherwise" >&2; exit 1; }
    openfisca=$(peer openfisca <"$work/openfisca")
    each=$(awk "BEGIN { printf \"%.1f\", $ours * $few / $firms }")
    row "OpenFisca, $few firms, the same answers" "$openfisca ms" "$(ratio "$openfisca" "$each")"
fi

for policy in hnte technology-sme; do
    /usr/bin/time -f '%e %M' -o "$work/time" "$cassia" policy decide --policy "$policy" --table "$work/firms.csv" \
        --out "$work/results.csv" --as-of 2017-06-30 --rejects "$work/rejects" >/dev/null
    row "$policy, table in and results out" "$(cut -d' ' -f1 "$work/time") s" \
        "$(($(cut -d' ' -f2 "$work/time") / 1024)) MB"
done

# --- From the register to results in the database, and what if ---
export CASSIA_DATABASE="sqlite:$work/register.db"
timed() {
    name=$1
    shift
    /usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
    row "$name" "$(tail -n 1 "$work/time" | cut -d' ' -f1) s" "$(($(tail -n 1 "$work/time" | cut -d' ' -f2) / 1024)) MB"
}
timed "register of $firms firms brought in" "$cassia" import firms --file "$work/firms.csv" --source department \
    --on 2017-06-30 --today 2017-06-30 --rejects "$work/rejects" --without-matching
timed "all policies matched with all firms and written" "$cassia" daily --date 2017-06-30
timed "the same again, nothing new" "$cassia" daily --date 2017-06-30
timed "the register decided by hnte, to a table" "$cassia" policy decide --policy hnte --out "$work/results.csv" \
    --as-of 2017-06-30
timed "the register decided by awards, to a table" "$cassia" policy decide --policy awards --out "$work/results.csv" \
    --as-of 2017-06-30
timed "what if of awards, register decided under both" "$cassia" policy whatif --policy awards \
    --set first_recognition=200000 --as-of 2017-06-30
