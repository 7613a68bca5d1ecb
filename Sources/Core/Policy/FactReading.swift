/// Values of facts as tables and JSON write them, in and out.
extension Fact {
    /// Reads a value; nil where it is none of this fact, or outside its bounds.
    public func value(of text: some StringProtocol) -> Int64? {
        guard let value = unboundedValue(of: text), value >= low, value <= high else { return nil }
        return value
    }

    private func unboundedValue(of text: some StringProtocol) -> Int64? {
        switch kind {
        case .money: Fen(yuan: text)?.fen
        case .points: Fen(yuan: text)?.fen
        case .count: Fact.whole(text)
        case .share: Rate(text)?.millionths
        case .day: Day(text).map { Int64($0.number) }
        case .flag: Fact.flags[String(text)]
        case .word: words.firstIndex { $0.word == text }.map { Int64($0) }
        case .text: text.unicodeScalars.count <= 300 ? 0 : nil
        }
    }

    private static let flags: [String: Int64] = ["true": 1, "yes": 1, "false": 0, "no": 0]

    private static func whole(_ text: some StringProtocol) -> Int64? {
        guard text.utf8.count <= 19, text.utf8.first != UInt8(ascii: "+") else { return nil }
        return Int64(text)
    }

    /// Writes a value as it is read.
    public func text(of value: Int64) -> String {
        switch kind {
        case .money: Fen(value).description
        case .points: DecimalText.text(of: Fraction(Int128(value), 100), decimals: 2)
        case .count: String(value)
        case .share: DecimalText.text(of: Fraction(Int128(value), 1_000_000), decimals: 6)
        case .day: Day(number: Int32(value)).description
        case .flag: value == 1 ? "true" : "false"
        case .word: words[Int(value)].word
        case .text: ""
        }
    }

    /// Why a text is no value of this fact.
    public func refusal(of text: String) -> Sentence {
        let wanted = self.wanted
        return Sentence(
            zh: "“\(name)”（\(title.zh)）不能是“\(text)”，应为\(wanted.zh)；未知请留空。",
            en:
                "'\(name)' (\(title.en)) can't be '\(text)': \(wanted.en) is wanted; leave it empty "
                + "where unknown."
        )
    }

    private var wanted: Sentence {
        let (least, most) = (kind == .word ? "" : text(of: low), kind == .word ? "" : text(of: high))
        switch kind {
        case .money:
            return Sentence(zh: "\(least) 至 \(most) 元、至多两位小数的金额", en: "yuan from \(least) to \(most)")
        case .count:
            return Sentence(zh: "\(least) 至 \(most) 的整数", en: "a whole number from \(least) to \(most)")
        case .points: return Sentence(zh: "\(least) 至 \(most) 的分数", en: "points from \(least) to \(most)")
        case .share: return Sentence(zh: "\(least) 至 \(most) 的比例", en: "a share from \(least) to \(most)")
        case .day: return Sentence(zh: "形如 2017-07-19 的日期", en: "a day such as 2017-07-19")
        case .flag: return Sentence(zh: "true 或 false", en: "true or false")
        case .word:
            let names = words.map(\.word)
            return Sentence(
                zh: "以下之一：\(names.joined(separator: "、"))", en: "one of \(names.joined(separator: ", "))")
        case .text: return Sentence(zh: "至多 300 个字符", en: "a text of at most 300 characters")
        }
    }
}

/// Fractions as decimals.
public enum DecimalText {
    /// Rounded half-even to so many decimals, without needless zeros; what is not zero keeps its first
    /// digits.
    public static func text(of value: Fraction, decimals: Int) -> String {
        guard value.isFinite else { return value.numerator < 0 ? "-∞" : "∞" }
        var places = decimals
        var power = (0..<places).reduce(Int128(1)) { power, _ in power * 10 }
        let reduced = value.reduced
        while reduced.numerator != 0, places < 18, isBelowHalf(reduced, power) {
            places += 1
            power *= 10
        }
        return string(rounded(reduced, power), power, places)
    }

    /// Whether nothing would be left of it over that power.
    private static func isBelowHalf(_ value: Fraction, _ power: Int128) -> Bool {
        let scaled = value.numerator.magnitude.multipliedReportingOverflow(by: 2 * power.magnitude)
        return !scaled.overflow && scaled.partialValue < value.denominator.magnitude
    }

    /// The same with exactly so many decimals: money as `1234.50`.
    public static func fixed(_ value: Fraction, decimals: Int) -> String {
        guard value.isFinite else { return value.numerator < 0 ? "-∞" : "∞" }
        let power = (0..<decimals).reduce(Int128(1)) { power, _ in power * 10 }
        let whole = rounded(value.reduced, power)
        let digits = String(whole.magnitude % power.magnitude)
        let padding = String(repeating: "0", count: decimals - digits.count)
        return "\(whole < 0 ? "-" : "")\(whole.magnitude / power.magnitude).\(padding)\(digits)"
    }

    private static func string(_ whole: Int128, _ power: Int128, _ places: Int) -> String {
        var digits = String(whole.magnitude % power.magnitude)
        digits = String(repeating: "0", count: max(places - digits.count, 0)) + digits
        let zeros = digits.utf8.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        digits = String(digits.utf8.dropLast(zeros)) ?? ""
        let point = places == 0 || digits.isEmpty ? "" : "." + digits
        return "\(whole < 0 ? "-" : "")\(whole.magnitude / power.magnitude)\(point)"
    }

    /// Half-even, by whole part and remainder, so that products stay inside 128 bits.
    private static func rounded(_ value: Fraction, _ power: Int128) -> Int128 {
        let (whole, remainder) = value.numerator.quotientAndRemainder(dividingBy: value.denominator)
        var (rest, denominator) = (remainder, value.denominator)
        // Of denominators so large the last digits make no difference that could be shown.
        while denominator > Int128.max / 4 / power { (rest, denominator) = (rest / 10, denominator / 10) }
        let scaled = whole.multipliedReportingOverflow(by: power)
        guard !scaled.overflow else { return Int128.max }
        return scaled.partialValue + roundedHalfEven(rest * power, by: denominator)
    }
}
