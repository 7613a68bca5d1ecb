import Core

/// What is open, who is served, how guarantees stand, who bears the losses.
extension FiguresSections {
    private var pairs: [ClaimPair] {
        figures.ages.keys.sorted {
            ($0.debtor.rawValue, $0.creditor.rawValue) < ($1.debtor.rawValue, $1.creditor.rawValue)
        }
    }

    var ages: HTML {
        let title = t("应收应付账龄", "Ageing of open claims")
        guard !pairs.isEmpty else {
            let words = t("当日没有未付的分担款项。", "Nobody owed anyone anything on that day.")
            return "<section><h2>\(title)</h2>\(Parts.empty(words))</section>"
        }
        let bars = pairs.map { pair in
            let amounts = ClaimAge.allCases.map { figures.ages[pair]?[$0] ?? .zero }
            return StackedBarChart.Bar(
                name: pair.name(t), values: amounts.map(\.fen), text: ChartText.short(amounts.sum()))
        }
        let chart = StackedBarChart(
            parts: ClaimAge.allCases.map { t($0.name) }, bars: bars, plot: 900, tick: shortMoney)
        let all = figures.ages.values.flatMap(\.values).sum()
        let waiting = figures.ages.values.compactMap { $0[.notDue] }.sum()
        let drawn = Chart(
            name: "ages", title: title,
            description: t(
                "未付 \(ChartText.short(all)) 万元，其中未到期 \(ChartText.short(waiting)) 万元。",
                """
                \(ChartText.short(all)) is open, of which \(ChartText.short(waiting)) is not due yet \
                (10,000 yuan).
                """),
            chart)
        let rows = pairs.map { pair in
            let cells = ClaimAge.allCases.map { age -> HTML in
                let amount = figures.ages[pair]?[age] ?? .zero
                return money(amount, FiguresLink.claims(day, pair, age))
            }
            let sum = (figures.ages[pair] ?? [:]).values.sum()
            return Tables.row(
                [Tables.title(pair.name(t))] + cells + [money(sum, FiguresLink.claims(day, pair, nil))])
        }
        let sums = ClaimAge.allCases.map { age -> HTML in
            money(figures.ages.values.compactMap { $0[age] }.sum(), FiguresLink.claims(day, nil, age))
        }
        return section(
            drawn, unit: tenThousands,
            table: table(
                t("账龄（元）", "Ages (yuan)"),
                [.init(t("应付 → 应收", "Debtor → creditor"))] + ClaimAge.allCases.map { .number(t($0.name)) }
                    + [.number(t("合计", "Total"))], rows,
                total: Tables.row(
                    [Tables.title(t("合计", "Total"))] + sums + [money(all, FiguresLink.claims(day, nil, nil))])
            ), isWhole: true)
    }

    var smallFirms: HTML {
        let others = total.outstanding - total.outstandingOfSmall
        let otherNumber = total.inForce - total.inForceOfSmall
        let parts = [t("小微企业", "Small and micro firms"), t("其他", "Others")]
        // Both wholes are drawn as ten thousand parts, so that money and numbers share an axis.
        func bar(_ name: String, _ rate: Rate?) -> StackedBarChart.Bar? {
            rate.map { rate in
                let part = max(min(rate.millionths / 100, 10_000), 0)
                return StackedBarChart.Bar(
                    name: name, values: [part, 10_000 - part], text: ChartText.percent(rate))
            }
        }
        let bars = [
            bar(t("按金额", "By amount"), total.smallFirmShareByAmount),
            bar(t("按笔数", "By number"), total.smallFirmShareByNumber),
        ].compactMap { $0 }
        let title = t("小微企业占比", "Share of small firms")
        guard !bars.isEmpty else {
            let words = t("当日没有在保业务。", "Nothing was guaranteed on that day.")
            return "<section><h2>\(title)</h2>\(Parts.empty(words))</section>"
        }
        let chart = StackedBarChart(parts: parts, bars: bars) { "\($0 / 100)%" }
        let drawn = Chart(
            name: "small", title: title,
            description: t(
                """
                小微企业占在保余额的 \(ChartText.percent(total.smallFirmShareByAmount))，占在保笔数的 \
                \(ChartText.percent(total.smallFirmShareByNumber))。
                """,
                """
                Small and micro firms have \(ChartText.percent(total.smallFirmShareByAmount)) of what is \
                outstanding and \(ChartText.percent(total.smallFirmShareByNumber)) of the guarantees in force.
                """),
            chart)
        let rows = [
            Tables.row([
                Tables.title(parts[0]),
                money(total.outstandingOfSmall, FiguresLink.records(.smallOutstanding, day)),
                Tables.number(HTML(ChartText.percent(total.smallFirmShareByAmount))),
                count(total.inForceOfSmall, FiguresLink.records(.smallInForce, day)),
                Tables.number(HTML(ChartText.percent(total.smallFirmShareByNumber))),
            ]),
            Tables.row([
                Tables.title(parts[1]), Tables.number("\(others)"), Tables.number(""),
                Tables.number("\(otherNumber)"), Tables.number(""),
            ]),
        ]
        return section(
            drawn, unit: "",
            table: table(
                title,
                [
                    .init(t("企业", "Firms")), .number(t("在保余额（元）", "Outstanding (yuan)")),
                    .number(t("占比", "Share")), .number(t("在保笔数", "In force")), .number(t("占比", "Share")),
                ], rows))
    }

    var standings: HTML {
        let all = figures.standings.values.reduce(0, +)
        let rows = GuaranteeStanding.allCases.map { standing -> NamedBar in
            let number = figures.standings[standing, default: 0]
            return NamedBar(
                bar: .init(name: t(standing.name), value: number, text: String(number)),
                cell: count(number, FiguresLink.records(.standing(standing), day)))
        }
        return bars(
            "standings", t("担保所处状态", "How guarantees stand"),
            t(
                "曾放款的 \(all) 笔担保按当日资金情况划分。",
                "The \(all) guarantees that were ever disbursed, by their money on the day."),
            unit: t("（笔）", "(guarantees)"),
            heads: [.init(t("状态", "Standing")), .number(t("笔数", "Guarantees"))], rows, tick: { String($0) })
    }

    /// Who bears the losses.
    var borne: HTML {
        let all = total.borne.sum()
        let rows = Party.allCases.map { party -> NamedBar in
            let amount = total.borne[party.rawValue]
            return NamedBar(
                bar: .init(name: t(party.name), value: amount.fen, text: ChartText.short(amount)),
                cell: money(amount, FiguresLink.records(.borne(party), day)))
        }
        return bars(
            "borne", t("各方承担的损失", "Losses borne by each party"),
            t(
                "扣除追偿后的损失 \(ChartText.short(all)) 万元由各方分担。",
                "The losses after recoveries, \(ChartText.short(all)) (10,000 yuan), by who bears them."),
            unit: tenThousands,
            heads: [.init(t("一方", "Party")), .number(t("承担（元）", "Borne (yuan)"))], rows, tick: shortMoney)
    }

    /// A bar and the same number in the table behind the chart.
    private struct NamedBar {
        let bar: BarChart.Bar
        let cell: HTML
    }

    /// A chart of bars with a table of two columns.
    private func bars(
        _ name: String, _ title: String, _ description: String, unit: String, heads: [Tables.Head],
        _ rows: [NamedBar], tick: @escaping (Int64) -> String
    ) -> HTML {
        let chart = Chart(
            name: name, title: title, description: description, BarChart(bars: rows.map(\.bar), tick: tick))
        let cells = rows.map { Tables.row([Tables.title($0.bar.name), $0.cell]) }
        return section(chart, unit: unit, table: table(title, heads, cells))
    }
}
