/// Reads the YAML of one policy into a `Policy`, with all that is wrong in its layout.
public struct PolicyFile {
    private static let keys = [
        "policy", "title", "document", "in_force", "parameters", "definitions", "conditions", "outcomes",
        "classes",
    ]
    /// Parameters, definitions or conditions of one policy.
    static let partLimit = 500

    var problems: ProblemList
    let facts: FactTable
    /// What a name stands for is said once.
    var seen: [String: TextPlace] = [:]
    var documents: [PolicyDocument] = []
    var inForce = DaySpan(from: Day(number: 0), until: nil)

    /// The policy, checked to the last unit on every day on which something in it changes; or all that is
    /// wrong.
    public static func read(
        _ text: PolicyText, file: String, facts: FactTable
    ) throws(PolicyProblems) -> Policy {
        var reader = PolicyFile(problems: ProblemList(file: file), facts: facts)
        guard let policy = reader.attempt({ (reader) throws(LocatedFault) in try reader.policy(text, file) }),
            reader.problems.problems.isEmpty
        else { throw PolicyProblems(reader.problems.sorted) }
        PolicyCompiler.check(policy, &reader.problems)
        guard reader.problems.problems.isEmpty else { throw PolicyProblems(reader.problems.sorted) }
        return policy
    }

    /// Reads a part, or keeps why not.
    mutating func attempt<Part>(
        _ read: (inout PolicyFile) throws(LocatedFault) -> Part
    ) -> Part? {
        do { return try read(&self) } catch {
            problems.add(error)
            return nil
        }
    }

    private mutating func policy(_ text: PolicyText, _ file: String) throws(LocatedFault) -> Policy {
        let section = try PolicySection(text, "policy", keys: PolicyFile.keys, &problems)
        let id = try section.requiredScalar("policy")
        guard PolicyFile.isID(id.text) else { throw LocatedFault(id.place(at: 0), .nameIllFormed(id.text)) }
        let title = try section.title(&problems)
        documents = try documents(section)
        inForce = try span(try section.required("in_force"), "in_force")
        let parameters = try self.parameters(section)
        let definitions = try self.definitions(section)
        let conditions = try self.conditions(section)
        let (outcomes, classes) = try self.outcomes(section, hasConditions: !conditions.isEmpty)
        return Policy(
            id: id.text, title: title, file: file, documents: documents, inForce: inForce,
            parameters: parameters, definitions: definitions, conditions: conditions, classes: classes,
            outcomes: outcomes, facts: facts)
    }

    /// Lower-case letters, digits and dashes, as the ids of policies are written: `sme-size`.
    static func isID(_ text: String) -> Bool {
        guard let first = text.utf8.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") else {
            return false
        }
        let isShaped = text.utf8.allSatisfy {
            ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
                || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
                || $0 == UInt8(ascii: "-")
        }
        return isShaped && text.utf8.count <= 64
    }

    mutating func limited(_ section: PolicySection, _ key: String) throws(LocatedFault) -> [PolicyText.Entry]
    {
        let entries = try section.entries(key)
        guard entries.count <= PolicyFile.partLimit else {
            throw LocatedFault(section.place(of: key) ?? section.place, .tooMany(key, PolicyFile.partLimit))
        }
        return entries
    }

    /// Names of parameters and definitions are their own, and no fact's.
    mutating func claim(_ entry: PolicyText.Entry) throws(LocatedFault) {
        guard entry.key.isPolicyName else { throw LocatedFault(entry.keyPlace, .nameIllFormed(entry.key)) }
        let isFact = facts.places[entry.key] != nil || facts.seriesPlaces[entry.key] != nil
        if isFact || seen[entry.key] != nil {
            throw LocatedFault(entry.keyPlace, .nameTwice(entry.key, before: seen[entry.key]))
        }
        seen[entry.key] = entry.keyPlace
    }

    // MARK: Documents, days, citations

    private mutating func documents(_ section: PolicySection) throws(LocatedFault) -> [PolicyDocument] {
        guard let items = try section.list("document"), !items.isEmpty else {
            throw LocatedFault(section.place, .keyMissing("document", in: "policy"))
        }
        var documents: [PolicyDocument] = []
        for item in items {
            let part = try PolicySection(item, "document", keys: ["id", "number", "title"], &problems)
            let id = try part.requiredScalar("id")
            guard !documents.contains(where: { $0.id == id.text }) else {
                throw LocatedFault(id.place(at: 0), .nameTwice(id.text, before: nil))
            }
            documents.append(
                PolicyDocument(
                    id: id.text, number: try part.requiredScalar("number").text,
                    title: try part.title(&problems)))
        }
        return documents
    }

    /// `{from: 2016-01-01, until: 2020-12-31}`
    private mutating func span(_ text: PolicyText, _ name: String) throws(LocatedFault) -> DaySpan {
        let section = try PolicySection(text, name, keys: ["from", "until"], &problems)
        guard let from = try section.day("from") else {
            throw LocatedFault(section.place, .keyMissing("from", in: name))
        }
        return try span(from: from, section)
    }

    func span(from: Day, _ section: PolicySection) throws(LocatedFault) -> DaySpan {
        let until = try section.day("until")
        if let until, until < from {
            throw LocatedFault(section.place(of: "until") ?? section.place, .periodReversed(from, until))
        }
        return DaySpan(from: from, until: until)
    }

    /// One citation, or a list of them; none where the key is not there.
    mutating func citations(_ section: PolicySection) throws(LocatedFault) -> [Citation] {
        guard let text = section["cite"] else { return [] }
        guard case .list(let items) = text.content else { return [try citation(text)] }
        var citations: [Citation] = []
        for item in items { citations.append(try citation(item)) }
        return citations
    }

    private mutating func citation(_ text: PolicyText) throws(LocatedFault) -> Citation {
        let section = try PolicySection(text, "cite", keys: ["document", "article"], &problems)
        let (document, article) = (
            try section.requiredScalar("document"), try section.requiredScalar("article")
        )
        guard documents.contains(where: { $0.id == document.text }) else {
            throw LocatedFault(
                document.place(at: 0), .documentUnknown(document.text, among: documents.map(\.id)))
        }
        guard !article.isEmpty else { throw LocatedFault(section.place, .keyMissing("article", in: "cite")) }
        return Citation(document: document.text, article: article.text)
    }

    /// Values or versions in the order of their days: none overlaps, and none of the policy's days is
    /// without.
    func checkPeriods(
        _ spans: [(span: DaySpan, place: TextPlace)], of name: String
    ) throws(LocatedFault) {
        guard let first = spans.first else { return }
        if first.span.from > inForce.from { throw LocatedFault(first.place, .periodGap(name, inForce.from)) }
        for (one, next) in zip(spans, spans.dropFirst()) {
            if next.span.from <= one.span.from || one.span.until.map({ $0 >= next.span.from }) == true {
                throw LocatedFault(next.place, .periodsOverlap(name, next.span.from))
            }
            if let until = one.span.until, until + 1 < next.span.from, inForce.contains(until + 1) {
                throw LocatedFault(next.place, .periodGap(name, until + 1))
            }
        }
        if let last = spans.last, let until = last.span.until, inForce.contains(until + 1) {
            throw LocatedFault(last.place, .periodGap(name, until + 1))
        }
    }
}
