/// Steps of a number: rising limits, and what is put from each on.
final class BandLookup {
    let limits: [Double]
    let values: [Double]
    /// For what is no number.
    let whenNone: Double
    let mayBeNone: Bool
    let isUpperInclusive: Bool
    /// Whether sums and differences of the values are exact.
    let isWhole: Bool
    let passes: [Pass]

    /// Up to five limits and the values from each on; what is left over has a limit that nothing
    /// passes, and repeats the value.
    struct Pass {
        typealias Five = (Double, Double, Double, Double, Double)
        let count: Int
        let limits: Five
        let values: Five
        /// By how much each value is above the one before it.
        let rises: Five
    }

    init(limits: [Double], values: [Double], whenNone: Double?, isUpperInclusive: Bool) {
        (self.limits, self.values) = (limits, values)
        (self.whenNone, mayBeNone) = (whenNone ?? values[0], whenNone != nil)
        self.isUpperInclusive = isUpperInclusive
        let most = ColumnEnd.wholeLimit / 8
        isWhole = (values + [self.whenNone]).allSatisfy { $0.magnitude < most && $0.rounded() == $0 }
        passes = stride(from: 0, to: max(limits.count, 1), by: 5).map { start in
            let count = min(limits.count - start, 5)
            func limit(_ place: Int) -> Double { place < count ? limits[start + place] : .infinity }
            func value(_ place: Int) -> Double { values[start + min(place, count - 1) + 1] }
            func rise(_ place: Int) -> Double {
                place < count ? values[start + place + 1] - values[start + place] : 0
            }
            return Pass(
                count: count, limits: (limit(0), limit(1), limit(2), limit(3), limit(4)),
                values: (value(0), value(1), value(2), value(3), value(4)),
                rises: (rise(0), rise(1), rise(2), rise(3), rise(4)))
        }
    }

    /// By how much what is no number lies above the lowest step.
    var riseOfNone: Double { whenNone - values[0] }

    /// The lower or higher of both at each step; nil where their steps differ.
    func extreme(_ other: BandLookup, isLow: Bool) -> BandLookup? {
        guard hasSteps(of: other) else { return nil }
        func pick(_ one: Double, _ other: Double) -> Double { isLow ? min(one, other) : max(one, other) }
        return BandLookup(
            limits: limits, values: zip(values, other.values).map(pick),
            whenNone: mayBeNone ? pick(whenNone, other.whenNone) : nil, isUpperInclusive: isUpperInclusive)
    }

    fileprivate func hasSteps(of other: BandLookup) -> Bool {
        limits == other.limits && isUpperInclusive == other.isUpperInclusive && mayBeNone == other.mayBeNone
    }
}

/// Two values for each of the same steps, whole ones.
final class BandPair {
    let one: BandLookup
    let other: BandLookup

    init?(_ one: BandLookup, _ other: BandLookup) {
        guard one.hasSteps(of: other), one.isWhole, other.isWhole, one.limits.count <= 5, !one.limits.isEmpty
        else { return nil }
        (self.one, self.other) = (one, other)
    }
}

extension ColumnKernels {
    /// Five limits in one pass over the firms.
    static func bands(_ count: Int, _ lookup: BandLookup, _ of: Numbers, _ out: Numbers) {
        let (lowest, none) = (lookup.values[0], lookup.riseOfNone)
        guard lookup.isWhole else { return reach(count, lookup, of, out) }
        for (number, pass) in lookup.passes.enumerated() {
            if number > 0 {
                climb(count, pass, lookup.isUpperInclusive, of, out) { $1 }
            } else {
                climb(count, pass, lookup.isUpperInclusive, of, out) { value, _ in
                    lowest + counted(value != value, none)
                }
            }
        }
    }

    @inline(__always)
    private static func climb(
        _ count: Int, _ pass: BandLookup.Pass, _ isUpperInclusive: Bool, _ of: Numbers, _ out: Numbers,
        from first: (Double, Double) -> Double
    ) {
        if isUpperInclusive {
            for row in 0..<count {
                out[row] = first(of[row], out[row]) + risen(of[row], pass.limits, pass.rises, >)
            }
        } else {
            for row in 0..<count {
                out[row] = first(of[row], out[row]) + risen(of[row], pass.limits, pass.rises, >=)
            }
        }
    }

    /// Two values by the same limits.
    static func bandsBoth(_ count: Int, _ pair: BandPair, _ of: Numbers, _ out: Numbers, _ otherOut: Numbers)
    {
        let limits = pair.one.passes[0].limits
        if pair.one.isUpperInclusive {
            climbBoth(count, pair, limits, of, out, otherOut, >)
        } else {
            climbBoth(count, pair, limits, of, out, otherOut, >=)
        }
    }

    @inline(__always)
    private static func climbBoth(
        _ count: Int, _ pair: BandPair, _ limits: BandLookup.Pass.Five, _ of: Numbers, _ out: Numbers,
        _ otherOut: Numbers, _ isReached: (Double, Double) -> Bool
    ) {
        let (rises, otherRises) = (pair.one.passes[0].rises, pair.other.passes[0].rises)
        let (lowest, otherLowest) = (pair.one.values[0], pair.other.values[0])
        let (none, otherNone) = (pair.one.whenNone, pair.other.whenNone)
        for row in 0..<count {
            // What is no number reaches nothing. Both are worked out before either is written: so
            // they become vectors.
            let value = of[row]
            let isNumber = value >= -.infinity
            let found = (isNumber ? lowest : none) + risen(value, limits, rises, isReached)
            let otherFound =
                (isNumber ? otherLowest : otherNone) + risen(value, limits, otherRises, isReached)
            out[row] = found
            otherOut[row] = otherFound
        }
    }

    /// The sum of the rises that a value reaches.
    @inline(__always)
    private static func risen(
        _ value: Double, _ limits: BandLookup.Pass.Five, _ rises: BandLookup.Pass.Five,
        _ isReached: (Double, Double) -> Bool
    ) -> Double {
        let low = counted(isReached(value, limits.0), rises.0) + counted(isReached(value, limits.1), rises.1)
        let high = counted(isReached(value, limits.2), rises.2) + counted(isReached(value, limits.3), rises.3)
        return low + high + counted(isReached(value, limits.4), rises.4)
    }

    /// The number or zero, by its bits, so that nothing branches.
    @inline(__always)
    private static func counted(_ flag: Bool, _ number: Double) -> Double {
        Double(bitPattern: number.bitPattern & (0 &- (flag ? 1 : 0)))
    }

    /// What isn't whole: each keeps the value of the last limit that it reaches.
    private static func reach(_ count: Int, _ lookup: BandLookup, _ of: Numbers, _ out: Numbers) {
        let lowest = lookup.values[0]
        // What is no number reaches no limit.
        let none = lookup.whenNone
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
}
