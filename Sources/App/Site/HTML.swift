import Core
import Storage

/// Markup as bytes. What is put into a literal with `\( )` is escaped, unless it is markup itself.
struct HTML: Sendable, ExpressibleByStringInterpolation {
    private(set) var bytes: [UInt8]

    init() { bytes = [] }
    init(bytes: [UInt8]) { self.bytes = bytes }
    init(stringLiteral text: String) { bytes = Array(text.utf8) }
    init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// Plain text, escaped.
    init(_ text: String) {
        bytes = []
        HTML.escape(text, into: &bytes)
    }

    var isEmpty: Bool { bytes.isEmpty }

    static func += (left: inout HTML, right: HTML) { left.bytes += right.bytes }
    static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum += right
        return sum
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate(set) var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        mutating func appendLiteral(_ literal: String) {
            var literal = literal
            literal.withUTF8 { bytes.append(contentsOf: $0) }
        }
        mutating func appendInterpolation(_ text: String) { HTML.escape(text, into: &bytes) }
        mutating func appendInterpolation(_ text: Substring) { HTML.escape(String(text), into: &bytes) }
        mutating func appendInterpolation(_ markup: HTML) { bytes += markup.bytes }
        mutating func appendInterpolation(_ markup: HTML?) { if let markup { bytes += markup.bytes } }
        mutating func appendInterpolation(_ list: [HTML]) { for markup in list { bytes += markup.bytes } }
        mutating func appendInterpolation(_ number: some BinaryInteger) { bytes += String(number).utf8 }
        mutating func appendInterpolation(_ day: Day) { day.appendText(to: &bytes) }
        mutating func appendInterpolation(_ amount: Fen) { amount.appendGrouped(to: &bytes) }
        mutating func appendInterpolation(_ rate: Rate) { rate.appendPercentage(to: &bytes) }
        /// Markup where something is so.
        mutating func appendInterpolation(_ markup: @autoclosure () -> HTML, if condition: Bool) {
            if condition { bytes += markup().bytes }
        }
    }

    private static func escape(_ text: String, into bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { escape($0, into: &bytes) }
    }

    /// UTF-8 that may hold anything.
    static func escape(_ utf8: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        guard utf8.contains(where: isSpecial) else { bytes.append(contentsOf: utf8); return }
        for byte in utf8 {
            guard let entity = entity(byte) else { bytes.append(byte); continue }
            entity.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
    }

    /// What stands for a byte that means something in markup; nil for the others.
    static func entity(_ byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }

    /// Whether a byte has an entity: one of `"`, `&`, `'`, `<` and `>`, which are 34, 38, 39, 60 and 62.
    @inline(__always)
    static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 64 && 1 << UInt64(byte) & special != 0
    }

    private static let special: UInt64 = 1 << 34 | 1 << 38 | 1 << 39 | 1 << 60 | 1 << 62
}

extension Sequence where Element == HTML {
    func joined() -> HTML { reduce(into: HTML()) { $0 += $1 } }
}

extension Day {
    /// Appends `2017-07-19`.
    func appendText(to bytes: inout [UInt8]) {
        let (year, month, day) = components
        func two(_ number: Int) {
            bytes.append(UInt8(48 + number / 10))
            bytes.append(UInt8(48 + number % 10))
        }
        two(year / 100)
        two(year % 100)
        bytes.append(UInt8(ascii: "-"))
        two(month)
        bytes.append(UInt8(ascii: "-"))
        two(day)
    }
}

extension Fen {
    /// Appends yuan as people read it: `-1,234.05`.
    func appendGrouped(to bytes: inout [UInt8]) {
        let start = bytes.count
        appendYuan(to: &bytes)
        let first = start + (fen < 0 ? 1 : 0)
        var place = bytes.count - 6
        while place > first {
            bytes.insert(UInt8(ascii: ","), at: place)
            place -= 3
        }
    }
}

extension Language {
    /// The words of one of the two languages.
    func callAsFunction(_ zh: String, _ en: String) -> String { self == .chinese ? zh : en }
    func callAsFunction(_ sentence: Sentence) -> String { sentence.text(in: self) }
}
