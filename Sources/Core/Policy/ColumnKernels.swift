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
        for row in 0..<count { out[row] = lookup.values[0] }
        for pass in lookup.passes {
            if lookup.isUpperInclusive {
                reach(count, pass, of, out) { $0 > $1 }
            } else {
                reach(count, pass, of, out) { $0 >= $1 }
            }
        }
        guard lookup.mayBeNone else { return }
        let none = lookup.whenNone
        combine(count, of, out, out) { $0 == $0 ? $1 : none }
    }

    @inline(__always)
    private static func reach(
        _ count: Int, _ pass: BandLookup.Pass, _ of: Numbers, _ out: Numbers,
        _ isReached: (Double, Double) -> Bool
    ) {
        let (l0, l1, l2, l3, l4) = pass.limits
        let (v0, v1, v2, v3, v4) = pass.values
        if pass.count <= 2 {
            for row in 0..<count {
                let value = of[row]
                let before = out[row]
                var found = isReached(value, l0) ? v0 : before
                found = isReached(value, l1) ? v1 : found
                out[row] = found
            }
            return
        }
        for row in 0..<count {
            let value = of[row]
            let before = out[row]
            var found = isReached(value, l0) ? v0 : before
            found = isReached(value, l1) ? v1 : found
            found = isReached(value, l2) ? v2 : found
            found = isReached(value, l3) ? v3 : found
            out[row] = isReached(value, l4) ? v4 : found
        }
    }

    /// Whether any number equals, or comes near, one of up to five limits.
    static func meets(
        _ count: Int, _ of: Numbers, _ error: Numbers?, _ limits: ArraySlice<Double>, unit: Double
    ) -> UInt64 {
        // What is left over is no number and meets nothing.
        let five = Array(limits) + Array(repeating: Double.nan, count: 5 - limits.count)
        let (l0, l1, l2, l3, l4) = (five[0], five[1], five[2], five[3], five[4])
        var found: UInt64 = 0
        guard let error else {
            for row in 0..<count {
                let value = of[row]
                let low: UInt64 = (value == l0 ? 1 : 0) | (value == l1 ? 1 : 0) | (value == l2 ? 1 : 0)
                found |= low | (value == l3 ? 1 : 0) | (value == l4 ? 1 : 0)
            }
            return found
        }
        let most = limits.reduce(0) { max($0, $1.magnitude) }
        for row in 0..<count {
            let value = of[row]
            var distance = Double.infinity
            distance = (value - l0).magnitude < distance ? (value - l0).magnitude : distance
            distance = (value - l1).magnitude < distance ? (value - l1).magnitude : distance
            distance = (value - l2).magnitude < distance ? (value - l2).magnitude : distance
            distance = (value - l3).magnitude < distance ? (value - l3).magnitude : distance
            distance = (value - l4).magnitude < distance ? (value - l4).magnitude : distance
            let bound = (error[row] + most) * unit
            found |= distance <= (bound < 1e300 ? bound : 1e300) ? 1 : 0
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

    // MARK: Days

    static func year(_ count: Int, _ days: Numbers, _ out: Numbers) {
        DayTable.standard.withUnsafeBufferPointer { table in
            for row in 0..<count {
                let day = days[row]
                out[row] = DayTable.packed(day, table).map { Double($0 >> 9) } ?? DayTable.distantYear(day)
            }
        }
    }

    static func wholeYears(_ count: Int, _ from: Numbers, _ to: Numbers, _ out: Numbers) {
        DayTable.standard.withUnsafeBufferPointer { table in
            for row in 0..<count {
                guard let one = DayTable.packed(from[row], table), let other = DayTable.packed(to[row], table)
                else {
                    out[row] = DayTable.distantYears(from[row], to[row])
                    continue
                }
                // Month and day stand below the year: a year is whole when they are reached.
                out[row] = Double(one <= other ? (other - one) >> 9 : -((one - other) >> 9))
            }
        }
    }
}

/// Year, month and day of the month of every day of the calendar, one behind the other in one number.
enum DayTable {
    private static let first = Day(1900, 1, 1)!.number
    /// Beyond it no day is reckoned with.
    static let limit = 1_000_000_000.0

    static let standard: [Int32] = (first...Day(2199, 12, 31)!.number).map { number in
        let (year, month, dayOfMonth) = Day(number: number).components
        return Int32((year << 9) + (month << 5) + dayOfMonth)
    }

    @inline(__always)
    static func packed(_ number: Double, _ table: UnsafeBufferPointer<Int32>) -> Int32? {
        let place = number - Double(first)
        return place >= 0 && place < Double(table.count) ? table[Int(place)] : nil
    }

    /// Sums of days may lie outside the calendar.
    static func distantYear(_ day: Double) -> Double {
        fraction(day).map { Double(Int64(calendarYear($0))) } ?? 0
    }

    static func distantYears(_ from: Double, _ to: Double) -> Double {
        guard let one = fraction(from), let other = fraction(to) else { return 0 }
        return Double(Int64(wholeYears(one, other)))
    }

    /// Nil for what stands for an unknown day, which is decided elsewhere.
    private static func fraction(_ day: Double) -> Fraction? {
        day.magnitude < limit ? Fraction(Int128(Int64(day)), 1) : nil
    }
}
