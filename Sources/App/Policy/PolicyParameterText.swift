import Core

/// Parameters of a policy over time: their values in words, and a chart where they have changed.
enum PolicyParameterText {
    static func text(_ value: PolicyParameter.Value, _ unit: PolicyUnit, _ t: Language) -> String {
        let constant = value.constant
        guard constant.isExact, let number = number(constant.low, unit) else { return value.text }
        return text(number, unit, t)
    }

    /// As a clerk enters it: figures without their unit, other values as the file writes them.
    static func entered(_ value: PolicyParameter.Value, _ unit: PolicyUnit) -> String {
        let constant = value.constant
        guard unit == .money || unit == .points, constant.isExact else { return value.text }
        let yuan = Fraction(constant.low.numerator, constant.low.denominator * 100)
        return DecimalText.text(of: yuan, decimals: 2)
    }

    private static func text(_ number: Int64, _ unit: PolicyUnit, _ t: Language) -> String {
        switch unit {
        case .money: Fen(number).grouped + PolicyWords.suffix(unit, t)
        case .share: DecimalText.text(of: Fraction(Int128(number), 10_000), decimals: 4) + "%"
        case .points:
            DecimalText.text(of: Fraction(Int128(number), 100), decimals: 2) + PolicyWords.suffix(unit, t)
        case .day: Day(number: Int32(clamping: number)).description
        default: "\(number)" + PolicyWords.suffix(unit, t)
        }
    }

    /// Fen, millionths, hundredths of points, or whole ones; nil for what is none of these.
    private static func number(_ value: Fraction, _ unit: PolicyUnit) -> Int64? {
        let scale: Int128
        switch unit {
        case .money, .points, .count, .years, .days, .day: scale = 1
        case .share: scale = 1_000_000
        default: return nil
        }
        guard value.isFinite else { return nil }
        return Int64(exactly: roundedHalfEven(value.numerator * scale, by: value.denominator))
    }

    /// Nil where it never changed, or has no more and less.
    static func chart(_ parameter: PolicyParameter, until today: Day, _ t: Language) -> HTML? {
        guard parameter.unit != .day, Set(parameter.values.map(\.text)).count > 1 else { return nil }
        let steps = parameter.values.compactMap { value in
            value.constant.isExact
                ? number(value.constant.low, parameter.unit).map { (from: value.from, value: $0) } : nil
        }
        guard steps.count == parameter.values.count, let last = steps.last else { return nil }
        let title = t(parameter.title)
        let words = steps.map { step in
            t("\(step.from) 起 ", "from \(step.from) ") + text(step.value, parameter.unit, t)
        }.joined(separator: t("；", "; "))
        let picture = StepChart(steps: steps, until: max(today, last.from + 365)) {
            text($0, parameter.unit, t)
        }
        let name = "parameter-\(parameter.name)"
        let chart = Chart(name: name, title: title, description: "\(title): \(words)", picture)
        return """
            <section><figure class="chart"><figcaption>\(title)</figcaption>
            <div class="plot" tabindex="0" role="region" aria-label="\(title)">\(chart.svg)</div></figure>
            </section>
            """
    }

    static func kind(_ kind: Fact.Kind) -> Sentence {
        switch kind {
        case .money: Sentence(zh: "金额（元）", en: "yuan")
        case .count: Sentence(zh: "个数", en: "a count")
        case .points: Sentence(zh: "分数", en: "points")
        case .share: Sentence(zh: "比例", en: "a share")
        case .day: Sentence(zh: "日期", en: "a day")
        case .word: Sentence(zh: "类别", en: "one of several words")
        case .flag: Sentence(zh: "是或否", en: "yes or no")
        case .text: Sentence(zh: "文字", en: "a text")
        }
    }
}
