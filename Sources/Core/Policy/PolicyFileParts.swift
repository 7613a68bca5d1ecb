/// Parameters, definitions, conditions and outcomes of a policy's file.
extension PolicyFile {
    private static let parameterUnits: KeyValuePairs<String, PolicyUnit> = [
        "money": .money, "count": .count, "points": .points, "share": .share, "day": .day, "years": .years,
        "days": .days, "flag": .flag,
    ]

    mutating func parameters(_ section: PolicySection) throws(LocatedFault) -> [PolicyParameter] {
        try limited(section, "parameters").compactMap { entry in
            attempt { (reader) throws(LocatedFault) in try reader.parameter(entry) }
        }
    }

    private mutating func parameter(_ entry: PolicyText.Entry) throws(LocatedFault) -> PolicyParameter {
        try claim(entry)
        let section = try PolicySection(
            entry.value, entry.key, at: entry.keyPlace, keys: ["title", "kind", "values"], &problems)
        let title = try section.title(&problems)
        let unit = try section.choice(
            try section.requiredScalar("kind"), "kind", PolicyFile.parameterUnits)
        guard let items = try section.list("values"), !items.isEmpty, items.count <= PolicyFile.partLimit
        else {
            throw LocatedFault(section.place, .keyMissing("values", in: entry.key))
        }
        var values: [PolicyParameter.Value] = []
        for item in items { values.append(try value(item, of: entry.key, unit)) }
        let spans = zip(values, items).map { (DaySpan(from: $0.from, until: $0.until), $1.place) }
        try checkPeriods(spans, of: entry.key)
        return PolicyParameter(
            name: entry.key, title: title, unit: unit, values: values, place: entry.keyPlace)
    }

    private mutating func value(
        _ text: PolicyText, of name: String, _ unit: PolicyUnit
    ) throws(LocatedFault) -> PolicyParameter.Value {
        let section = try PolicySection(text, name, keys: ["from", "until", "value", "cite"], &problems)
        guard let from = try section.day("from") else {
            throw LocatedFault(section.place, .keyMissing("from", in: name))
        }
        let span = try self.span(from: from, section)
        let formula = try Formula(try section.requiredScalar("value"))
        let citations = try self.citations(section)
        guard !citations.isEmpty else { throw LocatedFault(section.place, .citeMissing(name)) }
        return PolicyParameter.Value(
            from: from, until: span.until,
            constant: try PolicyCompiler.constant(formula, unit, named: name, on: from, facts),
            text: formula.scalar.text, citations: citations)
    }

    // MARK: Definitions

    mutating func definitions(_ section: PolicySection) throws(LocatedFault) -> [PolicyDefinition] {
        try limited(section, "definitions").compactMap { entry in
            attempt { (reader) throws(LocatedFault) in try reader.definition(entry) }
        }
    }

    private mutating func definition(_ entry: PolicyText.Entry) throws(LocatedFault) -> PolicyDefinition {
        try claim(entry)
        let section = try PolicySection(
            entry.value, entry.key, at: entry.keyPlace,
            keys: ["title", "cite", "value", "bands", "match", "versions"], &problems)
        let title = try section.title(&problems)
        let citations = try self.citations(section)
        guard let items = try section.list("versions") else {
            let body = try self.body(section, orElse: ["versions"], isCited: !citations.isEmpty)
            let version = PolicyDefinition.Version(
                from: inForce.from, until: nil, body: body, citations: [])
            return PolicyDefinition(
                name: entry.key, title: title, citations: citations, versions: [version],
                place: entry.keyPlace)
        }
        if ["value", "bands", "match"].contains(where: { section[$0] != nil }) {
            throw LocatedFault(section.place, .oneOf(["value", "bands", "match", "versions"], in: entry.key))
        }
        guard !items.isEmpty, items.count <= PolicyFile.partLimit else {
            throw LocatedFault(section.place, .keyMissing("versions", in: entry.key))
        }
        var versions: [PolicyDefinition.Version] = []
        for item in items { versions.append(try version(item, of: entry.key, isCited: !citations.isEmpty)) }
        let spans = zip(versions, items).map { (DaySpan(from: $0.from, until: $0.until), $1.place) }
        try checkPeriods(spans, of: entry.key)
        return PolicyDefinition(
            name: entry.key, title: title, citations: citations, versions: versions, place: entry.keyPlace)
    }

    private mutating func version(
        _ text: PolicyText, of name: String, isCited: Bool
    ) throws(LocatedFault) -> PolicyDefinition.Version {
        let section = try PolicySection(
            text, name, keys: ["from", "until", "cite", "value", "bands", "match"], &problems)
        guard let from = try section.day("from") else {
            throw LocatedFault(section.place, .keyMissing("from", in: name))
        }
        let span = try self.span(from: from, section)
        let citations = try self.citations(section)
        let body = try self.body(section, orElse: [], isCited: isCited || !citations.isEmpty)
        return PolicyDefinition.Version(from: from, until: span.until, body: body, citations: citations)
    }

    private mutating func body(
        _ section: PolicySection, orElse: [String], isCited: Bool
    ) throws(LocatedFault) -> PolicyDefinition.Body {
        let given = ["value", "bands", "match"].filter { section[$0] != nil }
        guard given.count == 1 else {
            throw LocatedFault(section.place, .oneOf(["value", "bands", "match"] + orElse, in: section.name))
        }
        if given[0] == "value" { return try value(section) }
        guard isCited else { throw LocatedFault(section.place, .citeMissing(section.name)) }
        let text = try section.required(given[0])
        return given[0] == "bands" ? .bands(try bands(text)) : .match(try match(text))
    }

    /// A formula, or `[low, high]`.
    private func value(_ section: PolicySection) throws(LocatedFault) -> PolicyDefinition.Body {
        try value(try section.required("value"), section.name)
    }

    private func value(_ text: PolicyText, _ name: String) throws(LocatedFault) -> PolicyDefinition.Body {
        guard case .list(let items) = text.content else {
            guard let scalar = text.scalar else { throw LocatedFault(text.place, .wants(.text, of: name)) }
            return .formula(try Formula(scalar))
        }
        guard items.count == 2, let low = items[0].scalar, let high = items[1].scalar else {
            throw LocatedFault(text.place, .wants(.text, of: name))
        }
        return .range(try Formula(low), try Formula(high))
    }

    private mutating func bands(_ text: PolicyText) throws(LocatedFault) -> PolicyDefinition.Bands {
        let section = try PolicySection(text, "bands", keys: ["of", "upper", "lower", "steps"], &problems)
        var isUpper = false
        if let upper = try section.scalar("upper") {
            isUpper = try section.choice(upper, "upper", ["inclusive": true, "exclusive": false])
        }
        if let lower = try section.scalar("lower") {
            let isLower = try section.choice(lower, "lower", ["inclusive": true, "exclusive": false])
            guard isLower != isUpper || section["upper"] == nil else {
                throw LocatedFault(
                    lower.place(at: 0), .oneOf(["upper: inclusive", "lower: inclusive"], in: "bands"))
            }
            isUpper = !isLower
        }
        let of = try Formula(try section.requiredScalar("of"))
        let items = try section.list("steps") ?? []
        guard !items.isEmpty, items.count <= PolicyFile.partLimit else {
            throw LocatedFault(section.place, .keyMissing("steps", in: "bands"))
        }
        var steps: [PolicyDefinition.Bands.Step] = []
        for item in items {
            let part = try PolicySection(item, "steps", keys: ["from", "below", "to", "value"], &problems)
            if part["below"] != nil, part["to"] != nil {
                throw LocatedFault(part.place, .oneOf(["to", "below"], in: "steps"))
            }
            let (from, to) = (try part.scalar("from"), try part.scalar(part["to"] == nil ? "below" : "to"))
            steps.append(
                PolicyDefinition.Bands.Step(
                    from: try formula(from), to: try formula(to), value: try value(part), place: item.place))
        }
        return PolicyDefinition.Bands(of: of, isUpperInclusive: isUpper, steps: steps, place: section.place)
    }

    private func formula(_ scalar: PolicyScalar?) throws(LocatedFault) -> Formula? {
        guard let scalar else { return nil }
        return try Formula(scalar)
    }

    private mutating func match(_ text: PolicyText) throws(LocatedFault) -> PolicyDefinition.Match {
        let section = try PolicySection(text, "match", keys: ["of", "cases", "else"], &problems)
        let of = try Formula(try section.requiredScalar("of"))
        var cases: [PolicyDefinition.Match.Case] = []
        for entry in try section.entries("cases") {
            let words = entry.key.split(separator: ",").map { $0.trimmingBlanks }
            cases.append(
                PolicyDefinition.Match.Case(
                    words: words, value: try value(entry.value, entry.key), place: entry.keyPlace))
        }
        guard !cases.isEmpty else { throw LocatedFault(section.place, .keyMissing("cases", in: "match")) }
        let other = section["else"]
        return PolicyDefinition.Match(
            of: of, cases: cases,
            other: try other.map { (text) throws(LocatedFault) in try value(text, "else") },
            place: section.place, otherPlace: other?.place ?? section.place)
    }

    // MARK: Conditions and outcomes

    mutating func conditions(_ section: PolicySection) throws(LocatedFault) -> [PolicyCondition] {
        var ids: [String: TextPlace] = [:]
        var conditions: [PolicyCondition] = []
        for entry in try limited(section, "conditions") {
            let isNew = ids.updateValue(entry.keyPlace, forKey: entry.key) == nil
            if !isNew { problems.add(entry.keyPlace, .nameTwice(entry.key, before: nil)) }
            let read = attempt { (reader) throws(LocatedFault) in try reader.condition(entry) }
            if let read { conditions.append(read) }
        }
        return conditions
    }

    private mutating func condition(_ entry: PolicyText.Entry) throws(LocatedFault) -> PolicyCondition {
        guard entry.key.isPolicyName else { throw LocatedFault(entry.keyPlace, .nameIllFormed(entry.key)) }
        let section = try PolicySection(
            entry.value, entry.key, at: entry.keyPlace, keys: ["title", "holds", "cite"], &problems)
        let title = try section.title(&problems)
        let holds = try Formula(try section.requiredScalar("holds"))
        let citations = try self.citations(section)
        guard !citations.isEmpty else { throw LocatedFault(section.place, .citeMissing(entry.key)) }
        return PolicyCondition(
            id: entry.key, title: title, citations: citations, holds: holds, place: entry.keyPlace)
    }

    mutating func outcomes(
        _ section: PolicySection, hasConditions: Bool
    ) throws(LocatedFault) -> (PolicyOutcomes, [PolicyWord]) {
        let part = try PolicySection(
            try section.required("outcomes"), "outcomes",
            keys: ["verdict", "score", "class", "amount", "others", "classes"],
            &problems)
        let verdict = try part.scalar("verdict")
        let outcomes = PolicyOutcomes(
            verdict: try verdict.map { (scalar) throws(LocatedFault) in
                scalar.text == "all" ? .allConditions : .formula(try Formula(scalar))
            },
            score: try formula(try part.scalar("score")), class: try formula(try part.scalar("class")),
            amount: try formula(try part.scalar("amount")), others: try formula(try part.scalar("others")))
        if verdict == nil, part["score"] == nil, part["class"] == nil, part["amount"] == nil {
            throw LocatedFault(part.place, .keyMissing("verdict", in: "outcomes"))
        }
        var classes: [PolicyWord] = []
        let entries = try part.entries("classes") + section.entries("classes")
        for entry in entries {
            let title = try PolicySection.sentence(entry.value, entry.key, &problems)
            classes.append(PolicyWord(word: entry.key, title: title))
        }
        guard classes.count <= FactFile.wordLimit else {
            throw LocatedFault(part.place, .tooMany("classes", FactFile.wordLimit))
        }
        if part["class"] != nil, classes.isEmpty {
            throw LocatedFault(part.place, .keyMissing("classes", in: "outcomes"))
        }
        return (outcomes, classes)
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
