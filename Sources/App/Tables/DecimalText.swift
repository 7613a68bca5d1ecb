import Core

/// How numbers are written in a book from elsewhere.
struct DecimalFormat: Hashable, Sendable {
    /// The power of ten that a number without a unit of its own is multiplied by: 4 for 万元, -2 for percent.
    var exponent = 0
    /// `.` or `,`; the other one, if it stands at groups of three digits, is passed over.
    var decimalMark: Unicode.Scalar = "."
    /// Signs that may stand with the number: those of currencies or those of percentages.
    var kind: Kind = .money

    enum Kind: Hashable, Sendable {
        case money, percent
    }

    private var groupMark: Unicode.Scalar { decimalMark == "." ? "," : "." }

    /// The number as a whole number of 10^-scale; nil when it can't be read or a digit would be lost.
    ///
    /// Read are signs of currency, spaces, groups of three digits, a minus in front or behind, parentheses
    /// for negative amounts and the units 元 千 万 亿 (and % ‰ for percentages).
    func value(of text: UnsafeBufferPointer<UInt8>, scale: Int) -> Int64? {
        if text.allSatisfy({ $0 < 0x80 }) {
            return value(of: text.lazy.map { Unicode.Scalar($0) }, scale: scale)
        }
        return value(of: String(decoding: text, as: UTF8.self).unicodeScalars, scale: scale)
    }

    private func value(of scalars: some Sequence<Unicode.Scalar>, scale: Int) -> Int64? {
        var number = Number(exponent: exponent)
        for scalar in scalars {
            guard take(scalar, into: &number) else { return nil }
        }
        return number.value(scale: scale)
    }

    @inline(__always)
    private func take(_ scalar: Unicode.Scalar, into number: inout Number) -> Bool {
        if scalar.value &- 0x30 < 10 { return number.digit(Int64(scalar.value &- 0x30)) }
        if scalar == decimalMark { return number.point() }
        if scalar == groupMark || scalar == "\u{FF0C}" { return number.group() }
        switch scalar {
        case "-", "\u{2212}", "\u{FF0D}": return number.minus()
        case "+": return number.digits == 0
        case "(", "\u{FF08}": return number.open()
        case ")", "\u{FF09}": return number.close()
        case " ", "\u{A0}", "\u{3000}", "\t": return number.pause()
        default: return sign(scalar, &number)
        }
    }

    private func sign(_ scalar: Unicode.Scalar, _ number: inout Number) -> Bool {
        switch (kind, scalar) {
        case (.money, "\u{A5}"), (.money, "\u{FFE5}"), (.money, "$"), (.money, "€"), (.money, "£"):
            return number.pause()
        case (.money, "元"): return number.unit(0)
        case (.money, "千"): return number.unit(3)
        case (.money, "万"), (.money, "萬"): return number.unit(4)
        case (.money, "亿"), (.money, "億"): return number.unit(8)
        case (.percent, "%"), (.percent, "\u{FF05}"): return number.unit(-2)
        case (.percent, "‰"): return number.unit(-3)
        default: return false
        }
    }
}

/// A number as far as it has been read.
private struct Number {
    var exponent: Int
    private(set) var digits = 0
    private var magnitude: Int64 = 0
    private var decimals = 0
    private var hasPoint = false
    private var isNegative = false
    private var parentheses = 0
    private var ended = false
    private var ownUnit: Int?
    /// Digits since the last group mark; nil before the first.
    private var sinceGroup: Int?

    private static let digitLimit = 18

    init(exponent: Int) { self.exponent = exponent }

    @inline(__always)
    mutating func digit(_ digit: Int64) -> Bool {
        guard !ended, digits < Number.digitLimit else { return false }
        digits += 1
        magnitude = magnitude * 10 + digit
        if hasPoint { decimals += 1 } else if let count = sinceGroup { sinceGroup = count + 1 }
        return true
    }

    mutating func point() -> Bool {
        guard !hasPoint, !ended, digits > 0, sinceGroup ?? 3 == 3 else { return false }
        hasPoint = true
        return true
    }

    mutating func group() -> Bool {
        guard !hasPoint, !ended, digits > 0 else { return false }
        guard let count = sinceGroup else {
            sinceGroup = 0
            return digits <= 3
        }
        sinceGroup = 0
        return count == 3
    }

    mutating func minus() -> Bool {
        guard !isNegative, parentheses == 0 else { return false }
        isNegative = true
        return digits == 0 || pause()
    }

    mutating func open() -> Bool {
        guard digits == 0, parentheses == 0, !isNegative else { return false }
        parentheses = 1
        isNegative = true
        return true
    }

    mutating func close() -> Bool {
        guard parentheses == 1, digits > 0 else { return false }
        parentheses = 2
        return pause()
    }

    /// After the number has begun, only signs and units may follow.
    mutating func pause() -> Bool {
        if digits > 0 { ended = true }
        return true
    }

    /// A unit behind the number overrides that of the mapping; 元 alone means units of the mapping only if it
    /// has none.
    mutating func unit(_ power: Int) -> Bool {
        guard digits > 0 else { return false }
        ended = true
        if power == 0, ownUnit != nil { return true }
        guard ownUnit == nil else { return false }
        ownUnit = power
        return true
    }

    func value(scale: Int) -> Int64? {
        guard digits > 0, parentheses != 1, sinceGroup ?? 3 == 3, !hasPoint || decimals > 0 else {
            return nil
        }
        var shift = scale + (ownUnit ?? exponent) - decimals
        var result = magnitude
        while shift > 0 {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            (result, shift) = (product, shift - 1)
        }
        while shift < 0 {
            guard result % 10 == 0 else { return nil }
            (result, shift) = (result / 10, shift + 1)
        }
        return isNegative ? -result : result
    }
}
