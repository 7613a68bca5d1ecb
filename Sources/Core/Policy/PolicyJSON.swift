/// JSON whose bytes follow from its content alone: members sorted by name, no blanks.
public indirect enum PolicyJSON: Sendable {
    case null
    case flag(Bool)
    /// A decimal number as it is to be written.
    case number(String)
    case text(String)
    case list([PolicyJSON])
    case object([String: PolicyJSON])

    static func titles(_ sentence: Sentence) -> PolicyJSON {
        .object(["zh": .text(sentence.zh), "en": .text(sentence.en)])
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return bytes
    }

    private func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .flag(let value): bytes += (value ? "true" : "false").utf8
        case .number(let number): bytes += number.utf8
        case .text(let text): bytes.appendJSONString(text)
        case .list(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            // By code units, so that the order hangs on no locale or version of Unicode.
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.appendJSONString(member.key)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}
