/// Cases beside a policy: facts in, outcomes expected; whoever changes the policy sees what else has changed.
public struct PolicyCase: Sendable {
    public let name: Sentence
    public let place: TextPlace
    public let day: Day
    public let facts: FactValues
    let expected: [Expectation]

    struct Expectation: Sendable {
        let key: String
        /// What the decision must say, as `PolicyCaseRun` writes it.
        let value: String
        let place: TextPlace
    }
}

/// The cases of one policy.
public struct PolicyCaseFile: Sendable {
    public let policy: String
    public let cases: [PolicyCase]

    private static let expectKeys = [
        "verdict", "class", "score", "amount", "failed", "open", "waits_for", "definitions", "in_force",
    ]
    private static let caseLimit = 5_000

    /// Those that speak of days before one.
    public func before(_ day: Day) -> PolicyCaseFile {
        PolicyCaseFile(policy: policy, cases: cases.filter { $0.day < day })
    }

    /// Reads a file of cases, or says all that is wrong.
    public static func read(
        _ text: PolicyText, file: String, facts: FactTable
    ) throws(PolicyProblems) -> PolicyCaseFile {
        var reader = PolicyCaseReader(facts: facts, problems: ProblemList(file: file))
        let read: PolicyCaseFile?
        do { read = try reader.file(text, expectKeys, caseLimit) } catch {
            reader.problems.add(error)
            read = nil
        }
        guard let read, reader.problems.problems.isEmpty else { throw PolicyProblems(reader.problems.sorted) }
        return read
    }
}

/// Reads bases and cases.
private struct PolicyCaseReader {
    let facts: FactTable
    var problems: ProblemList

    mutating func file(
        _ text: PolicyText, _ expectKeys: [String], _ limit: Int
    ) throws(LocatedFault) -> PolicyCaseFile {
        let section = try PolicySection(text, "cases", keys: ["policy", "cases", "bases"], &problems)
        let policy = try section.requiredScalar("policy").text
        var bases: [String: FactValues] = [:]
        for entry in try section.entries("bases") {
            // A base may build on one before it.
            let inner = try PolicySection(
                entry.value, entry.key, at: entry.keyPlace, keys: ["like"] + facts.facts.map(\.name),
                &problems)
            let start = try base(inner, bases)
            bases[entry.key] = try values(entry.value, entry.key, start: start)
        }
        var cases: [PolicyCase] = []
        let items = try section.list("cases") ?? []
        guard items.count <= limit else { throw LocatedFault(section.place, .tooMany("cases", limit)) }
        for item in items {
            do { cases.append(try one(item, bases, expectKeys)) } catch { problems.add(error) }
        }
        return PolicyCaseFile(policy: policy, cases: cases)
    }

    private func base(
        _ section: PolicySection, _ bases: [String: FactValues]
    ) throws(LocatedFault) -> FactValues {
        guard let like = try section.scalar("like") else { return facts.unknown }
        guard let base = bases[like.text] else {
            throw LocatedFault(
                like.place(at: 0), .choiceUnknown(like.text, of: "like", among: bases.keys.sorted()))
        }
        return base
    }

    private mutating func one(
        _ text: PolicyText, _ bases: [String: FactValues], _ expectKeys: [String]
    ) throws(LocatedFault) -> PolicyCase {
        let section = try PolicySection(
            text, "case", keys: ["name", "as_of", "like", "facts", "expect"], &problems)
        let name = try PolicySection.sentence(try section.required("name"), "name", &problems)
        guard let day = try section.day("as_of") else {
            throw LocatedFault(section.place, .keyMissing("as_of", in: "case"))
        }
        var values = try base(section, bases)
        if let changed = section["facts"] { values = try self.values(changed, "facts", start: values) }
        let expect = try section.required("expect")
        let known = try PolicySection(expect, "expect", keys: expectKeys, &problems)
        guard expect.entries?.isEmpty == false else {
            throw LocatedFault(known.place, .keyMissing("verdict", in: "expect"))
        }
        var expected: [PolicyCase.Expectation] = []
        for entry in expect.entries ?? [] {
            guard entry.key == "definitions" else {
                expected.append(try expectation(entry.key, entry.value))
                continue
            }
            for part in entry.value.entries ?? [] {
                expected.append(try expectation("= " + part.key, part.value))
            }
        }
        return PolicyCase(name: name, place: text.place, day: day, facts: values, expected: expected)
    }

    private func expectation(
        _ key: String, _ text: PolicyText
    ) throws(LocatedFault) -> PolicyCase.Expectation {
        let value: String
        switch text.content {
        case .scalar(let scalar): value = PolicyCaseText.plain(scalar.text)
        case .list(let items):
            let texts = items.map { PolicyCaseText.plain($0.scalar?.text ?? "") }
            let isRange = key == "score" || key == "amount" || key.hasPrefix("= ")
            value =
                isRange && texts.count == 2 && texts[0] == texts[1]
                ? texts[0] : "[\(texts.joined(separator: ", "))]"
        case .mapping: throw LocatedFault(text.place, .wants(.text, of: key))
        }
        return PolicyCase.Expectation(key: key, value: value, place: text.place)
    }

    private mutating func values(
        _ text: PolicyText, _ name: String, start: FactValues
    ) throws(LocatedFault) -> FactValues {
        guard let entries = text.entries else { throw LocatedFault(text.place, .wants(.mapping, of: name)) }
        var values = start
        for entry in entries where entry.key != "like" || facts.places["like"] != nil {
            guard let place = facts.places[entry.key] else {
                throw LocatedFault(entry.keyPlace, .nameUnknown(entry.key, among: facts.places.keys))
            }
            guard let scalar = entry.value.scalar else {
                throw LocatedFault(entry.value.place, .wants(.text, of: entry.key))
            }
            let fact = facts.facts[place]
            if scalar.isEmpty {
                values.values[place] = nil
            } else if let value = fact.value(of: scalar.text.filter { $0 != "_" || fact.kind == .word }) {
                values.values[place] = fact.kind == .text ? nil : value
            } else {
                throw LocatedFault(entry.value.place, .valueUnreadable(fact.refusal(of: scalar.text)))
            }
        }
        return values
    }
}

extension PolicyFault {
    static func valueUnreadable(_ sentence: Sentence) -> PolicyFault {
        PolicyFault("value_unreadable", zh: sentence.zh, en: sentence.en)
    }
}
