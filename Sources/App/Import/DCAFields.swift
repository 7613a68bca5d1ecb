import Core

/// Reads the values of one line by key, mends what has one plain meaning, and collects notes and reasons.
struct DCAFields {
    private(set) var notes: [DCANote] = []
    private(set) var reasons: [Sentence] = []
    /// By the right keys.
    let values: [DCAColumn: String]

    /// A key so many letters away from one that is missing is taken for it.
    private static let misspeltLetters = 2

    init(_ line: DCALine) {
        var values: [DCAColumn: String] = [:]
        for (name, value) in line.fields {
            if let column = DCAColumn(rawValue: name) { values[column] = value }
        }
        let strangers = line.fields.filter { DCAColumn(rawValue: $0.name) == nil }
        let missing = DCAColumn.allCases.filter { values[$0] == nil }
        for (name, value) in strangers {
            let near = missing.filter { editDistance($0.rawValue, name) <= DCAFields.misspeltLetters }
            if near.count == 1, values[near[0]] == nil {
                values[near[0]] = value
                notes.append(.misspeltKey(name, meant: near[0].rawValue))
            } else {
                let nearest = nearestName(to: name, among: DCAColumn.allCases.map(\.rawValue))
                reasons.append(DCARefusal.keyUnknown(name, nearest: nearest).sentence)
            }
        }
        for column in DCAColumn.needed where values[column] == nil {
            reasons.append(DCARefusal.keyMissing(column.rawValue).sentence)
        }
        self.values = values
    }

    mutating func note(_ note: DCANote) { notes.append(note) }
    mutating func refuse(_ refusal: DCARefusal) { reasons.append(refusal.sentence) }

    mutating func refuse(_ column: DCAColumn, zh: String, en: String) {
        // A key that is missing was named already.
        guard let text = values[column] else { return }
        refuse(.unreadable(column: column.rawValue, text, wanted: Sentence(zh: zh, en: en)))
    }

    func trimmed(_ column: DCAColumn) -> String {
        let text = values[column, default: ""]
        let rest = text.drop { $0.isWhitespace }
        return String(rest.dropLast(rest.reversed().prefix { $0.isWhitespace }.count))
    }

    /// A text that must be there.
    mutating func text(_ column: DCAColumn, limit: Int) -> String {
        let text = trimmed(column)
        if text.isEmpty || text.utf8.count > limit {
            refuse(column, zh: "应为 1 至 \(limit) 字节的文字", en: "must be a text of 1 to \(limit) bytes")
        }
        return text
    }

    /// Dollars such as `$24,453,000 `; an empty text is nothing, with a note.
    mutating func dollars(_ column: DCAColumn) -> Fen {
        var text = trimmed(column)
        if text.isEmpty {
            if values[column] != nil { note(.amountEmpty(column: column.rawValue)) }
            return .zero
        }
        let isDollars = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "$,. ".utf8.contains($0) }
        let cents = isDollars ? text.withUTF8 { DecimalFormat().value(of: $0, scale: 2) } : nil
        if let cents, cents <= Fen.limit.fen { return Fen(cents) }
        refuse(
            column, zh: "应为不小于 0 的美元，例如 $24,453,000", en: "must be dollars from 0 on, such as $24,453,000")
        return .zero
    }

    /// The guarantor's share: above 0, at most 100%.
    mutating func percentage(_ column: DCAColumn) -> Rate {
        let text = trimmed(column)
        if text.hasSuffix("%"), let rate = Rate(text), rate > .zero, rate <= .one { return rate }
        refuse(column, zh: "应为大于 0 且不超过 100% 的百分数", en: "must be a percentage above 0 and at most 100%")
        return .one
    }

    /// One of a few words; nil when it is none of them.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ column: DCAColumn, _: Word.Type) -> Word?
    where Word.RawValue == String {
        if let word = Word(rawValue: trimmed(column)) { return word }
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        refuse(column, zh: "应为以下之一：\(words)", en: "must be one of \(words)")
        return nil
    }
}
