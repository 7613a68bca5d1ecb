import Core
import Glibc

/// Reads the XML of a workbook's part, event by event, in a window of bytes.
///
/// It knows elements, attributes, texts, CDATA and the entities that XML itself defines. A document type is
/// refused, so that there are no other entities; so is any encoding but UTF-8. Prefixes of names are left
/// out.
final class XMLScanner {
    enum Event {
        case start, end, text, finished
    }

    /// The name of the element that starts or ends, without its prefix.
    private(set) var name = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// The text found last, its entities replaced; it holds until the next event.
    private(set) var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    private let part: ZipPart
    private let limit: Int
    private var window: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 17
    private var (at, end) = (0, 0)
    private var isFinal = false
    private var depth = 0
    private var hasPendingEnd = false
    private var check = UTF8Check()
    private var decodedCapacity = 1 << 10
    private var decoded = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 10)
    private var attributes: UnsafeBufferPointer<UInt8> = .init(start: nil, count: 0)

    private static let blockBytes = 1 << 16
    private static let depthLimit = 100

    /// `limit` is the largest tag or text in bytes.
    init(_ part: ZipPart, limit: Int) {
        self.part = part
        self.limit = limit
        window = .allocate(capacity: capacity)
    }

    deinit {
        window.deallocate()
        decoded.deallocate()
    }

    /// True when the element that starts or ends has this name.
    @inline(__always)
    func isNamed(_ wanted: StaticString) -> Bool {
        name.count == wanted.utf8CodeUnitCount && memcmp(name.baseAddress!, wanted.utf8Start, name.count) == 0
    }

    func next() throws(TableRefusal) -> Event {
        if hasPendingEnd {
            hasPendingEnd = false
            depth -= 1
            return .end
        }
        while true {
            guard at < end else {
                if isFinal { return try finish() }
                try refill()
                continue
            }
            if window[at] != UInt8(ascii: "<") {
                if let event = try scanText() { return event }
            } else if let event = try scanMarkup() {
                return event
            }
        }
    }

    /// The value of an attribute of the element that starts, by its name with or without prefix.
    func attribute(_ wanted: StaticString) throws(TableRefusal) -> UnsafeBufferPointer<UInt8>? {
        var place = 0
        while let found = nextAttribute(&place) {
            let local = found.name.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? found.name.startIndex
            guard found.name.endIndex - local == wanted.utf8CodeUnitCount,
                memcmp(attributes.baseAddress! + local, wanted.utf8Start, wanted.utf8CodeUnitCount) == 0
            else { continue }
            let value = UnsafeBufferPointer(rebasing: found.value)
            return value.contains(UInt8(ascii: "&")) ? try decode(value) : value
        }
        return nil
    }

    func attributeText(_ wanted: StaticString) throws(TableRefusal) -> String? {
        try attribute(wanted).map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Markup

    private func scanText() throws(TableRefusal) -> Event? {
        var stop = at
        while stop < end, window[stop] != UInt8(ascii: "<") { stop += 1 }
        if stop == end, !isFinal {
            try refill()
            return nil
        }
        let raw = UnsafeBufferPointer(start: UnsafePointer(window + at), count: stop - at)
        at = stop
        text = raw.contains(UInt8(ascii: "&")) ? try decode(raw) : raw
        return .text
    }

    /// A tag, or nothing after what is passed over (comments, instructions) and after the window was moved.
    private func scanMarkup() throws(TableRefusal) -> Event? {
        if end - at < 9, !isFinal {
            try refill()
            return nil
        }
        if begins(with: "<!--") { return try passOver(from: 4, until: "-->", isText: false) }
        if begins(with: "<?") { return try passOver(from: 2, until: "?>", isText: false) }
        if begins(with: "<![CDATA[") { return try passOver(from: 9, until: "]]>", isText: true) }
        if begins(with: "<!") { throw malformed("DOCTYPE") }
        guard let close = tagEnd() else {
            if isFinal { throw malformed("'<'") }
            try refill()
            return nil
        }
        return try takeTag(until: close)
    }

    private func begins(with mark: StaticString) -> Bool {
        let count = mark.utf8CodeUnitCount
        return end - at >= count && memcmp(window + at, mark.utf8Start, count) == 0
    }

    private func passOver(from skip: Int, until mark: StaticString, isText: Bool) throws(TableRefusal)
        -> Event?
    {
        let count = mark.utf8CodeUnitCount
        var stop = at + skip
        while stop + count <= end {
            if window[stop] == mark.utf8Start[0], memcmp(window + stop, mark.utf8Start, count) == 0 {
                let bytes = UnsafeBufferPointer(
                    start: UnsafePointer(window + at + skip), count: stop - at - skip)
                if begins(with: "<?xml") { try checkEncoding(bytes) }
                at = stop + count
                text = bytes
                return isText ? .text : nil
            }
            stop += 1
        }
        if isFinal { throw malformed("'<!'") }
        try refill()
        return nil
    }

    private func checkEncoding(_ declaration: UnsafeBufferPointer<UInt8>) throws(TableRefusal) {
        let words = String(decoding: declaration, as: UTF8.self).lowercased()
        guard let range = words.firstRange(of: "encoding") else { return }
        let value = words[range.upperBound...]
        guard value.contains("utf-8") || value.contains("ascii") else { throw malformed("encoding") }
    }

    /// Where the tag closes; a `>` within quotes does not close it.
    private func tagEnd() -> Int? {
        var stop = at + 1
        while stop < end {
            let byte = window[stop]
            if byte == UInt8(ascii: ">") { return stop }
            if byte == quote || byte == UInt8(ascii: "'") {
                stop += 1
                while stop < end, window[stop] != byte { stop += 1 }
            }
            stop += 1
        }
        return nil
    }

    private func takeTag(until close: Int) throws(TableRefusal) -> Event {
        let isEnd = window[at + 1] == UInt8(ascii: "/")
        let isEmpty = !isEnd && window[close - 1] == UInt8(ascii: "/")
        var from = at + (isEnd ? 2 : 1)
        var stop = from
        while stop < close, !isSpace(window[stop]), window[stop] != UInt8(ascii: "/") {
            if window[stop] == UInt8(ascii: ":") { from = stop + 1 }
            stop += 1
        }
        guard stop > from else { throw malformed("<>") }
        name = UnsafeBufferPointer(start: UnsafePointer(window + from), count: stop - from)
        let rest = max(close - (isEmpty ? 1 : 0) - stop, 0)
        attributes = UnsafeBufferPointer(start: UnsafePointer(window + stop), count: isEnd ? 0 : rest)
        at = close + 1
        return try nest(isEnd: isEnd, isEmpty: isEmpty)
    }

    private func nest(isEnd: Bool, isEmpty: Bool) throws(TableRefusal) -> Event {
        depth += isEnd ? -1 : 1
        guard depth >= 0, depth <= XMLScanner.depthLimit else { throw malformed("depth") }
        hasPendingEnd = isEmpty
        return isEnd ? .end : .start
    }

    private func nextAttribute(
        _ place: inout Int
    ) -> (name: Slice<UnsafeBufferPointer<UInt8>>, value: Slice<UnsafeBufferPointer<UInt8>>)? {
        let bytes = attributes
        while place < bytes.count, isSpace(bytes[place]) { place += 1 }
        let from = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "="), !isSpace(bytes[place]) { place += 1 }
        let name = bytes[from..<place]
        while place < bytes.count, isSpace(bytes[place]) || bytes[place] == UInt8(ascii: "=") { place += 1 }
        guard place < bytes.count, bytes[place] == quote || bytes[place] == UInt8(ascii: "'") else {
            return nil
        }
        let mark = bytes[place]
        place += 1
        let valueFrom = place
        while place < bytes.count, bytes[place] != mark { place += 1 }
        guard place < bytes.count else { return nil }
        place += 1
        return (name, bytes[valueFrom..<place - 1])
    }

    @inline(__always)
    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    // MARK: Entities

    private func decode(_ raw: UnsafeBufferPointer<UInt8>) throws(TableRefusal) -> UnsafeBufferPointer<UInt8>
    {
        reserveDecoded(raw.count)
        var (place, length) = (0, 0)
        while place < raw.count {
            guard raw[place] == UInt8(ascii: "&") else {
                decoded[length] = raw[place]
                (place, length) = (place + 1, length + 1)
                continue
            }
            guard let semicolon = raw[place...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let scalar = entity(String(decoding: raw[place + 1..<semicolon], as: UTF8.self))
            else { throw malformed("&") }
            for byte in UTF8.encode(scalar)! {
                decoded[length] = byte
                length += 1
            }
            place = semicolon + 1
        }
        return UnsafeBufferPointer(start: decoded, count: length)
    }

    /// What is decoded is never longer than what it is written as: no entity has fewer characters than bytes.
    private func reserveDecoded(_ count: Int) {
        guard count > decodedCapacity else { return }
        decoded.deallocate()
        decodedCapacity = count * 2
        decoded = .allocate(capacity: decodedCapacity)
    }

    private func entity(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.first == "#" else { return nil }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x"
        let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
        return value.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }

    // MARK: The window

    private func finish() throws(TableRefusal) -> Event {
        guard depth == 0, check.isBetweenCharacters else { throw malformed("EOF") }
        return .finished
    }

    private func refill() throws(TableRefusal) {
        let kept = end - at
        guard kept <= limit else { throw malformed("> \(limit)") }
        if at > 0 { memmove(window, window + at, kept) }
        (at, end) = (0, kept)
        if end + XMLScanner.blockBytes > capacity { enlarge(&window, &capacity, keeping: end) }
        let got = try part.read(into: window + end, count: capacity - end)
        let fresh = UnsafeBufferPointer(start: UnsafePointer(window + end), count: got)
        guard check.feed(fresh) == nil else { throw malformed("UTF-8") }
        end += got
        isFinal = got == 0
    }

    private func malformed(_ what: String) -> TableRefusal { .workbook(.malformedXML(part.name, what)) }
}
