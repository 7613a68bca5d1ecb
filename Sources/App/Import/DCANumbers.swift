/// The numbers of the guarantees: short enough for the book, and none used twice.
struct DCANumbers {
    private var lines: [String: [(line: Int, values: [DCAColumn: String])]] = [:]

    /// Bytes; with a suffix behind it and "DCA-" in front a number still fits the 64 of an agreement's.
    private static let limit = 56
    private static let keptBytes = 46

    /// The number in a line, shortened where it must be.
    static func number(_ fields: inout DCAFields) -> String {
        let number = fields.text(.number, limit: 200)
        guard number.utf8.count > limit else { return number }
        let kept = "\(prefix(of: number, bytes: keptBytes))~\(fingerprint(of: number))"
        fields.note(.numberTooLong(number, keptAs: kept))
        return kept
    }

    /// Tells a number that stood on an earlier line: the same guarantee again is refused, another one gets a
    /// suffix that counts the guarantees of that number in the order of the file.
    mutating func take(_ number: String, line: Int, _ fields: inout DCAFields) -> String {
        let earlier = lines[number, default: []]
        if let same = earlier.first(where: { $0.values == fields.values }) {
            fields.refuse(.sameAsLine(same.line))
            return number
        }
        lines[number, default: []].append((line, fields.values))
        guard let first = earlier.first else { return number }
        let kept = "\(number)#\(earlier.count + 1)"
        let differing = DCAColumn.allCases.filter { first.values[$0] != fields.values[$0] }.map(\.rawValue)
        fields.note(.numberUsedTwice(number, line: first.line, differing: differing, keptAs: kept))
        return kept
    }

    /// A code for a name: its letters and digits, and a fingerprint that tells like names apart.
    static func code(of name: String) -> String {
        let words = name.uppercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return "DCA-\(prefix(of: words.joined(separator: "-"), bytes: 40))-\(fingerprint(of: name))"
    }

    private static func prefix(of text: String, bytes limit: Int) -> String {
        var kept = ""
        for character in text {
            guard kept.utf8.count + character.utf8.count <= limit else { break }
            kept.append(character)
        }
        return kept
    }

    /// Eight hexadecimal digits that follow from the text alone (FNV-1a).
    private static func fingerprint(of text: String) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let digits = String(hash, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
