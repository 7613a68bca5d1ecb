/// The name that someone who mistyped another probably meant; nil when none is close.
public func nearestName(to name: String, among names: some Sequence<String>) -> String? {
    let wanted = letters(of: name)
    var best: (name: String, distance: Int)?
    for candidate in names {
        let distance = editDistance(wanted, letters(of: candidate))
        if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(1, wanted.count / 2) else { return nil }
    return best.name
}

/// How many letters must be put in, left out or changed to come from one name to the other; capitals don't
/// count.
public func editDistance(_ left: String, _ right: String) -> Int {
    editDistance(letters(of: left), letters(of: right))
}

private func letters(of name: String) -> [Unicode.Scalar] {
    Array(name.lowercased().unicodeScalars.prefix(64))
}

/// Levenshtein's distance: insertions, deletions and substitutions.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var previous = Array(0...right.count)
    for (row, scalar) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            let substituted = previous[column] + (scalar == other ? 0 : 1)
            current.append(min(substituted, previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}
