import Core

/// From values to pixels in whole numbers: the round values at an axis, and how far along it a value lies.
struct ChartScale: Sendable {
    /// The values at which lines are drawn, from the lowest to the highest.
    let ticks: [Int64]
    let pixels: Int

    private var low: Int64 { ticks[0] }
    private var high: Int64 { ticks[ticks.count - 1] }

    /// Zero always lies on it.
    init(_ values: some Sequence<Int64>, pixels: Int) {
        var (low, high): (Int64, Int64) = (0, 0)
        for value in values { (low, high) = (min(low, value), max(high, value)) }
        let step = Self.roundStep((Int128(high) - Int128(low) + 3) / 4)
        let first = -((-Int128(low) + step - 1) / step)
        let last = max((Int128(high) + step - 1) / step, first + 1)
        ticks = (first...last).map { Int64(clamping: $0 * step) }
        self.pixels = pixels
    }

    /// 0 to `pixels`.
    func place(of value: Int64) -> Int {
        let offset = (Int128(min(max(value, low), high)) - Int128(low)) * Int128(pixels)
        return Int(roundedHalfEven(offset, by: max(Int128(high) - Int128(low), 1)))
    }

    /// The next of 1, 2, 5, 10, 20, 50 … that is not below a value.
    private static func roundStep(_ least: Int128) -> Int128 {
        var power: Int128 = 1
        while true {
            for digit: Int128 in [1, 2, 5] where digit * power >= least { return digit * power }
            power *= 10
        }
    }
}

/// How values are written at charts and in the tables beside them.
enum ChartText {
    /// 10,000 yuan with two decimals, rounded half-even: `1,234.05`.
    static func tenThousands(_ amount: Fen) -> String {
        let hundredths = Int64(roundedHalfEven(Int128(amount.fen), by: 10_000))
        return Fen(hundredths).grouped
    }

    /// The same for an axis or a tile, without decimals where there are none to see.
    static func short(_ amount: Fen) -> String {
        if amount.fen != 0, amount.fen.magnitude < 10_000_000 {
            return trimmed(tenThousands(amount))
        }
        return String(
            Fen(Int64(roundedHalfEven(Int128(amount.fen), by: 1_000_000)) * 100).grouped.dropLast(3))
    }

    /// `12.34%`, rounded half-even.
    static func percent(_ rate: Rate?) -> String {
        rate.map { decimals(Int64(roundedHalfEven(Int128($0.millionths), by: 100))) + "%" } ?? "–"
    }

    /// A multiple such as `3.45`.
    static func multiple(_ rate: Rate?) -> String {
        rate.map { decimals(Int64(roundedHalfEven(Int128($0.millionths), by: 10_000))) } ?? "–"
    }

    static func decimals(_ hundredths: Int64) -> String { Fen(hundredths).grouped }

    private static func trimmed(_ text: String) -> String {
        text.hasSuffix(".00") ? String(text.dropLast(3)) : text
    }
}
