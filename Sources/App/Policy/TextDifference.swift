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
        let difference = new.difference(from: old)
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in difference {
            switch change {
            case .remove(let place, _, _): removed.insert(place)
            case .insert(let place, _, _): added.insert(place)
            }
        }
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
        return lines.contains { $0 != .between } ? lines : []
    }
}
