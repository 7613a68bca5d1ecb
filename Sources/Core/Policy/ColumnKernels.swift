/// The loops over columns, written so that they become vector instructions.
///
/// Every pointer has room for `ColumnMachine.room` elements of its kind beyond its beginning, or is a
/// column of a chunk; loops run over fewer than that, so no access is outside.
enum ColumnKernels {
    typealias Numbers = UnsafeMutablePointer<Double>
    typealias Bytes = UnsafeMutablePointer<UInt8>
    typealias Masks = UnsafeMutablePointer<UInt64>

    @inline(__always)
    static func combine(
        _ count: Int, _ one: Numbers, _ other: Numbers, _ out: Numbers, _ body: (Double, Double) -> Double
    ) {
        for row in 0..<count { out[row] = body(one[row], other[row]) }
    }

    @inline(__always)
    static func mask(
        _ count: Int, _ one: Numbers, _ other: Numbers, _ out: Masks, _ body: (Double, Double) -> Bool
    ) {
        for row in 0..<count { out[row] = body(one[row], other[row]) ? ~0 : 0 }
    }

    @inline(__always)
    static func join(
        _ count: Int, _ one: Bytes, _ other: Bytes, _ out: Bytes, _ body: (UInt8, UInt8) -> UInt8
    ) {
        for row in 0..<count { out[row] = body(one[row], other[row]) }
    }

    static func widen(_ count: Int, _ from: UnsafeMutablePointer<Int32>, _ out: Numbers) {
        for row in 0..<count { out[row] = Double(from[row]) }
    }

    static func narrowElse(
        _ count: Int, _ from: UnsafeMutablePointer<Int32>, _ other: Numbers, _ out: Numbers
    ) {
        for row in 0..<count {
            let (value, otherwise) = (from[row], other[row])
            out[row] = value == FirmChunk.unknownNarrow ? otherwise : Double(value)
        }
    }

    static func narrowElseBoth(
        _ count: Int, _ from: UnsafeMutablePointer<Int32>, _ one: Numbers, _ other: Numbers, _ out: Numbers,
        _ otherOut: Numbers
    ) {
        for row in 0..<count {
            let value = from[row]
            let unknown: UInt64 = 0 &- (value == FirmChunk.unknownNarrow ? 1 : 0)
            let known = Double(value).bitPattern & ~unknown
            let (left, right) = (one[row].bitPattern, other[row].bitPattern)
            out[row] = Double(bitPattern: left & unknown | known)
            otherOut[row] = Double(bitPattern: right & unknown | known)
        }
    }

    static func finiteElseBoth(
        _ count: Int, _ from: Numbers, _ one: Numbers, _ other: Numbers, _ out: Numbers, _ otherOut: Numbers
    ) {
        for row in 0..<count {
            let value = from[row]
            let isKnown: UInt64 = 0 &- (value >= -.infinity ? 1 : 0)
            let known = value.bitPattern & isKnown
            let (left, right) = (one[row].bitPattern, other[row].bitPattern)
            out[row] = Double(bitPattern: left & ~isKnown | known)
            otherOut[row] = Double(bitPattern: right & ~isKnown | known)
        }
    }

    /// The second where the first is no number.
    static func finiteElse(_ count: Int, _ from: Numbers, _ other: Numbers, _ out: Numbers) {
        combine(count, from, other, out) { $0 == $0 ? $0 : $1 }
    }

    static func divideOrNone(_ count: Int, _ one: Numbers, _ other: Numbers, _ out: Numbers) {
        combine(count, one, other, out) { $1 == 0 ? .nan : $0 / $1 }
    }

    static func whereZero(
        _ count: Int, _ bound: Double, _ value: Numbers, _ low: Numbers, _ high: Numbers, _ out: Numbers
    ) {
        for row in 0..<count {
            // Zero lies between where the lower of one and minus the other is not above zero.
            let (one, other, known) = (low[row], -high[row], value[row])
            out[row] = (one > other ? one : other) <= 0 ? bound : known
        }
    }

    static func whereInfinite(
        _ count: Int, _ bound: Double, _ value: Numbers, _ low: Numbers, _ high: Numbers, _ out: Numbers
    ) {
        for row in 0..<count {
            let (one, other, known) = (-low[row], high[row], value[row])
            out[row] = (one > other ? one : other) == .infinity ? bound : known
        }
    }

    /// By 1 and 0 without a branch: the flags of firms are as good as random.
    @inline(__always)
    private static func pick(_ flag: UInt8, _ one: UInt64, _ other: UInt64) -> UInt64 {
        let mask = 0 &- UInt64(flag & 1)
        return one & mask | other & ~mask
    }

    static func widenFlag(_ count: Int, _ flag: Bytes, _ out: Masks) {
        for row in 0..<count { out[row] = 0 &- UInt64(flag[row] & 1) }
    }

    static func select(_ count: Int, _ flag: Masks, _ one: Masks, _ other: Masks, _ out: Masks) {
        for row in 0..<count {
            let mask = flag[row]
            out[row] = one[row] & mask | other[row] & ~mask
        }
    }

    static func addWhere(_ count: Int, _ one: Numbers, _ flag: Masks, _ other: Masks, _ out: Numbers) {
        for row in 0..<count { out[row] = one[row] + Double(bitPattern: flag[row] & other[row]) }
    }

    static func addBothWhere(
        _ count: Int, _ flag: Masks, _ one: Masks, _ otherFlag: Masks, _ other: Masks, _ out: Numbers
    ) {
        for row in 0..<count {
            out[row] =
                Double(bitPattern: flag[row] & one[row]) + Double(bitPattern: otherFlag[row] & other[row])
        }
    }

    static func selectOrZero(_ count: Int, _ flag: Masks, _ one: Masks, _ out: Masks) {
        for row in 0..<count { out[row] = one[row] & flag[row] }
    }

    @inline(__always)
    static func selectOpen(
        _ count: Int, _ yes: Masks, _ possible: Masks, _ one: Numbers, _ other: Numbers, _ out: Numbers,
        _ body: (Double, Double) -> Double
    ) {
        for row in 0..<count {
            let (left, right, surely, perhaps) = (one[row], other[row], yes[row], possible[row])
            let either = body(left, right).bitPattern & perhaps | right.bitPattern & ~perhaps
            out[row] = Double(bitPattern: left.bitPattern & surely | either & ~surely)
        }
    }

    static func steps(
        _ count: Int, isLow: Bool, _ first: Numbers, _ last: Numbers, _ values: [Numbers], _ out: Numbers
    ) {
        for row in 0..<count {
            // What is left out here is decided elsewhere; its steps may be anything.
            var step = max(0, min(Int(first[row]), values.count - 1))
            let end = max(step, min(Int(last[row]), values.count - 1))
            var value = values[step][row]
            while step < end {
                step += 1
                value = isLow ? min(value, values[step][row]) : max(value, values[step][row])
            }
            out[row] = value
        }
    }

    @inline(__always)
    static func look<Element>(
        _ count: Int, _ words: Bytes, _ table: WordTable<Element>, _ out: UnsafeMutablePointer<Element>
    ) {
        // The table has an element for each byte.
        table.elements.withUnsafeBufferPointer { elements in
            for row in 0..<count { out[row] = elements[Int(words[row])] }
        }
    }

    static func matchMask(_ count: Int, isLow: Bool, _ masks: Masks, _ values: [Numbers], _ out: Numbers) {
        for row in 0..<count {
            var rest = masks[row]
            var value = isLow ? Double.infinity : -.infinity
            while rest != 0 {
                let next = values[min(rest.trailingZeroBitCount, values.count - 1)][row]
                value = isLow ? min(value, next) : max(value, next)
                rest &= rest &- 1
            }
            out[row] = value
        }
    }

    static func selectMask(
        _ count: Int, _ yes: Bytes, _ possible: Bytes, _ one: Masks, _ other: Masks, _ out: Masks
    ) {
        for row in 0..<count {
            out[row] = pick(possible[row], one[row], 0) | pick(yes[row], 0, other[row])
        }
    }
}
