/// A proportion as a whole number of millionths: 1.5% is 15,000. Used for fee rates, weights and ratios.
public struct Rate: Hashable, Comparable, Sendable {
    /// One is 1,000,000.
    public let millionths: Int64

    /// A proportion of that many millionths.
    public init(millionths: Int64) { self.millionths = millionths }

    /// A whole number of percent.
    public static func percent(_ percent: Int64) -> Rate { Rate(millionths: percent * 10_000) }
    /// Nothing.
    public static let zero = Rate(millionths: 0)
    /// The whole.
    public static let one = Rate(millionths: 1_000_000)
    public static func < (left: Rate, right: Rate) -> Bool { left.millionths < right.millionths }

    /// numerator / denominator rounded half-even to a millionth; nil when the denominator is zero or so small
    /// that the quotient has no 64-bit number of millionths.
    public init?(_ numerator: Int64, over denominator: Int64) {
        guard denominator != 0 else { return nil }
        let scaled = Int128(numerator) * 1_000_000
        guard let millionths = Int64(exactly: roundedHalfEven(scaled, by: Int128(denominator))) else {
            return nil
        }
        self.init(millionths: millionths)
    }

    /// The same for two amounts of money.
    public init?(_ numerator: Fen, over denominator: Fen) { self.init(numerator.fen, over: denominator.fen) }

    /// This proportion of an amount, rounded half-even to the fen.
    public func of(_ amount: Fen) -> Fen {
        Fen(Int64(roundedHalfEven(Int128(amount.fen) * Int128(millionths), by: 1_000_000)))
    }
}

extension Rate: CustomStringConvertible {
    /// A decimal fraction with six decimals: `0.015000`.
    public var description: String {
        let decimals = String(millionths.magnitude % 1_000_000)
        let padding = String(repeating: "0", count: 6 - decimals.count)
        return "\(millionths < 0 ? "-" : "")\(millionths.magnitude / 1_000_000).\(padding)\(decimals)"
    }

    /// A percentage without needless zeros: `1.5%`.
    public var percentage: String {
        var bytes: [UInt8] = []
        appendPercentage(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the percentage, as `percentage` has it.
    public func appendPercentage(to bytes: inout [UInt8]) {
        if millionths < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes += String(millionths.magnitude / 10_000).utf8
        var (rest, place) = (millionths.magnitude % 10_000, UInt64(1_000))
        if rest > 0 { bytes.append(UInt8(ascii: ".")) }
        while rest > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(rest / place))
            rest %= place
            place /= 10
        }
        bytes.append(UInt8(ascii: "%"))
    }
}

extension Rate {
    /// Parses a decimal fraction (`0.015`) or a percentage (`1.5%`); at most six decimals of the fraction.
    ///
    /// Between -1,000 and 1,000; anything else, or a digit that would be lost, is nil.
    public init?(_ text: some StringProtocol) {
        var body = Array(text.utf8)[...]
        let isPercentage = body.last == UInt8(ascii: "%")
        if isPercentage { body = body.dropLast() }
        let isNegative = body.first == UInt8(ascii: "-")
        if isNegative { body = body.dropFirst() }
        guard body.count <= 12, body.first != UInt8(ascii: ".") else { return nil }
        var value: Int64 = 0
        var decimals = -1
        for byte in body {
            if byte == UInt8(ascii: "."), decimals < 0 { decimals = 0; continue }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            if decimals >= 0 { decimals += 1 }
        }
        let wanted = isPercentage ? 4 : 6
        guard !body.isEmpty, decimals != 0 else { return nil }
        decimals = max(decimals, 0)
        while decimals > wanted, value % 10 == 0 { value /= 10; decimals -= 1 }
        guard decimals <= wanted else { return nil }
        for _ in decimals..<wanted { value *= 10 }
        guard value <= 1_000_000_000 else { return nil }
        self.init(millionths: isNegative ? -value : value)
    }
}

/// numerator / denominator rounded half-even to a whole number; the denominator is not zero.
public func roundedHalfEven(_ numerator: Int128, by denominator: Int128) -> Int128 {
    precondition(denominator != 0)
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let twice = remainder.magnitude * 2
    let size = denominator.magnitude
    if twice < size || (twice == size && quotient.isMultiple(of: 2)) { return quotient }
    return (numerator < 0) == (denominator < 0) ? quotient + 1 : quotient - 1
}
