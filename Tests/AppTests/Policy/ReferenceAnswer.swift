/// What the reference reckons with: yes, no or open, and whole numbers of which only the ends are known.
enum ReferenceAnswer: String {
    case no, open, yes

    init(_ known: Bool?) { self = known.map { $0 ? .yes : .no } ?? .open }

    static func && (left: ReferenceAnswer, right: ReferenceAnswer) -> ReferenceAnswer {
        if left == .no || right == .no { return .no }
        return left == .yes && right == .yes ? .yes : .open
    }

    static func || (left: ReferenceAnswer, right: ReferenceAnswer) -> ReferenceAnswer {
        if left == .yes || right == .yes { return .yes }
        return left == .no && right == .no ? .no : .open
    }

    static prefix func ! (answer: ReferenceAnswer) -> ReferenceAnswer {
        switch answer {
        case .yes: .no
        case .no: .yes
        case .open: .open
        }
    }
}

/// A whole number of which the least and the most are known.
struct ReferenceRange: Equatable {
    var low: Int128
    var high: Int128

    /// Ten trillion yuan in fen.
    static let money = ReferenceRange(0, 1_000_000_000_000_000)
    static let signedMoney = ReferenceRange(-1_000_000_000_000_000, 1_000_000_000_000_000)
    static let count = ReferenceRange(0, 1_000_000_000)

    init(_ low: Int128, _ high: Int128) { (self.low, self.high) = (low, high) }

    init(_ value: Int) { (low, high) = (Int128(value), Int128(value)) }

    init(_ value: Int?, else bounds: ReferenceRange) { self = value.map { ReferenceRange($0) } ?? bounds }

    static func + (left: ReferenceRange, right: ReferenceRange) -> ReferenceRange {
        ReferenceRange(left.low + right.low, left.high + right.high)
    }

    static func * (left: ReferenceRange, factor: Int128) -> ReferenceRange {
        ReferenceRange(left.low * factor, left.high * factor)
    }

    /// From the lowest to the highest of both.
    func joined(_ other: ReferenceRange) -> ReferenceRange {
        ReferenceRange(min(low, other.low), max(high, other.high))
    }

    func atMost(_ other: ReferenceRange) -> ReferenceRange {
        ReferenceRange(min(low, other.low), min(high, other.high))
    }

    func isAtLeast(_ limit: ReferenceRange) -> ReferenceAnswer {
        if low >= limit.high { return .yes }
        return high < limit.low ? .no : .open
    }

    func isAtLeast(_ limit: Int128) -> ReferenceAnswer { isAtLeast(ReferenceRange(limit, limit)) }

    /// Divided, each end rounded half to even.
    func divided(by whole: Int128) -> ReferenceRange {
        ReferenceRange(Self.rounded(low, whole), Self.rounded(high, whole))
    }

    private static func rounded(_ value: Int128, _ whole: Int128) -> Int128 {
        let down = value / whole
        let twice = (value - down * whole) * 2
        return down + (twice > whole || (twice == whole && down % 2 == 1) ? 1 : 0)
    }
}

/// One amount over another, neither below zero; compared crosswise, never divided.
struct ReferenceRatio {
    let part: ReferenceRange
    let whole: ReferenceRange

    /// Nothing can be divided by what may be zero.
    var isKnown: Bool { whole.low > 0 }

    /// Against so many percent of one.
    func isAtLeast(percent: ReferenceRange) -> ReferenceAnswer {
        guard isKnown else { return .open }
        if part.low * 100 >= percent.high * whole.high { return .yes }
        return part.high * 100 < percent.low * whole.low ? .no : .open
    }

    func isAtLeast(percent: Int128) -> ReferenceAnswer {
        isAtLeast(percent: ReferenceRange(percent, percent))
    }

    /// The points of the highest step reached at either end; all that is possible where nothing is known.
    func points(_ steps: [(percent: Int128, points: ReferenceRange)]) -> ReferenceRange {
        let none = ReferenceRange(0)
        guard isKnown else { return steps.reduce(none) { $0.joined($1.points) } }
        let least = steps.last { part.low * 100 >= $0.percent * whole.high }?.points ?? none
        let most = steps.last { part.high * 100 >= $0.percent * whole.low }?.points ?? none
        return least.joined(most)
    }
}

/// What a policy answers for one firm.
struct ReferenceDecision: Equatable {
    var verdict: ReferenceAnswer?
    var failed: [String] = []
    var open: [String] = []
    /// Nil where the policy has none or it is not sure.
    var sizeClass: String?
    /// Hundredths of a point.
    var score: ReferenceRange?
    /// Fen.
    var amount: ReferenceRange?

    init(_ conditions: [(id: String, answer: ReferenceAnswer)] = []) {
        failed = conditions.filter { $0.answer == .no }.map(\.id)
        open = conditions.filter { $0.answer == .open }.map(\.id)
        guard !conditions.isEmpty else { return }
        verdict = !failed.isEmpty ? .no : open.isEmpty ? .yes : .open
    }
}
