public import Core
public import Storage

/// The facts of many firms column by column, for decisions about the whole register: for each fact an array
/// of values in the order of the firms.
public struct FactColumns: Sendable {
    /// The firms by rising number.
    public private(set) var numbers: [Int64] = []
    public private(set) var creditCodes: [String] = []
    public private(set) var names: [String] = []
    /// What was asked for.
    public let facts: [FirmFact]
    /// By the place of the fact in `facts`: fen, things, hundredths of points, numbers of days, 0 or 1, the
    /// digits of a division, the place of a word in `SizeIndustry.allCases`; `unknown` where nothing is
    /// known. Industries and texts are in `texts`.
    public private(set) var values: [[Int64]]
    /// Industries and texts by the place of their fact; empty for the others.
    public private(set) var texts: [[String?]]

    public static let unknown = Int64.min

    /// Reads the whole register in chunks of at most `step` firms and hands them over in the order of the
    /// firms; several are read at a time.
    ///
    /// - Parameter isNamed: whether codes and names are read too; without them it is faster.
    public static func forEach(
        _ facts: [FirmFact], on day: Day, in book: Book, step: Int64 = 16_384, isNamed: Bool = true,
        _ take: (FactColumns) async throws -> Void
    ) async throws {
        let last = try await book.database.read { connection in
            try connection.first("SELECT MAX(id) FROM enterprise") { $0.optionalInt(0) ?? 0 } ?? 0
        }
        guard last > 0 else { return }
        try await forEach(
            facts, on: day, in: book, RangeReads.parts(of: 1...last, step: step), isNamed: isNamed, take)
    }

    /// The same for the firms of some ranges.
    static func forEach(
        _ facts: [FirmFact], on day: Day, in book: Book, _ ranges: [ClosedRange<Int64>], isNamed: Bool,
        _ take: (FactColumns) async throws -> Void
    ) async throws {
        try await RangeReads.run(
            book.database, ranges,
            { try read(facts, $0, on: day, isNamed: isNamed, $1) }
        ) { columns in
            if !columns.numbers.isEmpty { try await take(columns) }
        }
    }

    /// The firms of a range of numbers.
    public static func read(
        _ facts: [FirmFact], _ range: ClosedRange<Int64>, on day: Day, isNamed: Bool = true,
        _ connection: Connection
    ) throws -> FactColumns {
        var columns = FactColumns(facts)
        try columns.readFirms(range, isNamed: isNamed, connection)
        try columns.readStatements(range, day, connection)
        try columns.readRecords(range, day, connection)
        columns.deriveSizeIndustry()
        return columns
    }

    private init(_ facts: [FirmFact]) {
        self.facts = facts
        values = Array(repeating: [], count: facts.count)
        texts = Array(repeating: [], count: facts.count)
    }

    private mutating func readFirms(
        _ range: ClosedRange<Int64>, isNamed: Bool, _ connection: Connection
    ) throws {
        let columns = isNamed ? "id, credit_code, name" : "id"
        let sql = SQL(
            composing: "SELECT \(columns) FROM enterprise WHERE id BETWEEN ? AND ? ORDER BY id",
            [.int(range.lowerBound), .int(range.upperBound)])
        try connection.forEach(sql) { row in
            numbers.append(row.int(0))
            guard isNamed else { return }
            creditCodes.append(row.text(1))
            names.append(row.text(2))
        }
        for (place, fact) in facts.enumerated() {
            values[place] = Array(repeating: FactColumns.unknown, count: numbers.count)
            if fact.isKeptAsText { texts[place] = Array(repeating: nil, count: numbers.count) }
        }
    }

    /// One statement of a firm as it counts against others.
    private struct Rank: Comparable {
        let kind: Int
        let day: Int64
        let toldIn: Int64
        let place: Int64

        /// The one that counts more is the greater.
        static func < (left: Rank, right: Rank) -> Bool {
            (-left.kind, left.day, left.toldIn, left.place)
                < (-right.kind, right.day, right.toldIn, right.place)
        }
    }

    private mutating func readStatements(
        _ range: ClosedRange<Int64>, _ day: Day, _ connection: Connection
    ) throws {
        let kinds = try FactSourceStore.all(connection).mapValues(\.kind.rank)
        let reading = StatementColumns(facts, lastYear: day.year - 1)
        var firm = 0
        // What stood for each value so far, of the firm that is being read.
        var ranks: [Rank?] = Array(repeating: nil, count: facts.count)
        let sql = SQL(
            composing: """
                SELECT s.enterprise_id, s.told_in, s.place, s.source_id, s.on_day, s.last_year, \
                \(reading.columns) FROM enterprise_statement s
                WHERE s.enterprise_id BETWEEN ? AND ? AND s.on_day <= ?
                ORDER BY s.enterprise_id, s.told_in, s.place
                """,
            [.int(range.lowerBound), .int(range.upperBound), .int(Int64(day.number))])
        try connection.forEach(sql) { row in
            let number = row.int(0)
            if numbers[firm] != number {
                while numbers[firm] != number { firm += 1 }
                for place in ranks.indices { ranks[place] = nil }
            }
            let rank = Rank(
                kind: kinds[row.int(3)] ?? 0, day: row.int(4), toldIn: row.int(1), place: row.int(2))
            let places = reading.places(lastYear: Int(row.int(5)))
            for place in facts.indices {
                guard let column = places[place], !row.isNull(column) else { continue }
                if let known = ranks[place], rank < known { continue }
                ranks[place] = rank
                set(place, firm, row, column)
            }
        }
    }

    private mutating func set(_ place: Int, _ firm: Int, _ row: borrowing Row, _ column: Int) {
        let kind = facts[place].kind
        switch kind {
        case .division: values[place][firm] = Int64(row.text(column)) ?? FactColumns.unknown
        case .sizeIndustry: values[place][firm] = FactColumns.code(row.text(column))
        case .industry, .text: texts[place][firm] = row.text(column)
        default: values[place][firm] = row.int(column)
        }
    }

    private static func code(_ word: String) -> Int64 {
        let place = SizeIndustry(word: word).flatMap { SizeIndustry.allCases.firstIndex(of: $0) }
        return place.map { Int64($0) } ?? unknown
    }

    private mutating func readRecords(
        _ range: ClosedRange<Int64>, _ day: Day, _ connection: Connection
    ) throws {
        let derivable: Set<String> = [
            "ip_class1", "ip_class2", "ip_own", "ip_core", "hnte_recognised_on", "hnte_times", "hnte_until",
            "hosted_by", "incident",
        ]
        let wanted = facts.enumerated().filter { derivable.contains($0.element.name) }
        guard !wanted.isEmpty else { return }
        let places = Dictionary(uniqueKeysWithValues: wanted.map { ($0.element, $0.offset) })
        for (number, records) in try FirmRecordStore.all(in: range, connection) {
            guard let firm = firm(number) else { continue }
            for (fact, value) in records.facts(on: day) {
                guard let place = places[fact] else { continue }
                switch value {
                case .number(let number): values[place][firm] = number
                case .text(let text): texts[place][firm] = text
                }
            }
        }
    }

    private func firm(_ number: Int64) -> Int? {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number ? low : nil
    }

    private mutating func deriveSizeIndustry() {
        guard let size = facts.firstIndex(where: { $0.name == "size_industry" }),
            let industry = facts.firstIndex(where: { $0.name == "industry" })
        else { return }
        var known: [String: Int64] = [:]
        for firm in numbers.indices where values[size][firm] == FactColumns.unknown {
            guard let text = texts[industry][firm] else { continue }
            if known[text] == nil {
                let derived = EnterpriseFacts.sizeIndustry(.text(text))
                known[text] = derived.map { FactColumns.code($0.word) } ?? FactColumns.unknown
            }
            values[size][firm] = known[text] ?? FactColumns.unknown
        }
    }
}

extension FirmFact {
    /// Whether its column is in `texts`.
    var isKeptAsText: Bool {
        switch kind {
        case .industry, .text: true
        default: false
        }
    }
}

/// Which columns of a statement the wanted facts stand in, by the last year of the statement.
private struct StatementColumns {
    let columns: String
    private let facts: [FirmFact]
    private let lastYear: Int
    private let columnOf: [Int: Int]
    /// By how many years the statement is older, from 0; most are of the year asked for.
    private let ofYears: [[Int?]]

    private static let headCount = 6
    private static let mostYears = 3

    init(_ facts: [FirmFact], lastYear: Int) {
        self.facts = facts
        self.lastYear = lastYear
        var needed: [FirmFact] = []
        for fact in facts {
            let siblings = (0..<StatementColumns.mostYears).compactMap { fact.sibling(back: $0) }
            for one in siblings.isEmpty ? [fact] : siblings where !needed.contains(one) { needed.append(one) }
        }
        columns = needed.isEmpty ? "1" : needed.map { "s.\($0.name)" }.joined(separator: ", ")
        let columnOf = Dictionary(
            uniqueKeysWithValues: needed.enumerated().map {
                ($0.element.place, StatementColumns.headCount + $0.offset)
            })
        self.columnOf = columnOf
        ofYears = (0..<StatementColumns.mostYears).map { older in
            StatementColumns.places(facts, shift: -older, columnOf)
        }
    }

    /// The column of each fact; nil where the statement does not reach its year.
    func places(lastYear told: Int) -> [Int?] {
        let older = lastYear - told
        if ofYears.indices.contains(older) { return ofYears[older] }
        return StatementColumns.places(facts, shift: -older, columnOf)
    }

    private static func places(_ facts: [FirmFact], shift: Int, _ columnOf: [Int: Int]) -> [Int?] {
        facts.map { fact in
            guard let year = fact.year else { return columnOf[fact.place] }
            return fact.sibling(back: year.back + shift).flatMap { columnOf[$0.place] }
        }
    }
}
