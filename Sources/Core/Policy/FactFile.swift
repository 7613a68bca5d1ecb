/// Reads `facts.yaml` into the table of facts.
public struct FactFile {
    private static let factKeys = ["kind", "title", "group", "between", "judged", "words", "change"]
    private static let factLimit = 500
    /// A set of words is kept in 64 bits.
    static let wordLimit = 64

    private var problems: ProblemList

    /// The table, or all that is wrong.
    public static func read(_ text: PolicyText, file: String) throws(PolicyProblems) -> FactTable {
        var reader = FactFile(problems: ProblemList(file: file))
        let table = reader.table(text)
        guard let table, reader.problems.problems.isEmpty else {
            throw PolicyProblems(reader.problems.sorted)
        }
        return table
    }

    private mutating func table(_ text: PolicyText) -> FactTable? {
        do { return try wholeTable(text) } catch {
            problems.add(error)
            return nil
        }
    }

    private mutating func wholeTable(_ text: PolicyText) throws(LocatedFault) -> FactTable {
        let section = try PolicySection(text, "facts.yaml", keys: ["facts", "series", "groups"], &problems)
        let entries = try section.entries("facts")
        guard !entries.isEmpty else {
            throw LocatedFault(section.place, .keyMissing("facts", in: "facts.yaml"))
        }
        guard entries.count <= FactFile.factLimit else {
            throw LocatedFault(section.place, .tooMany("facts", FactFile.factLimit))
        }
        var seen: [String: TextPlace] = [:]
        var facts: [Fact] = []
        for entry in entries {
            do {
                try claim(entry, &seen)
                facts.append(try fact(entry))
            } catch { problems.add(error) }
        }
        let groups = try words(section, "groups")
        let series = try self.series(try section.entries("series"), facts, &seen)
        return FactTable(facts: facts, series: series, groups: groups)
    }

    private func claim(
        _ entry: PolicyText.Entry, _ seen: inout [String: TextPlace]
    ) throws(LocatedFault) {
        guard entry.key.isPolicyName else { throw LocatedFault(entry.keyPlace, .nameIllFormed(entry.key)) }
        if let before = seen.updateValue(entry.keyPlace, forKey: entry.key) {
            throw LocatedFault(entry.keyPlace, .nameTwice(entry.key, before: before))
        }
    }

    private mutating func fact(_ entry: PolicyText.Entry) throws(LocatedFault) -> Fact {
        let section = try PolicySection(
            entry.value, entry.key, at: entry.keyPlace, keys: FactFile.factKeys, &problems)
        let scalar = try section.requiredScalar("kind")
        guard let kind = Fact.Kind(rawValue: scalar.text) else {
            let kinds = Fact.Kind.allCases.map(\.rawValue)
            throw LocatedFault(scalar.place(at: 0), .choiceUnknown(scalar.text, of: "kind", among: kinds))
        }
        let words = try self.words(section, "words")
        guard (kind == .word) == !words.isEmpty else {
            throw LocatedFault(
                section.place(of: "words") ?? section.place,
                kind == .word
                    ? .keyMissing("words", in: entry.key)
                    : .keyUnknown("words", in: entry.key, among: FactFile.factKeys.filter { $0 != "words" }))
        }
        let title = try section.title(&problems)
        let bare = Fact(
            name: entry.key, kind: kind, title: title, group: try section.scalar("group")?.text,
            low: kind.widest(words.count).lowerBound, high: kind.widest(words.count).upperBound, words: words,
            isJudged: try section.flag("judged"), change: nil)
        let bounds = try self.bounds(section, bare)
        return Fact(
            name: bare.name, kind: kind, title: title, group: bare.group, low: bounds.0, high: bounds.1,
            words: words, isJudged: bare.isJudged, change: try change(section, kind))
    }

    /// Words with their titles: at most as many as fit a set.
    private mutating func words(
        _ section: PolicySection, _ key: String
    ) throws(LocatedFault) -> [PolicyWord] {
        var words: [PolicyWord] = []
        for entry in try section.entries(key) {
            let title = try PolicySection.sentence(entry.value, entry.key, &problems)
            guard !words.contains(where: { $0.word == entry.key }) else {
                throw LocatedFault(entry.keyPlace, .nameTwice(entry.key, before: nil))
            }
            words.append(PolicyWord(word: entry.key, title: title))
        }
        guard words.count <= FactFile.wordLimit else {
            throw LocatedFault(section.place, .tooMany(key, FactFile.wordLimit))
        }
        return words
    }

    // MARK: Bounds and changes

    /// `between: [0, 8]`, else what the kind allows.
    private func bounds(_ section: PolicySection, _ fact: Fact) throws(LocatedFault) -> (Int64, Int64) {
        guard let items = try section.list("between") else { return fact.kind.usual(fact.words.count) }
        let wide = fact.kind.widest(fact.words.count)
        let ends = items.map { item -> Int64? in
            item.scalar.flatMap { fact.value(of: $0.text.prefix { !$0.isWhitespace }.filter { $0 != "_" }) }
        }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low <= high, fact.kind != .text,
            fact.kind != .word, fact.kind != .flag
        else {
            let most = fact.text(of: wide.upperBound)
            throw LocatedFault(
                section["between"]?.place ?? section.place,
                .choiceUnknown(
                    "between", of: fact.name, among: ["[\(fact.text(of: wide.lowerBound)), \(most)]"]))
        }
        return (low, high)
    }

    private mutating func change(
        _ section: PolicySection, _ kind: Fact.Kind
    ) throws(LocatedFault) -> Fact.Change? {
        guard let text = section["change"] else { return nil }
        if let scalar = text.scalar, !scalar.isEmpty {
            let isThere = try section.choice(
                scalar, "change", ["true": true, "yes": true, "false": false, "no": false])
            return isThere ? Fact.Change(step: 1, direction: .both) : nil
        }
        let part = try PolicySection(text, "change", keys: ["by", "only"], &problems)
        var direction = Fact.Change.Direction.both
        if let only = try part.scalar("only") {
            direction = try part.choice(only, "only", ["up": .up, "down": .down])
        }
        guard let by = try part.scalar("by") else { return Fact.Change(step: 1, direction: direction) }
        return Fact.Change(step: try step(by, kind), direction: direction)
    }

    /// `10_000 yuan`, `1`, `0.5 points`, `1%`.
    private func step(_ scalar: PolicyScalar, _ kind: Fact.Kind) throws(LocatedFault) -> Int64 {
        let expression = try PolicyExpressionParser.parse(scalar)
        guard case .number(let value, let unit) = expression.kind else {
            if case .flag = expression.kind, kind == .flag { return 1 }
            throw LocatedFault(scalar.place(at: 0), .numberUnreadable(scalar.text))
        }
        // Registers hold shares over a denominator, facts hold them in millionths.
        let factor: Int128 = kind == .share ? 1_000_000 : kind.scale > 1 && unit == .number ? 100 : 1
        let whole = value * Fraction(factor, 1)
        let (step, rest) = whole.numerator.quotientAndRemainder(dividingBy: whole.denominator)
        guard rest == 0, step > 0, let step = Int64(exactly: step) else {
            throw LocatedFault(scalar.place(at: 0), .numberUnreadable(scalar.text))
        }
        return step
    }

    // MARK: Series

    private mutating func series(
        _ entries: [PolicyText.Entry], _ facts: [Fact], _ seen: inout [String: TextPlace]
    ) throws(LocatedFault) -> [FactSeries] {
        var series: [FactSeries] = []
        var taken: Set<Int> = []
        for entry in entries {
            try claim(entry, &seen)
            let section = try PolicySection(
                entry.value, entry.key, at: entry.keyPlace, keys: ["facts", "title"], &problems)
            let title = try section.title(&problems)
            var places: [Int] = []
            for item in try section.list("facts") ?? [] {
                let name = item.scalar?.text ?? ""
                guard let place = facts.firstIndex(where: { $0.name == name }) else {
                    throw LocatedFault(item.place, .nameUnknown(name, among: facts.map(\.name)))
                }
                guard taken.insert(place).inserted else {
                    throw LocatedFault(item.place, .nameTwice(name, before: nil))
                }
                if let first = places.first, facts[first].kind != facts[place].kind {
                    throw LocatedFault(
                        item.place, .unitsDiffer(facts[first].kind.unit, facts[place].kind.unit))
                }
                guard [.money, .count, .points, .share].contains(facts[place].kind) else {
                    throw LocatedFault(item.place, .numberWanted(found: facts[place].kind.unit))
                }
                places.append(place)
            }
            guard !places.isEmpty else {
                throw LocatedFault(section.place, .keyMissing("facts", in: entry.key))
            }
            series.append(FactSeries(name: entry.key, title: title, facts: places))
        }
        return series
    }
}

/// All that is wrong in files of policies.
public struct PolicyProblems: Error, Sendable {
    public let problems: [PolicyProblem]

    public init(_ problems: [PolicyProblem]) { self.problems = problems }
}

extension Fact.Kind {
    /// The unit of it in rules; text is kept out of them before.
    var unit: PolicyUnit {
        switch self {
        case .money: .money
        case .count: .count
        case .points: .points
        case .share: .share
        case .day: .day
        case .flag: .flag
        case .word, .text: .anyWord
        }
    }

    /// What `between` may say at most, so that sums of facts stay far from overflow.
    fileprivate func widest(_ words: Int) -> ClosedRange<Int64> {
        switch self {
        case .money: -Fen.limit.fen...Fen.limit.fen
        case .count: -1_000_000_000...1_000_000_000
        case .points: -1_000_000...1_000_000
        case .share: -1_000_000_000...1_000_000_000
        case .day: Int64(Day(1900, 1, 1)!.number)...Int64(Day(2199, 12, 31)!.number)
        case .flag: 0...1
        case .word: 0...Int64(max(words - 1, 0))
        case .text: 0...0
        }
    }

    fileprivate func usual(_ words: Int) -> (Int64, Int64) {
        switch self {
        case .money: (0, Fen.limit.fen)
        case .count: (0, 1_000_000_000)
        case .points: (0, 10_000)
        case .share: (0, 1_000_000)
        default: (widest(words).lowerBound, widest(words).upperBound)
        }
    }
}
