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
    static func compare(
        _ count: Int, _ one: Numbers, _ other: Numbers, _ out: Bytes, _ body: (Double, Double) -> Bool
    ) {
        for row in 0..<count { out[row] = body(one[row], other[row]) ? 1 : 0 }
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

    /// The second where the first is no number.
    static func finiteElse(_ count: Int, _ from: Numbers, _ other: Numbers, _ out: Numbers) {
        combine(count, from, other, out) { $0 == $0 ? $0 : $1 }
    }

    static func divideOrNone(_ count: Int, _ one: Numbers, _ other: Numbers, _ out: Numbers) {
        combine(count, one, other, out) { $1 == 0 ? .nan : $0 / $1 }
    }

    static func magnitudes(_ count: Int, _ parts: [Numbers], _ out: Numbers) {
        switch parts.count {
        case 1: for row in 0..<count { out[row] = parts[0][row].magnitude }
        case 2:
            let (one, other) = (parts[0], parts[1])
            for row in 0..<count { out[row] = one[row].magnitude + other[row].magnitude }
        default:
            let (one, two, three) = (parts[0], parts[1], parts[2])
            for row in 0..<count { out[row] = one[row].magnitude + two[row].magnitude + three[row].magnitude }
            for part in parts.dropFirst(3) { for row in 0..<count { out[row] += part[row].magnitude } }
        }
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

    /// Five limits in one pass over the firms: each keeps the value of the last limit that it reaches.
    static func bands(_ count: Int, _ lookup: BandLookup, _ of: Numbers, _ out: Numbers) {
        let lowest = lookup.values[0]
        // What is no number reaches no limit.
        let none = lookup.mayBeNone ? lookup.whenNone : lowest
        for (number, pass) in lookup.passes.enumerated() {
            switch (number > 0, lookup.isUpperInclusive) {
            case (false, true):
                reach(
                    count, pass, of, out, from: { value, _ in value == value ? lowest : none },
                    isReached: { $0 > $1 })
            case (false, false):
                reach(
                    count, pass, of, out, from: { value, _ in value == value ? lowest : none },
                    isReached: { $0 >= $1 })
            case (true, true): reach(count, pass, of, out, from: { $1 }, isReached: { $0 > $1 })
            case (true, false): reach(count, pass, of, out, from: { $1 }, isReached: { $0 >= $1 })
            }
        }
    }

    @inline(__always)
    private static func reach(
        _ count: Int, _ pass: BandLookup.Pass, _ of: Numbers, _ out: Numbers,
        from first: (Double, Double) -> Double, isReached: (Double, Double) -> Bool
    ) {
        let (l0, l1, l2, l3, l4) = pass.limits
        let (v0, v1, v2, v3, v4) = pass.values
        if pass.count <= 2 {
            for row in 0..<count {
                let value = of[row]
                let before = first(value, out[row])
                var found = isReached(value, l0) ? v0 : before
                found = isReached(value, l1) ? v1 : found
                out[row] = found
            }
            return
        }
        if pass.count <= 4 {
            for row in 0..<count {
                let value = of[row]
                let before = first(value, out[row])
                var found = isReached(value, l0) ? v0 : before
                found = isReached(value, l1) ? v1 : found
                found = isReached(value, l2) ? v2 : found
                out[row] = isReached(value, l3) ? v3 : found
            }
            return
        }
        for row in 0..<count {
            let value = of[row]
            let before = first(value, out[row])
            var found = isReached(value, l0) ? v0 : before
            found = isReached(value, l1) ? v1 : found
            found = isReached(value, l2) ? v2 : found
            found = isReached(value, l3) ? v3 : found
            out[row] = isReached(value, l4) ? v4 : found
        }
    }

    /// Marks the numbers that equal, or come near, one of five limits, and tells whether there are any; with
    /// `keeping` 1, marks that stand there stay.
    static func meets(
        _ count: Int, _ of: Numbers, _ error: Numbers?, _ limits: FiveLimits, unit: Double, _ marks: Bytes,
        keeping: UInt8
    ) -> UInt8 {
        let (l0, l1, l2, l3, l4) = limits.limits
        var found: UInt8 = 0
        guard let error else {
            for row in 0..<count {
                let value = of[row]
                let low: UInt8 = (value == l0 ? 1 : 0) | (value == l1 ? 1 : 0) | (value == l2 ? 1 : 0)
                let mark = low | (value == l3 ? 1 : 0) | (value == l4 ? 1 : 0) | marks[row] & keeping
                marks[row] = mark
                found |= mark
            }
            return found
        }
        let most = limits.most
        for row in 0..<count {
            let value = of[row]
            var distance = (value - l0).magnitude
            distance = (value - l1).magnitude < distance ? (value - l1).magnitude : distance
            distance = (value - l2).magnitude < distance ? (value - l2).magnitude : distance
            distance = (value - l3).magnitude < distance ? (value - l3).magnitude : distance
            distance = (value - l4).magnitude < distance ? (value - l4).magnitude : distance
            let bound = (error[row] + most) * unit
            let mark: UInt8 = distance <= (bound < 1e300 ? bound : 1e300) ? 1 : 0
            marks[row] = mark | marks[row] & keeping
            found |= marks[row]
        }
        return found
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
