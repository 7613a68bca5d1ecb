/// Values as people read them at the terminal and on pages.
extension PolicyExplanation {
    public func answer(_ register: Int32) -> PolicyDecision.Answer { PolicyDecision.Answer(self[register]) }

    /// The value of a register in its unit: `5.2%`, `1,000,000.00`, `75 – 86`.
    public func text(_ register: Int32) -> String {
        text(self[register], program.registers[Int(register)].unit)
    }

    /// Both sides of a comparison, with so many decimals that they look different where they are.
    public func texts(_ left: Int32, _ right: Int32) -> (String, String) {
        let (one, other) = (self[left], self[right])
        let (unit, otherUnit) = (shown(left), shown(right))
        let isSame = one.low.equals(other.low) && one.high.equals(other.high)
        for more in 0...PolicyExplanation.moreDecimals {
            let texts = (text(one, unit, more: more), text(other, otherUnit, more: more))
            if isSame || texts.0 != texts.1 { return texts }
        }
        return (text(one, unit), text(other, otherUnit))
    }

    /// Beyond those usually shown.
    private static let moreDecimals = 14

    private func shown(_ register: Int32) -> PolicyUnit {
        isRatio(register) ? .number : program.registers[Int(register)].unit
    }

    public func text(_ value: Interval, _ unit: PolicyUnit) -> String { text(value, unit, more: 0) }

    private func text(_ value: Interval, _ unit: PolicyUnit, more: Int) -> String {
        if unit == .flag { return PolicyDecision.Answer(value).rawValue }
        if unit.isWord { return program.words(value, unit).map(\.word).joined(separator: " / ") }
        let (low, high) = (number(value.low, unit, more), number(value.high, unit, more))
        return low == high ? low : "\(low) – \(high)"
    }

    /// What a comparison has to spare, with its sign; nothing where there is no more and less.
    public func marginText(_ relation: Relation, _ left: Int32, _ right: Int32) -> String {
        guard let margin = margin(of: relation, left, right) else { return "" }
        let unit = shown(left)
        return text(Interval(margin.low, margin.high), unit == .day ? .days : unit)
    }

    private func number(_ value: Fraction, _ unit: PolicyUnit, _ more: Int) -> String {
        guard value.isFinite else { return "?" }
        switch unit {
        case .day: return value.day.description
        case .money:
            let isExact = more == 0 || value.reduced.denominator == 1
            return isExact
                ? PolicyDecision.fen(value).grouped
                : DecimalText.text(of: value.reduced / Fraction(100, 1), decimals: 2 + more)
        case .share: return DecimalText.text(of: value.reduced * Fraction(100, 1), decimals: 4 + more) + "%"
        case .points: return DecimalText.text(of: value.reduced / Fraction(100, 1), decimals: 2 + more)
        default: return DecimalText.text(of: value, decimals: 6 + more)
        }
    }
}
