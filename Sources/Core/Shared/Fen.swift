/// An amount of money as a whole number of fen (one hundredth of a yuan). The only type that holds money.
///
/// Arithmetic traps on overflow; what comes from outside is bounded by `Fen.limit` when it is parsed.
public struct Fen: Hashable, Comparable, Sendable {
    /// One yuan is 100.
    public let fen: Int64

    /// An amount of that many fen.
    public init(_ fen: Int64) { self.fen = fen }

    /// No money.
    public static let zero = Fen(0)

    /// The largest amount accepted from outside: 10 trillion yuan, so that sums of thousands of them cannot
    /// overflow.
    public static let limit = Fen(1_000_000_000_000_000)

    /// A whole number of yuan.
    public static func yuan(_ yuan: Int64) -> Fen { Fen(yuan * 100) }

    public static func < (left: Fen, right: Fen) -> Bool { left.fen < right.fen }
    public static func + (left: Fen, right: Fen) -> Fen { Fen(left.fen + right.fen) }
    public static func - (left: Fen, right: Fen) -> Fen { Fen(left.fen - right.fen) }
    public static prefix func - (amount: Fen) -> Fen { Fen(-amount.fen) }
    public static func += (left: inout Fen, right: Fen) { left = left + right }
    public static func -= (left: inout Fen, right: Fen) { left = left - right }

    /// Whether it is nothing.
    public var isZero: Bool { fen == 0 }
    /// Whether it is above zero.
    public var isPositive: Bool { fen > 0 }
    /// Whether it is below zero.
    public var isNegative: Bool { fen < 0 }
    /// The amount without its sign.
    public var magnitude: Fen { Fen(abs(fen)) }
}

extension Sequence<Fen> {
    /// All of them added up; zero for none.
    public func sum() -> Fen { reduce(.zero, +) }
}

extension Fen {
    /// Appends yuan with two decimals and no separators as ASCII: `-1234.05`.
    public func appendYuan(to bytes: inout [UInt8]) {
        if fen < 0 { bytes.append(UInt8(ascii: "-")) }
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var rest = fen.magnitude
        var count = 0
        repeat {
            digits[count] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
            count += 1
        } while rest > 0 || count < 3
        while count > 0 {
            count -= 1
            bytes.append(digits[count])
            if count == 2 { bytes.append(UInt8(ascii: ".")) }
        }
    }
}

extension Fen: CustomStringConvertible {
    /// Yuan with two decimals and no separators: `-1234.05`.
    public var description: String {
        let cents = fen.magnitude % 100
        return "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }

    /// Yuan as people read it, with thousands separators: `-1,234.05`.
    public var grouped: String {
        var whole = String(fen.magnitude / 100)
        var at = whole.count - 3
        while at > 0 {
            whole.insert(",", at: whole.index(whole.startIndex, offsetBy: at))
            at -= 3
        }
        let cents = fen.magnitude % 100
        return "\(fen < 0 ? "-" : "")\(whole).\(cents < 10 ? "0" : "")\(cents)"
    }
}

extension Fen {
    /// Parses yuan with at most two decimals and an optional leading minus: `1234`, `1234.5`, `-1234.05`.
    ///
    /// Nothing else is accepted: no separators, signs of currency, exponents or a third decimal, so that no
    /// digit of money is ever rounded away. Beyond `Fen.limit` the answer is nil too.
    public init?(yuan text: some StringProtocol) {
        self.init(yuanASCII: text.utf8)
    }

    /// The same for bytes.
    @inlinable
    public init?(yuanASCII bytes: some Collection<UInt8>) {
        guard bytes.count <= 20 else { return nil }
        var magnitude: Int64 = 0
        var isNegative = false
        var digits = 0
        var decimals = -1
        for (offset, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where offset == 0:
                isNegative = true
            case UInt8(ascii: ".") where decimals < 0 && digits > 0:
                decimals = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard decimals < 2 else { return nil }
                if decimals >= 0 { decimals += 1 }
                digits += 1
                magnitude = magnitude * 10 + Int64(byte - UInt8(ascii: "0"))
                guard magnitude <= Fen.limit.fen else { return nil }
            default:
                return nil
            }
        }
        guard digits > 0, decimals != 0 else { return nil }
        if decimals < 1 { magnitude *= 100 } else if decimals == 1 { magnitude *= 10 }
        guard magnitude <= Fen.limit.fen else { return nil }
        self.init(isNegative ? -magnitude : magnitude)
    }
}
