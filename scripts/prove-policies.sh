#!/bin/sh
# Decides made-up firms, most of them on the edges of rules, by the policies and by the plain reference of the tests
# (Tests/AppTests/Policy/Reference*.swift, which knows nothing of the language), for four years, and sees that all
# results agree byte for byte. CASSIA_PROOF_FIRMS sets how many firms in all (1,000,000).
set -eu
cd "$(dirname "$0")/.."
cassia=$PWD/.build/release/cassia
firms=${CASSIA_PROOF_FIRMS:-1000000}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

tests=Tests/AppTests/Policy
swiftc -O -swift-version 6 -parse-as-library -module-name PolicyReference -o "$work/reference" \
    "$tests/ReferenceAnswer.swift" "$tests/ReferenceFirm.swift" "$tests/ReferenceFirms.swift" \
    "$tests/ReferencePolicies.swift" "$tests/ReferenceRecognition.swift" Tests/AppTests/SeededNumbers.swift \
    scripts/peers/policy_reference.swift

policies='sme-size technology-sme hnte awards cultivation-entry rd-measures extra-deduction'
for year in 2017 2018 2021 2023; do
    mkdir "$work/$year"
    "$work/reference" "$year" "$((firms / 4))" "$work/$year"
    for policy in $policies; do
        "$cassia" policy decide --policy "$policy" --table "$work/$year/firms.csv" --out "$work/$year/results.csv" \
            --as-of "$year-06-30" --rejects "$work/$year/rejects" >/dev/null
        cmp "$work/$year/$policy.csv" "$work/$year/results.csv" ||
            { echo "$policy of $year answers otherwise than the reference" >&2; exit 1; }
    done
    rm -r "${work:?}/$year"
done
echo "$((firms / 4 * 4)) firms, $(echo "$policies" | wc -w) policies: the policies answer as the reference does"
