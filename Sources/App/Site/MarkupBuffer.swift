import Core
import Storage

/// Markup written piece by piece, where there is much of it: in memory of its own, so that a piece costs
/// hardly more than its bytes.
struct MarkupBuffer: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    var html: HTML { HTML(bytes: Array(UnsafeBufferPointer(start: start, count: count))) }

    /// The pieces at some places, one after the other.
    func html(of places: [Range<Int>]) -> HTML {
        let length = places.reduce(0) { $0 + $1.count }
        return HTML(
            bytes: [UInt8](unsafeUninitializedCapacity: length) { bytes, filled in
                for place in places {
                    guard let target = bytes.baseAddress else { return }
                    (target + filled).initialize(from: start + place.lowerBound, count: place.count)
                    filled += place.count
                }
            })
    }

    @inline(__always)
    mutating func append(_ markup: StaticString) {
        append(UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (start + count).initialize(from: source, count: bytes.count)
        count += bytes.count
    }

    mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

    /// A text column, escaped.
    mutating func append(_ row: borrowing Row, _ column: Int) {
        row.withBytes(column) { utf8 in
            guard utf8.contains(where: HTML.isSpecial) else { append(utf8); return }
            for byte in utf8 {
                if let entity = HTML.entity(byte) { append(entity) } else { appendByte(byte) }
            }
        }
    }

    /// A text column as part of an address, percent-encoded.
    mutating func appendEncoded(_ row: borrowing Row, _ column: Int) {
        row.withBytes(column) { utf8 in
            for byte in utf8 {
                if PercentText.isPlain(byte) { appendByte(byte); continue }
                appendByte(37)
                appendByte(PercentText.hex(byte >> 4))
                appendByte(PercentText.hex(byte & 15))
            }
        }
    }

    /// Yuan as people read it: `-1,234.05`.
    mutating func append(_ amount: Fen) {
        var text = InlineArray<32, UInt8>(repeating: 0)
        var place = 32
        var rest = amount.fen.magnitude
        func put(_ byte: UInt8) { place -= 1; text[place] = byte }
        for _ in 0..<2 { put(48 + UInt8(rest % 10)); rest /= 10 }
        put(UInt8(ascii: "."))
        var digits = 0
        repeat {
            if digits > 0, digits % 3 == 0 { put(UInt8(ascii: ",")) }
            put(48 + UInt8(rest % 10))
            rest /= 10
            digits += 1
        } while rest > 0
        if amount.fen < 0 { put(UInt8(ascii: "-")) }
        for index in place..<32 { appendByte(text[index]) }
    }

    /// `2017-07-19`.
    mutating func append(_ day: Day) {
        let (year, month, day) = day.components
        appendTwo(year / 100)
        appendTwo(year % 100)
        appendByte(UInt8(ascii: "-"))
        appendTwo(month)
        appendByte(UInt8(ascii: "-"))
        appendTwo(day)
    }

    private mutating func appendTwo(_ number: Int) {
        appendByte(UInt8(48 + number / 10))
        appendByte(UInt8(48 + number % 10))
    }

    @inline(__always)
    private mutating func appendByte(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.moveInitialize(from: start, count: count)
        start.deallocate()
        start = larger
    }
}
