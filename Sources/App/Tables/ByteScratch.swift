import Core

/// Bytes of one row in the making: they keep their place until the next row, and the memory is used again.
final class ByteScratch {
    private var pointer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1 << 12) {
        pointer = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    var base: UnsafePointer<UInt8> { UnsafePointer(pointer) }

    deinit { pointer.deallocate() }

    func clear() { count = 0 }

    @inline(__always)
    func append(_ byte: UInt8) {
        if count == capacity { grow(1) }
        pointer[count] = byte
        count += 1
    }

    func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        if count + bytes.count > capacity { grow(bytes.count) }
        guard let from = bytes.baseAddress else { return }
        (pointer + count).update(from: from, count: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func append(_ bytes: some Collection<UInt8>) {
        for byte in bytes { append(byte) }
    }

    /// A number as eight bytes, the highest first.
    @inline(__always)
    func append(bigEndian number: Int64) {
        if count + 8 > capacity { grow(8) }
        UnsafeMutableRawPointer(pointer + count).storeBytes(of: number.bigEndian, as: Int64.self)
        count += 8
    }

    /// `1234.50`.
    func append(money fen: Int64) {
        if fen < 0 { append(UInt8(ascii: "-")) }
        append(number: fen.magnitude / 100, digits: 1)
        append(UInt8(ascii: "."))
        append(number: fen.magnitude % 100, digits: 2)
    }

    func append(integer: Int64) {
        if integer < 0 { append(UInt8(ascii: "-")) }
        append(number: integer.magnitude, digits: 1)
    }

    /// A fraction without needless zeros: `0.015`.
    func append(millionths: Int64) {
        if millionths < 0 { append(UInt8(ascii: "-")) }
        append(number: millionths.magnitude / 1_000_000, digits: 1)
        var (rest, digits) = (millionths.magnitude % 1_000_000, 6)
        guard rest > 0 else { return }
        while rest % 10 == 0 { (rest, digits) = (rest / 10, digits - 1) }
        append(UInt8(ascii: "."))
        append(number: rest, digits: digits)
    }

    /// `2017-07-19`. A day outside the calendar, which only a row changed from outside has, is a text all the
    /// same.
    func append(day: Day) {
        let (year, month, dayOfMonth) = day.components
        if year < 0 { append(UInt8(ascii: "-")) }
        append(number: UInt64(year.magnitude), digits: 4)
        append(UInt8(ascii: "-"))
        append(number: UInt64(month.magnitude), digits: 2)
        append(UInt8(ascii: "-"))
        append(number: UInt64(dayOfMonth.magnitude), digits: 2)
    }

    /// A number with leading zeros up to a number of digits.
    func append(number: UInt64, digits least: Int) {
        var (rest, length) = (number, 1)
        while rest >= 10 { (rest, length) = (rest / 10, length + 1) }
        length = max(length, least)
        if count + length > capacity { grow(length) }
        rest = number
        for place in stride(from: count + length - 1, through: count, by: -1) {
            pointer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += length
    }

    private func grow(_ more: Int) {
        let wanted = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        larger.update(from: pointer, count: count)
        pointer.deallocate()
        (pointer, capacity) = (larger, wanted)
    }
}
