import Core

/// A flat JSON object written field by field into bytes; what the audit log says of a change.
struct JSONText {
    private var bytes: [UInt8] = []

    mutating func add(_ name: StaticString, _ value: String) {
        begin(name)
        append("\"")
        var value = value
        value.withUTF8 { JSONText.escape($0, into: &bytes) }
        append("\"")
    }

    mutating func add(_ name: StaticString, _ value: Int64) {
        begin(name)
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Yuan with two decimals, as a string.
    mutating func add(_ name: StaticString, _ amount: Fen) {
        begin(name)
        append("\"")
        amount.appendYuan(to: &bytes)
        append("\"")
    }

    /// The same where there may be none: an empty string then.
    mutating func add(_ name: StaticString, _ amount: Fen?) {
        if let amount { add(name, amount) } else { add(name, "") }
    }

    /// A day as `2017-07-19`; empty for none.
    mutating func add(_ name: StaticString, _ day: Day?) { add(name, day?.description ?? "") }

    /// A proportion as a decimal fraction; empty for none.
    mutating func add(_ name: StaticString, _ rate: Rate?) { add(name, rate?.description ?? "") }

    /// Forgets the fields and keeps the memory.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// The object as bytes.
    var utf8: [UInt8] { Array(text.utf8) }

    /// Whether a text is exactly this object, which has fields.
    func equals(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count == bytes.count + 1 && text.last == UInt8(ascii: "}") && bytes.elementsEqual(text.dropLast())
    }

    private mutating func begin(_ name: StaticString) {
        if bytes.isEmpty { bytes.reserveCapacity(120) }
        append(bytes.isEmpty ? "{\"" : ",\"")
        append(name)
        append("\":")
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    var text: String { bytes.isEmpty ? "{}" : String(decoding: bytes, as: UTF8.self) + "}" }

    /// Quotes, backslashes and control characters; all other bytes of UTF-8 stay as they are.
    private static func escape(_ value: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        guard value.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else {
            bytes.append(contentsOf: value)
            return
        }
        for byte in value {
            switch byte {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
            case 0x00..<0x20:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
