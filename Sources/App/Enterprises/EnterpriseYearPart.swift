import Core

/// The years of a firm on its page: small charts, and behind them the table of all that was told of each
/// year.
enum EnterpriseYearPart {
    /// So many years are shown.
    private static let mostYears = 6
    private static let charted = ["revenue_y0", "rd_y0", "net_assets_y0", "employees"]

    static func markup(_ statements: [FirmStatement], _ ask: Ask) -> HTML {
        let t = ask.language
        let known = statements.filter { $0.day <= ask.today }
        let years = years(known)
        guard !years.isEmpty else {
            return Parts.empty(t("还没有年度数据。", "Nothing is known of any year yet."))
        }
        let charts = charted.compactMap { FirmFact.byName[$0] }.compactMap { fact in
            chart(fact, years, known, ask)
        }
        return "<div class=\"small charts\">\(charts)</div>\(table(years, known, ask))"
    }

    /// From the earliest to the last of which anything is known.
    private static func years(_ statements: [FirmStatement]) -> [Int] {
        var years: Set<Int> = []
        for statement in statements {
            for fact in FirmFact.all {
                guard let year = fact.year, statement.values[fact.place] != nil else { continue }
                years.insert(statement.lastYear - year.back)
            }
        }
        return years.sorted().suffix(mostYears)
    }

    /// What counts for a year, and whether sources differ on it.
    private static func known(
        _ fact: FirmFact, _ year: Int, _ statements: [FirmStatement], _ day: Day
    ) -> KnownFirmFact? {
        KnownFirmFact(fact, statements.told(fact, on: day, lastYear: year))
    }

    private static func chart(
        _ fact: FirmFact, _ years: [Int], _ statements: [FirmStatement], _ ask: Ask
    ) -> HTML? {
        let t = ask.language
        let values = years.map { known(fact, $0, statements, ask.today)?.value.number }
        guard values.contains(where: { $0 != nil }) else { return nil }
        let isMoney = fact.kind != .count
        func text(_ value: Int64) -> String {
            isMoney ? ChartText.short(Fen(value)) : String(value)
        }
        let title = t(fact.seriesTitle)
        let words = zip(years, values).map { year, value in
            "\(year): \(value.map(text) ?? EnterprisePages.unknown(t))"
        }.joined(separator: t("；", "; "))
        let bars = YearBars(years: years, values: values, text: text)
        let chart = Chart(
            name: "chart-\(fact.name)", title: title, description: words, bars)
        let unit = isMoney ? t("（万元）", " (10,000 yuan)") : t("（人）", " (persons)")
        return """
            <figure class="chart"><figcaption>\(title)<span class="unit">\(unit)</span></figcaption>
            \(chart.svg)</figure>
            """
    }

    private static func table(_ years: [Int], _ statements: [FirmStatement], _ ask: Ask) -> HTML {
        let t = ask.language
        let rows = FirmFact.series.compactMap { fact -> HTML? in
            let values = years.map { known(fact, $0, statements, ask.today) }
            guard values.contains(where: { $0 != nil }) else { return nil }
            let cells = values.map { known -> HTML in
                guard let known else { return Tables.number("–") }
                let text = EnterpriseFactPart.text(known.value, fact, t)
                let sources = known.told.map { EnterpriseFactPart.source($0.source, t) }
                let mark: HTML =
                    known.isDisputed
                    ? " \(Parts.tag("waiting", t("不一致", "differs")))" : HTML()
                let told = sources.joined(separator: t("、", ", "))
                return "<td class=\"number\" title=\"\(told)\">\(text)\(mark)</td>"
            }
            let unit = fact.kind == .count ? "" : t("（元）", " (yuan)")
            return Tables.row([Tables.title(t(fact.seriesTitle) + unit)] + cells)
        }
        return Tables.wide(
            t("历年情况", "Years"),
            [.init(t("项目", "Item"))] + years.map { Tables.Head.number(String($0)) }, rows)
    }
}

/// A bar for each year from left to right, with its value above.
private struct YearBars: Picture {
    let years: [Int]
    let values: [Int64?]
    let text: (Int64) -> String

    private static let step = 78
    private static let plot = 90
    private static let top = 20

    var width: Int { years.count * Self.step + 8 }
    var height: Int { Self.top + Self.plot + 22 }

    var content: HTML {
        let scale = ChartScale(values.compactMap(\.self), pixels: Self.plot)
        let bottom = Self.top + Self.plot
        let zero = bottom - scale.place(of: 0)
        var content = Drawing.line(0, zero, width, zero, "axis")
        for (place, (year, value)) in zip(years, values).enumerated() {
            let left = place * Self.step + 14
            let middle = left + (Self.step - 24) / 2
            content += Drawing.text(String(year), middle, height - 5, .middle, "tick")
            guard let value else { continue }
            let end = bottom - scale.place(of: value)
            content += Drawing.box(
                left, min(zero, end), Self.step - 24, abs(zero - end), "bar", words: "\(year) \(text(value))")
            content += Drawing.text(text(value), middle, min(zero, end) - 5, .middle)
        }
        return content
    }
}
