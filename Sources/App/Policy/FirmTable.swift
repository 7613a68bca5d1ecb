import Core

/// Which columns of a table of firms are facts, and how a row of it becomes facts.
struct FirmTable {
    /// Columns of facts, in the order of the table.
    let facts: [FactColumn]
    /// What each row is read by, column for column as in `facts`.
    private let rules: [FactRule]
    let code: Int?
    let name: Int?
    /// Columns that are passed on as they are.
    let carried: [Carried]
    /// Where the kind of business can be told from the industry.
    let industry: IndustryColumn?

    struct FactColumn {
        let column: Int
        let place: Int
        let fact: Fact
        /// Whether the policy reads it.
        let isRead: Bool
        private let words: [[UInt8]]

        init(column: Int, place: Int, fact: Fact, isRead: Bool) {
            (self.column, self.place, self.fact, self.isRead) = (column, place, fact, isRead)
            words = fact.words.map { Array($0.word.utf8) }
        }

        /// Words as they are declared are found by their bytes; all else is read as the fact reads texts.
        func value(of field: Field) -> Int64? {
            for (number, word) in words.enumerated() where word.count == field.bytes.count {
                if word.elementsEqual(field.bytes) { return Int64(number) }
            }
            return fact.value(of: trimmed(field.text))
        }
    }

    /// A column as rows ask for it: numbers alone, so that reading one counts no references.
    private struct FactRule {
        let column: Int
        let place: Int
        let kind: Fact.Kind
        let low: Int64
        let high: Int64
        let isRead: Bool

        init(_ column: FactColumn) {
            (self.column, place, isRead) = (column.column, column.place, column.isRead)
            (kind, low, high) = (column.fact.kind, column.fact.low, column.fact.high)
        }
    }

    struct Carried {
        let column: Int
        let name: String
    }

    struct IndustryColumn {
        let column: Int
        /// `size_industry`, by its place among the facts.
        let place: Int
        let words: [String: Int64]
    }

    /// Characters of a text.
    private static let textLimit = 300

    /// A column that is neither a fact nor named in `carry` is refused with the nearest names.
    init(
        _ table: TableReader, _ library: FactTable, reading read: Set<Int>, carry: [String]
    ) throws(TableRefusal) {
        let known = library.facts.map(\.name)
        let columns = try table.columns(required: carry, optional: known.filter { !carry.contains($0) })
        facts = library.facts.enumerated().compactMap { place, fact in
            guard !carry.contains(fact.name), let column = columns[optional: fact.name] else { return nil }
            return FactColumn(column: column, place: place, fact: fact, isRead: read.contains(place))
        }.sorted { $0.column < $1.column }
        rules = facts.map(FactRule.init)
        code = table.header.firstIndex(of: "credit_code")
        name = table.header.firstIndex(of: "name")
        carried = carry.map { Carried(column: columns[$0], name: $0) }
        industry = FirmTable.industry(table.header, library, read)
    }

    private static func industry(
        _ header: [String], _ library: FactTable, _ read: Set<Int>
    ) -> IndustryColumn? {
        guard let column = header.firstIndex(of: "industry"), let place = library.places["size_industry"],
            read.contains(place)
        else { return nil }
        let words = library.facts[place].words.enumerated().map { ($1.word, Int64($0)) }
        return IndustryColumn(column: column, place: place, words: Dictionary(uniqueKeysWithValues: words))
    }

    /// Writes what a row says into the columns, or says all that is wrong with it.
    func read(_ row: TableRow, into chunk: FirmChunk, at place: Int) -> [Sentence] {
        var reasons: [Sentence] = []
        for (number, rule) in rules.enumerated() {
            let field = row[rule.column]
            if field.isEmpty {
                if rule.isRead { chunk.put(nil, of: rule.place, at: place) }
                continue
            }
            guard let value = FirmTable.value(of: field, rule) ?? facts[number].value(of: field) else {
                reasons.append(facts[number].fact.refusal(of: String(field.text.prefix(100))))
                continue
            }
            if rule.isRead { chunk.put(value, of: rule.place, at: place) }
        }
        if let industry, let reason = read(industry, row, chunk, place) { reasons.append(reason) }
        return reasons
    }

    /// What the table gives comes before what the industry tells; finance has no kind of business and stays
    /// unknown.
    private func read(
        _ industry: IndustryColumn, _ row: TableRow, _ chunk: FirmChunk, _ place: Int
    ) -> Sentence? {
        let given = facts.first { $0.place == industry.place }
        if let given, !row[given.column].isEmpty { return nil }
        let text = trimmed(row[industry.column].text)
        var value: Int64?
        defer { chunk.put(value, of: industry.place, at: place) }
        guard !text.isEmpty else { return nil }
        do {
            let code = try IndustryCode(text)
            value = (try? SizeIndustry(code)).flatMap { industry.words[$0.word] }
            return nil
        } catch {
            return error.sentence
        }
    }

    /// The usual spellings, read as bytes; nil for everything else, which the fact itself reads as a text.
    @inline(__always)
    private static func value(of field: Field, _ fact: FactRule) -> Int64? {
        let bytes = field.bytes
        let value: Int64?
        switch fact.kind {
        case .money, .points: value = Fen(yuanASCII: bytes)?.fen
        case .count: value = whole(bytes)
        case .day: value = Day(ascii: bytes).map { Int64($0.number) }
        case .flag: value = field.equals("true") ? 1 : field.equals("false") ? 0 : nil
        case .text: return isShort(bytes) ? 0 : nil
        case .share, .word: value = nil
        }
        guard let value, value >= fact.low, value <= fact.high else { return nil }
        return value
    }

    private static func isShort(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count <= textLimit || String(decoding: bytes, as: UTF8.self).unicodeScalars.count <= textLimit
    }

    private static func whole(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard bytes.count <= 18, !bytes.isEmpty else { return nil }
        var number: Int64 = 0
        for byte in bytes {
            guard byte &- 0x30 < 10 else { return nil }
            number = number * 10 + Int64(byte &- 0x30)
        }
        return number
    }
}
