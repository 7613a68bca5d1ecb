import Core
import Glibc

/// Writes CSV (RFC 4180, UTF-8, lines ended by a line feed) through one buffer.
final class CSVSink {
    private let replacement: FileReplacement?
    private let descriptor: Int32
    private let columnCount: Int
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 18
    private var used = 0
    private var isRowEmpty = true
    private var rowStart = 0
    private var failure: TableRefusal?

    private static let comma = UInt8(ascii: ",")
    private static let flushAt = 1 << 17

    init(path: String, columns: [String], byteOrderMark: Bool) throws(TableRefusal) {
        columnCount = columns.count
        replacement = path == "-" ? nil : FileReplacement(of: path)
        descriptor = try replacement?.open() ?? STDOUT_FILENO
        buffer = .allocate(capacity: capacity)
        if byteOrderMark {
            for byte in [UInt8(0xEF), 0xBB, 0xBF] { put(byte) }
            rowStart = used
        }
        for name in columns {
            var name = name
            name.withUTF8 { guarded($0) }
        }
        try endRow()
    }

    deinit {
        buffer.deallocate()
        if replacement != nil { close(descriptor) }
    }

    /// A field with an apostrophe in front where a spreadsheet would calculate it.
    @inline(__always)
    func guarded(_ bytes: UnsafeBufferPointer<UInt8>) {
        if let first = bytes.first, first <= UInt8(ascii: "@"), isFormulaLike(bytes, first) {
            var text = [UInt8(ascii: "'")]
            text.append(contentsOf: bytes)
            text.withUnsafeBufferPointer { field($0) }
        } else {
            field(bytes)
        }
    }

    /// A field, in quotes where it needs them.
    func field(_ bytes: UnsafeBufferPointer<UInt8>) {
        separate()
        reserve(bytes.count * 2 + 2)
        guard let from = bytes.baseAddress else { return }
        for byte in bytes where byte <= CSVSink.comma && needsQuotes(byte) { return quoted(bytes) }
        (buffer + used).update(from: from, count: bytes.count)
        used += bytes.count
    }

    func money(_ amount: Fen) {
        separate()
        reserve(24)
        if amount.fen < 0 { put(UInt8(ascii: "-")) }
        let magnitude = amount.fen.magnitude
        digits(magnitude / 100)
        put(UInt8(ascii: "."))
        pair(magnitude % 100)
    }

    func day(_ day: Day) {
        separate()
        reserve(10)
        let (year, month, dayOfMonth) = day.components
        pair(UInt64(year / 100))
        pair(UInt64(year % 100))
        put(UInt8(ascii: "-"))
        pair(UInt64(month))
        put(UInt8(ascii: "-"))
        pair(UInt64(dayOfMonth))
    }

    func count(_ count: Int64) {
        separate()
        reserve(24)
        if count < 0 { put(UInt8(ascii: "-")) }
        digits(count.magnitude)
    }

    /// A fraction without needless zeros: `0.015`.
    func rate(_ rate: Rate) {
        separate()
        reserve(32)
        if rate.millionths < 0 { put(UInt8(ascii: "-")) }
        let magnitude = rate.millionths.magnitude
        digits(magnitude / 1_000_000)
        guard magnitude % 1_000_000 > 0 else { return }
        put(UInt8(ascii: "."))
        var rest = magnitude % 1_000_000
        var scale: UInt64 = 100_000
        while rest > 0 {
            put(UInt8(ascii: "0") + UInt8(rest / scale))
            rest %= scale
            scale /= 10
        }
    }

    func empty() { separate() }

    func endRow() throws(TableRefusal) {
        reserve(3)
        // A lone empty field would be an empty line, which is no row.
        if used == rowStart {
            put(quote)
            put(quote)
        }
        put(lineFeed)
        isRowEmpty = true
        if used >= CSVSink.flushAt { flush() }
        rowStart = used
        if let failure { throw failure }
    }

    func finish() throws(TableRefusal) {
        flush()
        if let failure { throw failure }
        try replacement?.finish()
    }

    // MARK: Bytes

    @inline(__always)
    private func put(_ byte: UInt8) {
        buffer[used] = byte
        used += 1
    }

    @inline(__always)
    private func separate() {
        if isRowEmpty { isRowEmpty = false } else { put(CSVSink.comma) }
    }

    /// Makes room for some bytes and a few separators.
    @inline(__always)
    private func reserve(_ count: Int) {
        if used + count + 8 > capacity { grow(count) }
    }

    private func grow(_ count: Int) {
        let wanted = max(capacity * 2, used + count + 8)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        larger.update(from: buffer, count: used)
        buffer.deallocate()
        (buffer, capacity) = (larger, wanted)
    }

    private func flush() {
        guard failure == nil else { return used = 0 }
        do {
            try writeBytes(descriptor, UnsafeRawBufferPointer(start: buffer, count: used))
        } catch {
            failure = error
        }
        used = 0
    }

    private func quoted(_ bytes: UnsafeBufferPointer<UInt8>) {
        put(quote)
        for byte in bytes {
            if byte == quote { put(quote) }
            put(byte)
        }
        put(quote)
    }

    @inline(__always)
    private func needsQuotes(_ byte: UInt8) -> Bool {
        byte == CSVSink.comma || byte == quote || byte == lineFeed || byte == carriageReturn
    }

    private func digits(_ number: UInt64) {
        var (rest, length) = (number, 1)
        while rest >= 10 { (rest, length) = (rest / 10, length + 1) }
        rest = number
        for place in stride(from: used + length - 1, through: used, by: -1) {
            buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        used += length
    }

    @inline(__always)
    private func pair(_ number: UInt64) {
        put(UInt8(ascii: "0") + UInt8(number / 10))
        put(UInt8(ascii: "0") + UInt8(number % 10))
    }
}

/// Whether a spreadsheet would calculate a text that begins so; plain numbers and a lone sign are harmless.
private func isFormulaLike(_ bytes: UnsafeBufferPointer<UInt8>, _ first: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), carriageReturn: true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): bytes.count > 1 && !isNumber(bytes.dropFirst())
    default: false
    }
}

/// Digits with at most one point among them and at most one percent sign after them.
private func isNumber(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let body = bytes.last == UInt8(ascii: "%") ? bytes.dropLast() : bytes
    let points = body.filter { $0 == UInt8(ascii: ".") }.count
    return points <= 1 && body.count > points
        && body.allSatisfy { $0 == UInt8(ascii: ".") || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) }
}
