/// One mapping of a policy file with the keys that it may have: how the parsers of facts and policies ask
/// for parts.
struct PolicySection {
    let name: String
    let place: TextPlace
    private let parts: [String: PolicyText.Entry]

    /// Unknown keys are problems, and the rest is read all the same.
    init(
        _ text: PolicyText, _ name: String, at place: TextPlace? = nil, keys: [String],
        _ problems: inout ProblemList
    ) throws(LocatedFault) {
        guard let entries = text.entries else { throw LocatedFault(text.place, .wants(.mapping, of: name)) }
        (self.name, self.place) = (name, place ?? text.place)
        var parts: [String: PolicyText.Entry] = [:]
        for entry in entries {
            if !keys.contains(entry.key) {
                problems.add(entry.keyPlace, .keyUnknown(entry.key, in: name, among: keys))
            } else if let before = parts.updateValue(entry, forKey: entry.key) {
                problems.add(entry.keyPlace, .nameTwice(entry.key, before: before.keyPlace))
            }
        }
        self.parts = parts
    }

    subscript(key: String) -> PolicyText? { parts[key]?.value }

    func place(of key: String) -> TextPlace? { parts[key]?.keyPlace }

    func required(_ key: String) throws(LocatedFault) -> PolicyText {
        guard let text = self[key] else { throw LocatedFault(place, .keyMissing(key, in: name)) }
        return text
    }

    func scalar(_ key: String) throws(LocatedFault) -> PolicyScalar? {
        guard let text = self[key] else { return nil }
        guard let scalar = text.scalar else { throw LocatedFault(text.place, .wants(.text, of: key)) }
        return scalar
    }

    func requiredScalar(_ key: String) throws(LocatedFault) -> PolicyScalar {
        guard let scalar = try scalar(key) else { throw LocatedFault(place, .keyMissing(key, in: name)) }
        return scalar
    }

    func list(_ key: String) throws(LocatedFault) -> [PolicyText]? {
        guard let text = self[key] else { return nil }
        guard case .list(let items) = text.content else {
            throw LocatedFault(text.place, .wants(.list, of: key))
        }
        return items
    }

    /// The parts of a mapping within, in order; none where the key is not there.
    func entries(_ key: String) throws(LocatedFault) -> [PolicyText.Entry] {
        guard let text = self[key] else { return [] }
        guard let entries = text.entries else { throw LocatedFault(text.place, .wants(.mapping, of: key)) }
        return entries
    }

    func day(_ key: String) throws(LocatedFault) -> Day? {
        guard let scalar = try scalar(key), !scalar.isEmpty else { return nil }
        guard let day = Day(scalar.text) else {
            throw LocatedFault(scalar.place(at: 0), .dayUnreadable(scalar.text))
        }
        return day
    }

    func flag(_ key: String) throws(LocatedFault) -> Bool {
        guard let scalar = try scalar(key) else { return false }
        return try self.choice(scalar, key, ["true": true, "yes": true, "false": false, "no": false])
    }

    func choice<Value>(
        _ scalar: PolicyScalar, _ key: String, _ choices: KeyValuePairs<String, Value>
    ) throws(LocatedFault) -> Value {
        guard let choice = choices.first(where: { $0.key == scalar.text }) else {
            throw LocatedFault(
                scalar.place(at: 0), .choiceUnknown(scalar.text, of: key, among: choices.map(\.key)))
        }
        return choice.value
    }

    /// A title in both languages.
    func title(_ problems: inout ProblemList) throws(LocatedFault) -> Sentence {
        try PolicySection.sentence(try required("title"), "title", &problems)
    }

    static func sentence(
        _ text: PolicyText, _ name: String, _ problems: inout ProblemList
    ) throws(LocatedFault) -> Sentence {
        let section = try PolicySection(text, name, keys: ["zh", "en"], &problems)
        let (zh, en) = (try section.requiredScalar("zh"), try section.requiredScalar("en"))
        guard !zh.isEmpty else { throw LocatedFault(section.place, .keyMissing("zh", in: name)) }
        guard !en.isEmpty else { throw LocatedFault(section.place, .keyMissing("en", in: name)) }
        return Sentence(zh: zh.text, en: en.text)
    }
}
