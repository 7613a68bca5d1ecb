import Core
import Glibc

/// A flat JSON object written field by field into bytes; what the audit log says of a change.
struct JSONText {
    /// Without the closing brace.
    private let bytes = ByteScratch(capacity: 256)

    mutating func add(_ name: StaticString, _ value: String) {
        begin(name)
        bytes.append("\"")
        var value = value
        value.withUTF8 { escape($0) }
        bytes.append("\"")
    }

    /// A field whose name comes out of the program, such as the number of a row.
    mutating func add(named name: String, _ value: String) {
        bytes.append(bytes.count == 0 ? "{\"" : ",\"")
        bytes.append(name.utf8)
        bytes.append("\":\"")
        var value = value
        value.withUTF8 { escape($0) }
        bytes.append("\"")
    }

    mutating func add(_ name: StaticString, _ value: Int64) {
        begin(name)
        bytes.append(integer: value)
    }

    /// Yuan with two decimals, as a string.
    mutating func add(_ name: StaticString, _ amount: Fen) {
        begin(name)
        bytes.append("\"")
        bytes.append(money: amount.fen)
        bytes.append("\"")
    }

    /// The same where there may be none: an empty string then.
    mutating func add(_ name: StaticString, _ amount: Fen?) {
        if let amount { add(name, amount) } else { add(name, "") }
    }

    /// A day as `2017-07-19`; empty for none.
    mutating func add(_ name: StaticString, _ day: Day?) {
        guard let day else { return add(name, "") }
        begin(name)
        bytes.append("\"")
        bytes.append(day: day)
        bytes.append("\"")
    }

    /// A proportion as a decimal fraction with six decimals; empty for none.
    mutating func add(_ name: StaticString, _ rate: Rate?) {
        guard let rate else { return add(name, "") }
        let (whole, decimals) = rate.millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        begin(name)
        bytes.append(rate.millionths < 0 ? "\"-" : "\"")
        bytes.append(number: whole, digits: 1)
        bytes.append(".")
        bytes.append(number: decimals, digits: 6)
        bytes.append("\"")
    }

    /// Forgets the fields and keeps the memory.
    mutating func removeAll() { bytes.clear() }

    var text: String { bytes.count == 0 ? "{}" : String(decoding: buffer, as: UTF8.self) + "}" }

    /// The object as bytes.
    var utf8: [UInt8] { Array(text.utf8) }

    /// Whether a text is exactly this object, which has fields.
    func equals(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = text.baseAddress, text.count == bytes.count + 1 else { return false }
        return text[bytes.count] == UInt8(ascii: "}") && memcmp(start, bytes.base, bytes.count) == 0
    }

    private var buffer: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes.base, count: bytes.count)
    }

    private func begin(_ name: StaticString) {
        bytes.append(bytes.count == 0 ? "{\"" : ",\"")
        bytes.append(name)
        bytes.append("\":")
    }

    /// Quotes, backslashes and control characters; all other bytes of UTF-8 stay as they are.
    private func escape(_ value: UnsafeBufferPointer<UInt8>) {
        let isPlain = value.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
        if isPlain { return bytes.append(value) }
        for byte in value {
            switch byte {
            case 0x22, 0x5C:
                bytes.append(UInt8(0x5C))
                bytes.append(byte)
            case 0x00..<0x20:
                let digits = String(byte, radix: 16)
                bytes.append("\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
