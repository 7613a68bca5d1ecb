/// How a whole is divided among parties, such as 4:3:2:1, exactly to the fen.
///
/// The part of a party is a function of the cumulative whole alone: it adds up exactly, stays within one fen
/// of the exact share, and never falls when the whole grows. The last excludes the largest remainder (its
/// Alabama paradox); the quota method of Balinski and Young (American Mathematical Monthly 82, 1975) keeps
/// all three. Its apportionment has the period of the sum of the shares S, so that with T = qS + r the part
/// is q x share + table[r].
public struct Shares: Sendable {
    /// Whole numbers without a common divisor, in the order of the parties; some may be zero.
    public let weights: [Int64]
    /// The sum of the weights, 1 to `sumLimit`; the period of the split.
    public let sum: Int64
    /// Row r (0..<sum) holds the part of each party in a whole of r fen.
    private let table: [Int32]
    private let reciprocal: Reciprocal

    /// The largest number of parties.
    public static let partyLimit = 8
    /// Shares in hundredths of a percent still fit.
    public static let sumLimit: Int64 = 10_000

    /// Shares from whole numbers that are not negative and not all zero; reduced to lowest terms.
    public init(_ weights: [Int64]) throws(SharesRefusal) {
        guard !weights.isEmpty, weights.count <= Shares.partyLimit else {
            throw .numberOfParties(weights.count)
        }
        guard weights.allSatisfy({ $0 >= 0 && $0 <= 1_000_000_000 }) else { throw .negativeOrTooLarge }
        let divisor = weights.reduce(0, greatestCommonDivisor)
        guard divisor > 0 else { throw .allZero }
        let reduced = weights.map { $0 / divisor }
        let sum = reduced.reduce(0, +)
        guard sum <= Shares.sumLimit else { throw .tooFine(sum) }
        self.weights = reduced
        self.sum = sum
        table = Shares.apportionments(weights: reduced, sum: sum)
        reciprocal = Reciprocal(of: UInt64(sum))
    }

    /// Parses `4:3:2:1`.
    public init(_ text: some StringProtocol) throws(SharesRefusal) {
        var weights: [Int64] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard part.count <= 10, let weight = Int64(part), part.first != "+" else { throw .malformed }
            weights.append(weight)
        }
        try self.init(weights)
    }

    /// The number of parties.
    public var count: Int { weights.count }

    /// The part of one party in a cumulative whole, which must not be negative.
    public func part(of party: Int, in whole: Fen) -> Fen {
        var parts = PartBuffer(repeating: 0)
        split(whole.fen, into: &parts)
        return Fen(parts[party])
    }

    /// The parts of all parties in a cumulative whole, which must not be negative.
    public func parts(of whole: Fen) -> [Fen] {
        var parts = PartBuffer(repeating: 0)
        split(whole.fen, into: &parts)
        return (0..<count).map { Fen(parts[$0]) }
    }

    /// Room for the parts of every party, kept by the caller.
    public typealias PartBuffer = InlineArray<8, Int64>

    /// The same without allocation: parts in fen in the first `count` places of the buffer.
    public func split(_ whole: Int64, into parts: inout PartBuffer) {
        precondition(whole >= 0, "a cumulative whole is not negative")
        let periods = reciprocal.quotient(of: whole)
        let row = Int(whole - periods * sum) * weights.count
        for party in weights.indices {
            parts[party] = periods * weights[party] + Int64(table[row + party])
        }
    }
}

extension Shares: Hashable {
    /// The weights say it all; the table follows from them.
    public static func == (left: Shares, right: Shares) -> Bool { left.weights == right.weights }
    public func hash(into hasher: inout Hasher) { hasher.combine(weights) }
}

extension Shares: CustomStringConvertible {
    /// The text that `Shares(_:)` reads: `4:3:2:1`.
    public var description: String { weights.map(String.init).joined(separator: ":") }
}

extension Shares {
    /// The quota method: each further fen goes to the party with the largest weight / (part + 1) among those
    /// that it would not lift above their exact share rounded up; the first in order among equals.
    private static func apportionments(weights: [Int64], sum: Int64) -> [Int32] {
        var table: [Int32] = []
        table.reserveCapacity(Int(sum) * weights.count)
        var parts = [Int64](repeating: 0, count: weights.count)
        for whole in 1...sum {
            table.append(contentsOf: parts.map(Int32.init))
            var best = -1
            for party in weights.indices where parts[party] * sum < weights[party] * whole {
                if best < 0 || weights[party] * (parts[best] + 1) > weights[best] * (parts[party] + 1) {
                    best = party
                }
            }
            parts[best] += 1
        }
        precondition(parts == weights, "after a whole period each party has exactly its weight")
        return table
    }
}

/// Why shares can't be used.
public enum SharesRefusal: Refusal {
    case malformed
    case numberOfParties(Int)
    case negativeOrTooLarge
    case allZero
    case tooFine(Int64)

    public var code: String { "shares_invalid" }

    public var sentence: Sentence {
        switch self {
        case .malformed:
            Sentence(
                zh: "分担比例写法不对，应为用冒号隔开的整数，例如 4:3:2:1。",
                en: "The shares can't be read; write whole numbers joined by colons, such as 4:3:2:1.")
        case .numberOfParties(let count):
            Sentence(
                zh: "分担方为 \(count) 个，应为 1 至 \(Shares.partyLimit) 个。",
                en: "There are \(count) parties; give 1 to \(Shares.partyLimit).")
        case .negativeOrTooLarge:
            Sentence(
                zh: "分担比例不得为负数或超过十亿。", en: "A share must not be negative or above a billion.")
        case .allZero:
            Sentence(zh: "分担比例不能全为零。", en: "The shares must not all be zero.")
        case .tooFine(let sum):
            Sentence(
                zh: "约分后比例之和为 \(sum)，超过上限 \(Shares.sumLimit)；请用更简单的比例。",
                en: "In lowest terms the shares add up to \(sum), above \(Shares.sumLimit); use simpler ones."
            )
        }
    }
}

private func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    right == 0 ? left : greatestCommonDivisor(right, left % right)
}

/// Division by a fixed number as a multiplication, exact for every dividend below 2^63.
struct Reciprocal: Sendable {
    private let multiplier: UInt64
    private let shift: UInt64

    /// For 1 <= divisor < 2^32. With L = ceil(log2 divisor) the multiplier is floor(2^(63+L) / divisor) + 1,
    /// which is below 2^64, and its error is at most 2^L, small enough for dividends of 63 bits (Granlund and
    /// Montgomery, 1994).
    init(of divisor: UInt64) {
        precondition((1..<1 << 32).contains(divisor))
        shift = UInt64(64 - (divisor - 1).leadingZeroBitCount)
        let power = UInt128(1) << (63 + UInt128(shift))
        multiplier = UInt64(power / UInt128(divisor)) + (divisor == 1 ? 0 : 1)
    }

    /// The dividend must not be negative. Doubled, it still fits 64 bits, and the upper half of the product
    /// is then the quotient times 2^L.
    @inline(__always)
    func quotient(of dividend: Int64) -> Int64 {
        let product = (UInt64(dividend) &<< 1).multipliedFullWidth(by: multiplier)
        return Int64(truncatingIfNeeded: product.high &>> shift)
    }
}
