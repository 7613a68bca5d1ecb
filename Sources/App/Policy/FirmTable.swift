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
    /// What the policy reads and follows from a text of the table.
    let derived: [DerivedColumn]
    /// Where the industry stands, when something follows from it.
    private let industry: Int?

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

    struct DerivedColumn {
        /// Of the text, and of the fact itself where the table has it.
        let column: Int
        let own: Int?
        let place: Int
        let fact: Fact
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
        derived = FirmTable.derived(table.header, library, read)
        let industry = table.header.firstIndex(of: "industry")
        self.industry = derived.contains { $0.column == industry } ? industry : nil
    }

    private static func derived(
        _ header: [String], _ library: FactTable, _ read: Set<Int>
    ) -> [DerivedColumn] {
        library.facts.enumerated().compactMap { place, fact in
            guard read.contains(place), let origin = FactDerivation.origin(of: fact),
                let column = header.firstIndex(of: origin)
            else { return nil }
            return DerivedColumn(
                column: column, own: header.firstIndex(of: fact.name), place: place, fact: fact)
        }
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
        if let reason = readDerived(row, chunk, place) { reasons.append(reason) }
        return reasons
    }

    /// What the table gives comes before what follows from another column.
    private func readDerived(_ row: TableRow, _ chunk: FirmChunk, _ place: Int) -> Sentence? {
        for one in derived where one.own.map({ row[$0].isEmpty }) ?? true {
            let text = trimmed(row[one.column].text)
            let value = text.isEmpty ? nil : FactDerivation.value(of: one.fact, from: text)
            chunk.put(value, of: one.place, at: place)
        }
        guard let industry, !row[industry].isEmpty else { return nil }
        do throws(IndustryCodeRefusal) { _ = try IndustryCode(trimmed(row[industry].text)) } catch {
            return error.sentence
        }
        return nil
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
