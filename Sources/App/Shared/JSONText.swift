import Core

/// A flat JSON object written field by field; used for the audit log and for what commands print line by line.
struct JSONText {
    /// The object without its closing brace.
    private var open: [UInt8] = [UInt8(ascii: "{")]

    mutating func add(_ name: StaticString, _ value: String) {
        begin(name)
        open.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { escape($0) }
        open.append(UInt8(ascii: "\""))
    }

    mutating func add(_ name: StaticString, _ value: Int64) {
        begin(name)
        open.append(digitsOf: value)
    }

    /// An amount as a string of yuan; empty for none.
    mutating func add(_ name: StaticString, _ amount: Fen?) {
        addQuoted(name) { if let amount { $0.append(yuanOf: amount) } }
    }

    /// A day as `2017-07-19`; empty for none.
    mutating func add(_ name: StaticString, _ day: Day?) {
        addQuoted(name) { if let day { $0.append(contentsOf: day.description.utf8) } }
    }

    /// A proportion as a decimal fraction; empty for none.
    mutating func add(_ name: StaticString, _ rate: Rate?) {
        addQuoted(name) { if let rate { $0.append(contentsOf: rate.description.utf8) } }
    }

    /// Forgets the fields and keeps the memory.
    mutating func removeAll() { open.removeLast(open.count - 1) }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var bytes: [UInt8] { open + [UInt8(ascii: "}")] }
    var isEmpty: Bool { open.count == 1 }

    /// Whether a text is exactly this object.
    func equals(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count == open.count + 1 && text.last == UInt8(ascii: "}") && open.elementsEqual(text.dropLast())
    }

    private mutating func begin(_ name: StaticString) {
        if !isEmpty { open.append(UInt8(ascii: ",")) }
        open.append(UInt8(ascii: "\""))
        open.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        open.append(UInt8(ascii: "\""))
        open.append(UInt8(ascii: ":"))
    }

    private mutating func addQuoted(_ name: StaticString, _ value: (inout [UInt8]) -> Void) {
        begin(name)
        open.append(UInt8(ascii: "\""))
        value(&open)
        open.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ value: UnsafeBufferPointer<UInt8>) {
        for byte in value {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                open.append(UInt8(ascii: "\\"))
                open.append(byte)
            case UInt8(ascii: "\n"):
                open.append(contentsOf: "\\n".utf8)
            case 0..<0x20:
                let code = String(byte, radix: 16)
                open.append(contentsOf: "\\u00\(code.count < 2 ? "0" : "")\(code)".utf8)
            default:
                open.append(byte)
            }
        }
    }
}

extension [UInt8] {
    /// A whole number in decimal digits.
    fileprivate mutating func append(digitsOf number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        append(digitsOf: number.magnitude)
    }

    /// `-1234.05`, as `Fen.description` has it.
    fileprivate mutating func append(yuanOf amount: Fen) {
        if amount.isNegative { append(UInt8(ascii: "-")) }
        append(digitsOf: amount.fen.magnitude / 100)
        let cents = UInt8(amount.fen.magnitude % 100)
        append(UInt8(ascii: "."))
        append(UInt8(ascii: "0") + cents / 10)
        append(UInt8(ascii: "0") + cents % 10)
    }

    private mutating func append(digitsOf magnitude: UInt64) {
        let start = count
        var rest = magnitude
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}
