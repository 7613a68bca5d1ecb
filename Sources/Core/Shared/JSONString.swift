/// Text as JSON writes it (RFC 8259), for all that writes JSON into bytes.
extension [UInt8] {
    /// Appends the text in quotes; quotes, backslashes and control characters escaped, all else as it is.
    public mutating func appendJSONString(_ text: String) {
        append(UInt8(ascii: "\""))
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
            var rest = bytes[...]
            // What needs no escape goes over in one piece.
            while let place = rest.firstIndex(where: JSONEscape.isNeeded) {
                append(contentsOf: rest[..<place])
                appendEscaped(rest[place])
                rest = rest[(place + 1)...]
            }
            append(contentsOf: rest)
        }
        if done == nil {
            for byte in text.utf8 { JSONEscape.isNeeded(byte) ? appendEscaped(byte) : append(byte) }
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        guard byte < 0x20 else {
            self += [UInt8(ascii: "\\"), byte]
            return
        }
        let digits = String(byte, radix: 16)
        self += "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8
    }
}

private enum JSONEscape {
    static func isNeeded(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
