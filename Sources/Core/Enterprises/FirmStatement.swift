/// What sources have told of a firm, and what counts on a day: nothing is overwritten, the newest of a source
/// stands for it, and where sources differ the one of the higher rank comes first.

/// Who told something.
public struct FirmFactSource: Hashable, Sendable {
    public let number: Int64
    public let name: String
    public let kind: Kind

    /// From the one that counts first to the one that counts last.
    public enum Kind: String, CaseIterable, Sendable {
        /// Derived from rights, certificates, hosting and incidents that are registered one by one.
        case register
        /// A department that answers for it.
        case agency
        /// The firm's books of R&D expense, voucher by voucher.
        case books
        /// The firm itself.
        case firm
        /// A table without a sender.
        case table

        public var rank: Int { Kind.allCases.firstIndex(of: self) ?? 0 }

        public var name: Sentence {
            switch self {
            case .register: Sentence(zh: "登记簿", en: "register")
            case .agency: Sentence(zh: "部门", en: "agency")
            case .books: Sentence(zh: "研发费用辅助账", en: "R&D books")
            case .firm: Sentence(zh: "企业", en: "firm")
            case .table: Sentence(zh: "导入", en: "import")
            }
        }
    }

    public init(number: Int64, name: String, kind: Kind) {
        self.number = number
        self.name = name
        self.kind = kind
    }
}

/// All that one source told of a firm at one time.
public struct FirmStatement: Sendable {
    public let source: FirmFactSource
    /// The day for which it was told.
    public let day: Day
    /// The audit record under which it was entered, and the place in it.
    public let toldIn: Int64
    public let place: Int64
    /// The year of the facts of the last year.
    public let lastYear: Int
    /// By `FirmFact.place`; nil for what it does not tell.
    public let values: [FirmFactValue?]
    /// The name that it gives where that is not the registered one.
    public let otherName: String?

    public init(
        source: FirmFactSource, day: Day, toldIn: Int64, place: Int64, lastYear: Int,
        values: [FirmFactValue?], otherName: String? = nil
    ) {
        precondition(values.count == FirmFact.all.count, "a value or none for each fact")
        self.source = source
        self.day = day
        self.toldIn = toldIn
        self.place = place
        self.lastYear = lastYear
        self.values = values
        self.otherName = otherName
    }

    /// The value for what a fact means when asked in a year after `askedYear`; nil where it tells none.
    public func value(of fact: FirmFact, lastYear askedYear: Int) -> FirmFactValue? {
        guard let year = fact.year else { return values[fact.place] }
        guard let told = fact.sibling(back: year.back + lastYear - askedYear) else { return nil }
        return values[told.place]
    }

    fileprivate var order: (Day, Int64, Int64) { (day, toldIn, place) }
}

/// One value of a fact with who told it, for when, and in which record.
public struct ToldFirmFact: Hashable, Sendable {
    public let value: FirmFactValue
    public let source: FirmFactSource
    public let day: Day
    /// The audit record; 0 for what is derived.
    public let toldIn: Int64

    public init(value: FirmFactValue, source: FirmFactSource, day: Day, toldIn: Int64) {
        self.value = value
        self.source = source
        self.day = day
        self.toldIn = toldIn
    }
}

extension Sequence<FirmStatement> {
    /// What the sources say of a fact on a day, each its newest, the one that counts first.
    public func told(_ fact: FirmFact, on day: Day) -> [ToldFirmFact] {
        told(fact, on: day, lastYear: day.year - 1)
    }

    /// The same with another year for the last one.
    public func told(_ fact: FirmFact, on day: Day, lastYear: Int) -> [ToldFirmFact] {
        var newest: [(statement: FirmStatement, value: FirmFactValue)] = []
        for statement in self where statement.day <= day {
            guard let value = statement.value(of: fact, lastYear: lastYear) else { continue }
            if let known = newest.firstIndex(where: { $0.statement.source == statement.source }) {
                guard newest[known].statement.order < statement.order else { continue }
                newest[known] = (statement, value)
            } else {
                newest.append((statement, value))
            }
        }
        newest.sort { left, right in
            let (one, other) = (left.statement, right.statement)
            let ranks = (one.source.kind.rank, other.source.kind.rank)
            return ranks.0 == ranks.1 ? one.order > other.order : ranks.0 < ranks.1
        }
        return newest.map {
            ToldFirmFact(
                value: $0.value, source: $0.statement.source, day: $0.statement.day,
                toldIn: $0.statement.toldIn)
        }
    }
}

/// A fact as the register has it: the value that counts, and what other sources say.
public struct KnownFirmFact: Hashable, Sendable {
    public let fact: FirmFact
    /// The one that counts first; never empty.
    public let told: [ToldFirmFact]

    public init?(_ fact: FirmFact, _ told: [ToldFirmFact]) {
        guard !told.isEmpty else { return nil }
        self.fact = fact
        self.told = told
    }

    public var value: FirmFactValue { told[0].value }
    public var source: FirmFactSource { told[0].source }
    public var day: Day { told[0].day }
    /// Whether sources differ.
    public var isDisputed: Bool { told.contains { $0.value != value } }
}
