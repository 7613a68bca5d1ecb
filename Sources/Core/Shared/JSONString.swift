/// Text as JSON writes it (RFC 8259), for all that writes JSON into bytes.
extension [UInt8] {
    /// Appends the text in quotes; quotes, backslashes and control characters escaped, all else as it is.
    public mutating func appendJSONString(_ text: String) {
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                self += "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
