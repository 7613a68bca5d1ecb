/// Values as people read them at the terminal and on pages.
extension PolicyExplanation {
    public func answer(_ register: Int32) -> PolicyDecision.Answer { PolicyDecision.Answer(self[register]) }

    /// The value of a register in its unit: `5.2%`, `1,000,000.00`, `75 – 86`.
    public func text(_ register: Int32) -> String {
        text(self[register], program.registers[Int(register)].unit)
    }

    public func text(_ value: Interval, _ unit: PolicyUnit) -> String {
        if unit == .flag { return PolicyDecision.Answer(value).rawValue }
        if unit.isWord { return program.words(value, unit).map(\.word).joined(separator: " / ") }
        let (low, high) = (number(value.low, unit), number(value.high, unit))
        return low == high ? low : "\(low) – \(high)"
    }

    /// What a comparison has to spare, with its sign; nothing where there is no more and less.
    public func marginText(_ relation: Relation, _ left: Int32, _ right: Int32) -> String {
        guard let margin = margin(of: relation, left, right) else { return "" }
        let unit = program.registers[Int(left)].unit
        return text(Interval(margin.low, margin.high), unit == .day ? .days : unit)
    }

    private func number(_ value: Fraction, _ unit: PolicyUnit) -> String {
        guard value.isFinite else { return "?" }
        switch unit {
        case .day: return value.day.description
        case .money:
            let fen = PolicyDecision.fen(value)
            return fen.grouped
        case .share: return DecimalText.text(of: value.reduced * Fraction(100, 1), decimals: 4) + "%"
        case .points: return DecimalText.text(of: value.reduced / Fraction(100, 1), decimals: 2)
        default: return DecimalText.text(of: value, decimals: 6)
        }
    }
}
