import Core
import Glibc

/// Splits UTF-8 bytes into records and fields (RFC 4180) in a window that moves over the file.
///
/// No field is copied or allocated: `base` and `bounds` point into the window until the next record is asked
/// for.
final class RecordScanner {
    /// The record found last.
    private(set) var base: UnsafePointer<UInt8>
    let bounds: UnsafeMutablePointer<FieldBounds>
    /// Fields of the record, counted also beyond the `columnLimit` that are kept.
    private(set) var count = 0
    private(set) var problem: RowProblem?
    private(set) var line = 1
    private(set) var offset: Int64

    /// How many fields `bounds` holds.
    @inline(__always) var keptCount: Int { min(count, columnLimit) }

    private(set) var nextLine = 1

    /// Where the next record begins.
    var position: Int64 { windowOffset + Int64(next) }

    private let descriptor: Int32
    private let separator: UInt8
    private let columnLimit: Int
    private let recordLimit: Int
    private let blockBytes: Int
    private let highestSpecial: UInt8

    private var window: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var windowOffset: Int64
    private var next = 0
    private var end = 0
    private var isFinal = false
    private var hasEscapes = false
    private let excerpt = UnsafeMutablePointer<UInt8>.allocate(capacity: RecordScanner.excerptBytes)

    private static let excerptBytes = 256

    init(descriptor: Int32, from offset: Int64, separator: UInt8, limits: TableLimits, blockBytes: Int) {
        precondition(limits.recordBytes < Int(Int32.max) / 2 && blockBytes > 0)
        self.descriptor = descriptor
        self.separator = separator
        self.blockBytes = blockBytes
        columnLimit = limits.columns + 1
        recordLimit = limits.recordBytes
        highestSpecial = max(separator, quote)
        windowOffset = offset
        self.offset = offset
        capacity = blockBytes * 2
        window = .allocate(capacity: capacity)
        bounds = .allocate(capacity: columnLimit)
        base = UnsafePointer(window)
    }

    deinit {
        window.deallocate()
        bounds.deallocate()
        excerpt.deallocate()
    }

    /// Goes to the beginning of another record, whose line is given.
    func seek(to offset: Int64, line: Int) {
        nextLine = line
        if offset >= windowOffset, offset <= windowOffset + Int64(end) {
            next = Int(offset - windowOffset)
        } else {
            (windowOffset, next, end, isFinal) = (offset, 0, 0, false)
        }
    }

    /// Finds the next record that is not an empty line; false at the end of the file.
    func advance() throws(TableRefusal) -> Bool {
        while true {
            if next < end {
                let byte = window[next]
                if byte > highestSpecial || !skipEmptyLine(byte) {
                    if try scanRecord() { return true }
                    continue
                }
            } else if isFinal {
                return false
            } else {
                try refill()
            }
        }
    }

    private func skipEmptyLine(_ byte: UInt8) -> Bool {
        guard byte == lineFeed || byte == carriageReturn else { return false }
        // A line feed after a carriage return that ended the window is found here too, and is no line of its
        // own.
        if byte == carriageReturn, next + 1 == end, !isFinal { return false }
        let isPair = byte == carriageReturn && next + 1 < end && window[next + 1] == lineFeed
        next += isPair ? 2 : 1
        nextLine += 1
        return true
    }

    /// Splits the record at `next`; false when the window had to be moved first.
    private func scanRecord() throws(TableRefusal) -> Bool {
        let begin = next
        problem = nil
        hasEscapes = false
        var lines = 1
        guard let after = split(from: begin, lines: &lines) else {
            guard end - begin > recordLimit else {
                try refill()
                return false
            }
            try takeLine(as: .tooLong(limitBytes: recordLimit))
            return true
        }
        if after - begin > recordLimit {
            try takeLine(as: .tooLong(limitBytes: recordLimit))
        } else if case .unclosedQuote = problem, let found = problem {
            try takeLine(as: found)
        } else {
            if hasEscapes { unescape(window + begin, bounds, count: keptCount) }
            take(begin: begin, after: after, lines: lines)
        }
        return true
    }

    private func take(begin: Int, after: Int, lines: Int) {
        base = UnsafePointer(window + begin)
        offset = windowOffset + Int64(begin)
        line = nextLine
        nextLine += lines
        next = after
    }

    // MARK: Splitting

    /// The position after the record, or nil when the window ends before it does.
    @inline(__always)
    private func split(from begin: Int, lines: inout Int) -> Int? {
        let window = self.window
        let (end, separator, highestSpecial) = (self.end, self.separator, self.highestSpecial)
        var at = begin
        var fields = 0
        field: while true {
            let from = at
            if at < end, window[at] == quote {
                guard let closed = splitQuoted(field: fields, begin: begin, at: &at, lines: &lines) else {
                    return nil
                }
                fields += 1
                if closed { continue field }
                break field
            }
            while at < end {
                let byte = window[at]
                if byte > highestSpecial { at += 1; continue }
                if byte == separator {
                    keep(field: fields, begin: begin, from: from, to: at)
                    fields += 1
                    at += 1
                    continue field
                }
                if byte == lineFeed || byte == carriageReturn { break }
                if byte == quote, problem == nil { problem = .quoteInsideField(column: fields + 1) }
                if byte == 0 { problem = .nulByte }
                at += 1
            }
            if at == end, !isFinal { return nil }
            keep(field: fields, begin: begin, from: from, to: at)
            fields += 1
            break
        }
        count = fields
        return lineEnd(at)
    }

    /// A field in quotes: true when a separator followed, false when the record is over, nil when bytes lack.
    private func splitQuoted(field: Int, begin: Int, at: inout Int, lines: inout Int) -> Bool? {
        let opening = at
        at += 1
        while at < end {
            let byte = window[at]
            if byte > quote { at += 1; continue }
            if byte == quote {
                if at + 1 == end, !isFinal { return nil }
                if at + 1 < end, window[at + 1] == quote {
                    hasEscapes = true
                    at += 2
                    continue
                }
                return close(field: field, begin: begin, opening: opening, at: &at)
            }
            if byte == 0 { problem = .nulByte }
            if byte == lineFeed { lines += 1 }
            if byte == carriageReturn {
                if at + 1 == end, !isFinal { return nil }
                if at + 1 == end || window[at + 1] != lineFeed { lines += 1 }
            }
            at += 1
        }
        guard isFinal else { return nil }
        problem = .unclosedQuote(column: field + 1)
        keep(field: field, begin: begin, from: opening, to: at)
        return false
    }

    private func close(field: Int, begin: Int, opening: Int, at: inout Int) -> Bool? {
        let closing = at
        at += 1
        if at < end, window[at] == separator {
            keep(field: field, begin: begin, from: opening + 1, to: closing)
            at += 1
            return true
        }
        if at == end || window[at] == lineFeed || window[at] == carriageReturn {
            keep(field: field, begin: begin, from: opening + 1, to: closing)
            return at == end && !isFinal ? nil : false
        }
        // What follows is not to be trusted: the rest of the line stays with this field.
        problem = .textAfterQuote(column: field + 1)
        while at < end, window[at] != lineFeed, window[at] != carriageReturn { at += 1 }
        if at == end, !isFinal { return nil }
        keep(field: field, begin: begin, from: opening, to: at)
        return false
    }

    @inline(__always)
    private func keep(field: Int, begin: Int, from: Int, to: Int) {
        guard field < columnLimit else { return }
        bounds[field] = FieldBounds(
            start: Int32(truncatingIfNeeded: from &- begin), length: Int32(truncatingIfNeeded: to &- from))
    }

    /// The position after the line end at a place, or nil when it may be a pair whose half is not read yet.
    @inline(__always)
    private func lineEnd(_ at: Int) -> Int? {
        guard at < end else { return at }
        guard window[at] == carriageReturn else { return at + 1 }
        if at + 1 == end { return isFinal ? at + 1 : nil }
        return window[at + 1] == lineFeed ? at + 2 : at + 1
    }

    // MARK: Recovery

    /// Takes the first line of what can't be split as a record of one field, so that the next line is read
    /// again.
    private func takeLine(as found: RowProblem) throws(TableRefusal) {
        problem = found
        count = 1
        var length = 0
        while true {
            while next + length < end, !isLineEnd(window[next + length]) { length += 1 }
            if next + length < end || isFinal, let after = lineEnd(next + length) {
                bounds[0] = FieldBounds(start: 0, length: Int32(length))
                return take(begin: next, after: after, lines: 1)
            }
            if length > recordLimit { return try skipLine(length) }
            try refill()
        }
    }

    /// Leaves a line behind whose end is not in the window, keeping its first bytes.
    private func skipLine(_ length: Int) throws(TableRefusal) {
        excerpt.update(from: window + next, count: RecordScanner.excerptBytes)
        bounds[0] = FieldBounds(start: 0, length: Int32(RecordScanner.excerptBytes))
        take(begin: next, after: next + length, lines: 1)
        base = UnsafePointer(excerpt)
        while true {
            while next < end, !isLineEnd(window[next]) { next += 1 }
            if next < end || isFinal, let after = lineEnd(next) {
                next = after
                return
            }
            try refill()
        }
    }

    @inline(__always)
    private func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

    // MARK: The window

    /// Drops what is behind `next` and reads on; the window grows when one record fills it.
    private func refill() throws(TableRefusal) {
        let kept = end - next
        if next > 0 { memmove(window, window + next, kept) }
        (windowOffset, next, end) = (windowOffset + Int64(next), 0, kept)
        if end + blockBytes > capacity { enlarge(&window, &capacity, keeping: end) }
        let got = try readBytes(
            descriptor, into: window + end, count: capacity - end, at: windowOffset + Int64(end))
        end += got
        isFinal = got == 0
    }
}
