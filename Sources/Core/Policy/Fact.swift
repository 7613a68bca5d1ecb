/// What rules may know of a firm: its name, kind, bounds and titles, declared once for all policies.
public struct Fact: Sendable {
    public let name: String
    public let kind: Kind
    public let title: Sentence
    /// The heading that pages set it under.
    public let group: String?
    /// The least and the most that it can be, as `FactValues` holds it.
    public let low: Int64
    public let high: Int64
    /// What it may be where it is a word; the value is the place in this list.
    public let words: [PolicyWord]
    /// Whether experts judge it.
    public let isJudged: Bool
    /// How a firm could change it; nil where it can't.
    public let change: Change?

    public enum Kind: String, CaseIterable, Sendable {
        case money, count, points, share, day, word, flag, text

        /// How many of what `FactValues` holds make one of what people write.
        public var scale: Int64 {
            switch self {
            case .money, .points: 100
            case .share: 1_000_000
            default: 1
            }
        }
    }

    public struct Change: Sendable {
        /// As `FactValues` holds it.
        public let step: Int64
        public let direction: Direction

        public enum Direction: Sendable { case up, down, both }
    }
}

/// A word that a fact or a class may be, with its titles.
public struct PolicyWord: Hashable, Sendable {
    public let word: String
    public let title: Sentence
}

/// One fact of each of some following years, the last first.
public struct FactSeries: Sendable {
    public let name: String
    public let title: Sentence
    /// Places in `FactTable.facts`.
    public let facts: [Int]
}

/// All facts of the platform by name and place.
public struct FactTable: Sendable {
    public let facts: [Fact]
    public let series: [FactSeries]
    /// Headings of groups, in the order of the file.
    public let groups: [PolicyWord]
    /// The place of each fact.
    public let places: [String: Int]
    let seriesPlaces: [String: Int]
    /// How many years before the last full one a fact is of; nil where it is of no year.
    public let yearsBack: [Int?]
    /// The fact that tells from when on a firm has years.
    public let registeredOn: Int?

    init(facts: [Fact], series: [FactSeries], groups: [PolicyWord]) {
        (self.facts, self.series, self.groups) = (facts, series, groups)
        places = Dictionary(facts.enumerated().map { ($1.name, $0) }) { first, _ in first }
        seriesPlaces = Dictionary(series.enumerated().map { ($1.name, $0) }) { first, _ in first }
        var years = [Int?](repeating: nil, count: facts.count)
        for one in series { for (back, fact) in one.facts.enumerated() { years[fact] = back } }
        yearsBack = years
        registeredOn = places["registered_on"].flatMap { facts[$0].kind == .day ? $0 : nil }
    }

    public subscript(name: String) -> Fact? { places[name].map { facts[$0] } }

    /// No value known of any fact.
    public var unknown: FactValues { FactValues(count: facts.count) }
}

/// The facts of one firm by their places in the table; nil is unknown.
public struct FactValues: Sendable {
    /// Fen, hundredths of a point, millionths of a share, numbers of days, 1 and 0, places of words.
    public var values: [Int64?]
    /// Where each came from, where that is told; empty where nothing is.
    public var sources: [Int: String] = [:]

    public init(count: Int) { values = Array(repeating: nil, count: count) }
}
