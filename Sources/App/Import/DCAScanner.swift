/// Reads the signs, texts and plain values of one line of JSON.
struct DCAScanner {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: some Collection<UInt8>) { self.bytes = Array(bytes) }

    /// Passes over spaces, and over the sign if it comes next.
    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard place < bytes.count, bytes[place] == UInt8(ascii: sign) else { return false }
        place += 1
        return true
    }

    /// - Parameter other: a sign that might stand there as well, for the sentence.
    mutating func expect(_ sign: Unicode.Scalar, or other: Unicode.Scalar? = nil) throws(DCALineRefusal) {
        guard !take(sign) else { return }
        throw .expected([other, sign].compactMap { $0 }, place: place + 1)
    }

    mutating func expectEnd() throws(DCALineRefusal) {
        skipSpaces()
        guard place == bytes.count else { throw .expected([], place: place + 1) }
    }

    /// A text between quotation marks.
    mutating func text() throws(DCALineRefusal) -> String {
        try expect("\"")
        let start = place
        var text: [UInt8] = []
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] >= 0x20 else { throw .notText(place: place + 1) }
            if bytes[place] == UInt8(ascii: "\\") {
                text.append(contentsOf: String(try escaped()).utf8)
            } else {
                text.append(bytes[place])
                place += 1
            }
        }
        try expect("\"")
        guard let text = String(validating: text, as: UTF8.self) else { throw .notText(place: start + 1) }
        return text
    }

    /// A text, or a number or word as it stands; `null` is empty.
    mutating func value() throws(DCALineRefusal) -> String {
        skipSpaces()
        guard place < bytes.count, bytes[place] != UInt8(ascii: "\"") else { return try text() }
        let start = place
        while place < bytes.count, DCAScanner.isPlain(bytes[place]) { place += 1 }
        guard place > start else { throw .nested(place: start + 1) }
        let value = String(decoding: bytes[start..<place], as: UTF8.self)
        return value == "null" ? "" : value
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// What a backslash and the signs after it stand for; control characters have no place in the list.
    private mutating func escaped() throws(DCALineRefusal) -> Unicode.Scalar {
        let start = place + 1
        place += 2
        switch place <= bytes.count ? bytes[place - 1] : 0 {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            throw .notText(place: start)
        case UInt8(ascii: "u"): return try escapedScalar(start)
        default: throw .badEscape(place: start)
        }
    }

    /// The four digits after `\u`, and those of the second half when they are a surrogate.
    private mutating func escapedScalar(_ start: Int) throws(DCALineRefusal) -> Unicode.Scalar {
        guard let high = codeUnit() else { throw .badEscape(place: start) }
        if let scalar = Unicode.Scalar(high) {
            guard scalar.value >= 0x20 else { throw .notText(place: start) }
            return scalar
        }
        guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
            bytes[place + 1] == UInt8(ascii: "u")
        else { throw .badEscape(place: start) }
        place += 2
        guard (0xD800..<0xDC00).contains(high), let low = codeUnit(), (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw .badEscape(place: start) }
        return scalar
    }

    private mutating func codeUnit() -> UInt16? {
        guard place + 4 <= bytes.count else { return nil }
        let digits = bytes[place..<place + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        place += 4
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func skipSpaces() {
        while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
    }
}
