import Core
import Glibc

/// Writes CSV (RFC 4180, UTF-8, lines ended by a line feed) through one buffer.
final class CSVSink {
    private let replacement: FileReplacement?
    private let descriptor: Int32
    private let bytes = ByteScratch()
    private var isRowEmpty = true
    private var rowStart = 0

    private static let comma = UInt8(ascii: ",")
    private static let flushBytes = 1 << 17

    init(path: String, columns: [String], byteOrderMark: Bool, guardsHeader: Bool) throws(TableRefusal) {
        replacement = path == "-" ? nil : FileReplacement(of: path)
        descriptor = try replacement?.open() ?? STDOUT_FILENO
        if byteOrderMark { bytes.append([0xEF, 0xBB, 0xBF]) }
        rowStart = bytes.count
        for name in columns {
            var name = name
            name.withUTF8 { guardsHeader ? guarded($0) : field($0) }
        }
        try endRow()
    }

    deinit {
        if replacement != nil { close(descriptor) }
    }

    /// A field with an apostrophe in front where a spreadsheet would calculate it.
    @inline(__always)
    func guarded(_ text: UnsafeBufferPointer<UInt8>) {
        if let first = text.first, first <= UInt8(ascii: "@"), isGuardNeeded(text, first) {
            ([formulaGuard] + text).withUnsafeBufferPointer { field($0) }
        } else {
            field(text)
        }
    }

    /// A field, in quotes where it needs them.
    @inline(__always)
    func field(_ text: UnsafeBufferPointer<UInt8>) {
        separate()
        for byte in text where byte <= CSVSink.comma && needsQuotes(byte) { return quoted(text) }
        bytes.append(text)
    }

    func money(_ amount: Fen) {
        separate()
        bytes.append(money: amount.fen)
    }

    func day(_ day: Day) {
        separate()
        bytes.append(day: day)
    }

    func count(_ count: Int64) {
        separate()
        bytes.append(integer: count)
    }

    func rate(_ rate: Rate) {
        separate()
        bytes.append(millionths: rate.millionths)
    }

    func empty() { separate() }

    func endRow() throws(TableRefusal) {
        // A lone empty field would be an empty line, which is no row.
        if bytes.count == rowStart { bytes.append([quote, quote]) }
        bytes.append(lineFeed)
        isRowEmpty = true
        if bytes.count >= CSVSink.flushBytes { try flush() }
        rowStart = bytes.count
    }

    func finish() throws(TableRefusal) {
        try flush()
        try replacement?.finish()
    }

    private func flush() throws(TableRefusal) {
        try writeBytes(descriptor, UnsafeRawBufferPointer(start: bytes.base, count: bytes.count))
        bytes.clear()
    }

    @inline(__always)
    private func separate() {
        if isRowEmpty { isRowEmpty = false } else { bytes.append(CSVSink.comma) }
    }

    @inline(__always)
    private func needsQuotes(_ byte: UInt8) -> Bool {
        byte == CSVSink.comma || byte == quote || byte == lineFeed || byte == carriageReturn
    }

    private func quoted(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(quote)
        for byte in text {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}

/// Whether a spreadsheet would calculate a text that begins so; plain numbers and a lone sign are harmless.
private func isGuardNeeded(_ text: UnsafeBufferPointer<UInt8>, _ first: UInt8) -> Bool {
    switch first {
    // One that was there gets another, so that taking one off gives the text back.
    case formulaGuard: isGuarded(text)
    case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), carriageReturn: true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): text.count > 1 && !isNumber(text.dropFirst())
    default: false
    }
}

/// Digits with at most one point among them and at most one percent sign after them.
private func isNumber(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let body = text.last == UInt8(ascii: "%") ? text.dropLast() : text
    let points = body.count { $0 == UInt8(ascii: ".") }
    return points <= 1 && body.count > points
        && body.allSatisfy { $0 == UInt8(ascii: ".") || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) }
}

private let formulaGuard = UInt8(ascii: "'")

/// Whether a text of a CSV file begins with an apostrophe that keeps spreadsheets from calculating it.
func isGuarded(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.first == formulaGuard, text.count > 1 else { return false }
    let rest = UnsafeBufferPointer(rebasing: text[1...])
    return isGuardNeeded(rest, rest[0])
}
