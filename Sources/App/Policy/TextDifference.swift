/// The lines in which two texts differ.
enum TextDifference {
    enum Line: Equatable {
        case removed(String)
        case added(String)
        /// Lines that are the same.
        case between
    }

    static func lines(_ before: String, _ after: String) -> [Line] {
        let old = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let new = after.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let (removed, added) = changed(old, new)
        var lines: [Line] = []
        var (place, other) = (0, 0)
        while place < old.count || other < new.count {
            if removed.contains(place) {
                lines.append(.removed(old[place]))
                place += 1
            } else if added.contains(other) {
                lines.append(.added(new[other]))
                other += 1
            } else {
                if lines.last != .between { lines.append(.between) }
                (place, other) = (place + 1, other + 1)
            }
        }
        return lines.contains { $0 != .between } ? Array(lines.prefix(mostLines)) : []
    }

    /// More are not shown.
    private static let mostLines = 400
    /// Texts of more lines in between count as wholly other: comparing takes the square of them.
    private static let mostCompared = 2_000

    /// The places that went and those that came, without what is the same at both ends.
    private static func changed(_ old: [String], _ new: [String]) -> (removed: Set<Int>, added: Set<Int>) {
        let first = zip(old, new).prefix { $0 == $1 }.count
        let rest = min(old.count, new.count) - first
        let last = zip(old.reversed(), new.reversed()).prefix(rest).prefix { $0 == $1 }.count
        let (before, after) = (old[first..<old.count - last], new[first..<new.count - last])
        guard before.count + after.count <= mostCompared else {
            return (Set(before.indices), Set(after.indices))
        }
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in Array(after).difference(from: Array(before)) {
            switch change {
            case .remove(let place, _, _): removed.insert(first + place)
            case .insert(let place, _, _): added.insert(first + place)
            }
        }
        return (removed, added)
    }
}
