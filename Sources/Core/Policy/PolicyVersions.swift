/// Versions of a policy that follow one another: the next one ends the one before.
extension Policy {
    /// The same policy for other days.
    public func inForce(from day: Day, until last: Day?) -> Policy {
        Policy(
            id: id, title: title, file: file, documents: documents, inForce: DaySpan(from: day, until: last),
            parameters: parameters, definitions: definitions, conditions: conditions, classes: classes,
            outcomes: outcomes, facts: facts)
    }

    /// The versions with a new one from a day on: whatever was in force then ends the day before.
    public static func versions(_ versions: [Policy], adding next: Policy, from day: Day) -> [Policy] {
        let before = versions.compactMap { version -> Policy? in
            guard version.inForce.from < day else { return nil }
            guard version.inForce.contains(day) else { return version }
            return version.inForce(from: version.inForce.from, until: day + -1)
        }
        return before + [next.inForce(from: day, until: next.inForce.until)]
    }
}

/// The text of a policy with other values of its parameters from a day on.
public enum PolicyTextChange {
    /// Rewrites the values of the parameters that change and leaves every other line as it was; nil where the
    /// file writes them in a way that can't be changed line by line.
    ///
    /// - Parameters:
    ///   - tree: what the text says, with its places.
    ///   - policy: the policy of that text.
    ///   - changed: the same with the changes, as `Policy.changing` gives it.
    public static func text(
        _ text: String, _ tree: PolicyText, _ policy: Policy, changed: Policy
    ) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let places = keyPlaces(tree).sorted()
        let entries = tree.entries?.first { $0.key == "parameters" }?.value.entries ?? []
        // From the last to the first, so that the places before stay true.
        for entry in entries.sorted(by: { $0.keyPlace > $1.keyPlace }) {
            guard let old = policy.parameters.first(where: { $0.name == entry.key }),
                let new = changed.parameters.first(where: { $0.name == entry.key }),
                old.values.map(\.text) != new.values.map(\.text)
                    || old.values.map(\.from) != new.values.map(\.from)
            else { continue }
            guard let values = entry.value.entries?.first(where: { $0.key == "values" }),
                values.keyPlace.line > entry.keyPlace.line
            else { return nil }
            let inside = keyPlaces(values.value)
            let next = places.first { $0 > values.keyPlace && !inside.contains($0) }
            var end = next.map { $0.line - 1 } ?? lines.count
            guard end >= values.keyPlace.line else { return nil }
            while end > values.keyPlace.line, isBlank(lines[end - 1]) { end -= 1 }
            lines.replaceSubrange(
                values.keyPlace.line - 1..<end,
                with: self.lines(of: new, indent: values.keyPlace.column - 1))
        }
        return lines.joined(separator: "\n")
    }

    private static func keyPlaces(_ text: PolicyText) -> Set<TextPlace> {
        switch text.content {
        case .scalar: []
        case .list(let items): items.reduce(into: []) { $0.formUnion(keyPlaces($1)) }
        case .mapping(let entries):
            entries.reduce(into: []) {
                $0.insert($1.keyPlace)
                $0.formUnion(keyPlaces($1.value))
            }
        }
    }

    private static func isBlank(_ line: String) -> Bool {
        let first = line.first { $0 != " " && $0 != "\r" }
        return first == nil || first == "#"
    }

    private static func lines(of parameter: PolicyParameter, indent: Int) -> [String] {
        let blank = String(repeating: " ", count: indent)
        return ["\(blank)values:"]
            + parameter.values.map { value in
                let until = value.until.map { ", until: \($0)" } ?? ""
                return "\(blank)  - {from: \(value.from)\(until), value: \(value.text), "
                    + "cite: \(cite(value.citations))}"
            }
    }

    private static func cite(_ citations: [Citation]) -> String {
        let parts = citations.map { "{document: \($0.document), article: \(quoted($0.article))}" }
        return parts.count == 1 ? parts[0] : "[\(parts.joined(separator: ", "))]"
    }

    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.appendJSONString(text)
        return String(decoding: bytes, as: UTF8.self)
    }
}
