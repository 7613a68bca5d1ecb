import Core

/// Turns rows of a file into rows of ours by the rules of a mapping, without allocating for each row.
final class MappedRows {
    let header: [String]

    private let columns: [BoundColumn]
    private let skips: [(column: Int, values: Set<String>, isOneOf: Bool)]
    private let originalHeader: [String]
    private let bounds: UnsafeMutablePointer<FieldBounds>
    private let scratch = ByteScratch()
    private var problems: [RowProblem] = []

    private struct BoundColumn {
        let rule: Mapping.ColumnRule
        let places: [Int]
        let constant: [UInt8]
        let fallback: [UInt8]
    }

    init(_ section: Mapping.Section, header originalHeader: [String]) throws(TableRefusal) {
        var places: [String: Int] = [:]
        for (index, name) in originalHeader.enumerated() where !name.isEmpty { places[name] = index }
        var columns: [BoundColumn] = []
        for rule in section.columns {
            let found = rule.from.compactMap { places[trimmed($0)] }
            if found.isEmpty, !rule.from.isEmpty, rule.fallback == nil {
                throw MappedRows.missing(rule.name, rule.from, section, originalHeader)
            }
            let constant = Array((rule.constant ?? "").utf8)
            columns.append(
                BoundColumn(
                    rule: rule, places: found, constant: constant, fallback: Array((rule.fallback ?? "").utf8)
                ))
        }
        var skips: [(Int, Set<String>, Bool)] = []
        for rule in section.skips {
            guard let place = places[trimmed(rule.column)] else {
                throw MappedRows.missing("skip_if", [rule.column], section, originalHeader)
            }
            skips.append((place, rule.values, rule.isOneOf))
        }
        (self.columns, self.skips, self.originalHeader) = (columns, skips, originalHeader)
        header = section.columnNames
        bounds = .allocate(capacity: max(columns.count, 1))
    }

    deinit { bounds.deallocate() }

    func skips(_ fields: Fields) -> Bool {
        skips.contains { rule in
            rule.values.contains(trimmedBytes(fields[rule.column].bytes).text) == rule.isOneOf
        }
    }

    /// Our fields for the file's; what can't be read is empty and among the problems.
    func map(_ fields: Fields) -> (fields: Fields, problems: [RowProblem]) {
        scratch.clear()
        problems.removeAll(keepingCapacity: true)
        for (index, column) in columns.enumerated() {
            let start = scratch.count
            write(column, fields)
            bounds[index] = FieldBounds(start: Int32(start), length: Int32(scratch.count - start))
        }
        let mapped = Fields(base: scratch.base, bounds: UnsafePointer(bounds), count: columns.count)
        return (mapped, problems)
    }

    private func write(_ column: BoundColumn, _ fields: Fields) {
        if column.rule.constant != nil { return scratch.append(column.constant) }
        for place in column.places {
            let value = trimmedBytes(fields[place].bytes)
            if value.isEmpty { continue }
            if !column.rule.blanks.isEmpty, column.rule.blanks.contains(value.text) { continue }
            if let wanted = read(value, as: column.rule.reading) {
                let name = originalHeader[place]
                let shown = String(value.text.prefix(100))
                problems.append(.unreadable(column: name, value: shown, wanted: wanted))
            }
            return
        }
        scratch.append(column.fallback)
    }

    /// Writes a value in our spelling, or says what was wanted instead.
    private func read(_ value: Field, as reading: Mapping.Reading) -> Sentence? {
        switch reading {
        case .asWritten: scratch.append(value.bytes)
        case .money(let format):
            guard let fen = format.value(of: value.bytes, scale: 2), fen.magnitude <= Fen.limit.fen.magnitude
            else { return .wantedMoney }
            scratch.append(money: fen)
        case .percent(let format):
            guard let millionths = format.value(of: value.bytes, scale: 6),
                millionths.magnitude <= 1_000_000_000
            else { return .wantedPercent }
            scratch.append(millionths: millionths)
        case .day(let formats):
            for format in formats {
                guard let day = format.day(of: value.bytes) else { continue }
                scratch.append(day: day)
                return nil
            }
            return .wantedDay(formats.map(\.pattern))
        case .words(let words, let other):
            let text = value.text
            guard let word = words[text] ?? other else {
                return .wantedWord(
                    words.keys.sorted(), nearest: nearestName(to: text, among: words.keys.sorted()))
            }
            scratch.append(word.utf8)
        }
        return nil
    }

    private static func missing(
        _ column: String, _ names: [String], _ section: Mapping.Section, _ header: [String]
    ) -> TableRefusal {
        let near = names.map {
            TableRefusal.NearColumn(name: $0, nearest: nearestName(to: $0, among: header))
        }
        return .mappedColumnsMissing(column: column, wanted: near, mapping: section.place)
    }
}

extension Sentence {
    fileprivate static let wantedMoney = Sentence(
        zh: "应为金额，最多到分，例如 1,234.50。", en: "an amount with at most two decimals, such as 1,234.50, is wanted.")
    fileprivate static let wantedPercent = Sentence(
        zh: "应为百分比，例如 1.5%。", en: "a percentage such as 1.5% is wanted.")

    fileprivate static func wantedDay(_ patterns: [String]) -> Sentence {
        Sentence(
            zh: "应为日期，写法为 \(patterns.joined(separator: "、"))。",
            en: "a day written as \(patterns.joined(separator: ", ")) is wanted.")
    }

    fileprivate static func wantedWord(_ words: [String], nearest: String?) -> Sentence {
        let list = words.prefix(20)
        return Sentence(
            zh: "映射的 words 中没有它\(nearest.map { "（是否为“\($0)”？）" } ?? "")；有：\(list.joined(separator: "、"))。",
            en: "it is not among the mapping's words\(nearest.map { " (did you mean '\($0)'?)" } ?? ""): "
                + "\(list.joined(separator: ", ")).")
    }
}

/// A field without white space at both ends; the ideographic and the non-breaking space count.
func trimmedBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> Field {
    var (from, to) = (0, bytes.count)
    while from < to, let width = spaceWidth(bytes, from) { from += width }
    while to > from {
        if bytes[to - 1] <= 0x20 { to -= 1; continue }
        if to - from >= 2, bytes[to - 1] == 0xA0, bytes[to - 2] == 0xC2 { to -= 2; continue }
        if to - from >= 3, bytes[to - 1] == 0x80, bytes[to - 2] == 0x80, bytes[to - 3] == 0xE3 {
            to -= 3; continue
        }
        break
    }
    return Field(bytes: UnsafeBufferPointer(rebasing: bytes[from..<max(from, to)]))
}

private func spaceWidth(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
    if bytes[place] <= 0x20 { return 1 }
    if place + 1 < bytes.count, bytes[place] == 0xC2, bytes[place + 1] == 0xA0 { return 2 }
    guard place + 2 < bytes.count, bytes[place] == 0xE3 else { return nil }
    return bytes[place + 1] == 0x80 && bytes[place + 2] == 0x80 ? 3 : nil
}
