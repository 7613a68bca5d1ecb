import Core

/// The charts of the page of figures, each with its table.
struct FiguresSections {
    let figures: FiguresOverview
    let t: Language

    init(_ figures: FiguresOverview, _ language: Language) {
        self.figures = figures
        t = language
    }

    var day: Day { figures.asOf }
    var total: Figures { figures.total }
    var tenThousands: String { t("（万元）", "(10,000 yuan)") }

    func shortMoney(_ fen: Int64) -> String { ChartText.short(Fen(fen)) }

    func money(_ amount: Fen, _ address: String) -> HTML {
        Tables.number("<a href=\"\(address)\">\(amount)</a>")
    }

    func count(_ count: Int64, _ address: String) -> HTML {
        Tables.number("<a href=\"\(address)\">\(count)</a>")
    }

    func section(_ chart: Chart, unit: String, table: HTML, isWhole: Bool = false) -> HTML {
        let look: HTML? = isWhole ? " class=\"whole\"" : nil
        let figure = chart.figure(unit: unit, table: table, summary: t("数据表", "Table"))
        return "<section\(look)>\(figure)</section>"
    }

    /// A table whose first column names the rows.
    func table(_ caption: String, _ heads: [Tables.Head], _ rows: [HTML], total: HTML? = nil) -> HTML {
        let foot: HTML? = total.map { "<tfoot>\($0)</tfoot>" }
        let head = heads.map(\.markup)
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table>\
            <thead><tr>\(head)</tr></thead><tbody>
            \(rows)</tbody>\(foot)</table></div>
            """
    }

    // MARK: Cities

    var cities: HTML {
        let cities = figures.cities
        let tiles = cities.compactMap { city, figures -> TileMap.Tile? in
            guard let city else { return nil }
            return TileMap.Tile(
                city: city, value: figures.outstanding.fen, text: ChartText.short(figures.outstanding),
                address: FiguresLink.records(.outstanding, day, city: city.code.description))
        }
        let greatest = tiles.max { $0.value < $1.value }
        let words = greatest.map { tile in
            t(
                "十四个设区市的在保余额，\(tile.city.name)最高，为 \(tile.text) 万元。",
                """
                Outstanding in each of the 14 cities; \(tile.city.englishName) has most, \(tile.text) \
                (10,000 yuan).
                """)
        }
        var chart = Chart(
            name: "cities", title: t("各市在保余额", "Outstanding by city"), description: words ?? "",
            TileMap(tiles: tiles, language: t), hasLinks: true)
        chart.isMap = true
        let rows = cities.map { city, figures in
            let code = city?.code.description ?? "none"
            return Tables.row([
                Tables.title(name(of: city)),
                money(figures.outstanding, FiguresLink.records(.outstanding, day, city: code)),
                count(figures.inForce, FiguresLink.records(.inForce, day, city: code)),
                money(figures.compensated, FiguresLink.records(.compensated, day, city: code)),
                Tables.number(HTML(ChartText.percent(figures.smallFirmShareByAmount))),
            ])
        }
        return section(
            chart, unit: tenThousands,
            table: table(
                t("各市", "Cities"),
                [
                    .init(t("地区", "City")), .number(t("在保余额（元）", "Outstanding (yuan)")),
                    .number(t("在保笔数", "In force")), .number(t("累计代偿（元）", "Compensated (yuan)")),
                    .number(t("小微占比", "Small firms")),
                ], rows,
                total: Tables.row([
                    Tables.title(t("合计", "Total")),
                    money(total.outstanding, FiguresLink.records(.outstanding, day)),
                    count(total.inForce, FiguresLink.records(.inForce, day)),
                    money(total.compensated, FiguresLink.records(.compensated, day)),
                    Tables.number(HTML(ChartText.percent(total.smallFirmShareByAmount))),
                ])))
    }

    private func name(of division: Division?) -> String {
        division.map { t($0.name, $0.englishName) } ?? t("其他", "Elsewhere")
    }

    // MARK: Guarantors

    /// Liability over net assets in hundredths, against the ceiling of the law.
    var leverage: HTML? {
        let guarantors = figures.guarantors
        guard !guarantors.isEmpty else { return nil }
        let known = guarantors.filter { $0.row.figures.netAssets != nil }
        let bars = known.map { guarantor in
            let multiple = multiple(guarantor)
            return BarChart.Bar(
                name: t(guarantor.row.name), value: multiple.map { $0.millionths / 10_000 },
                text: ChartText.multiple(multiple), limit: guarantor.ceiling * 100)
        }
        let above = known.filter { (multiple($0)?.millionths ?? 0) > $0.ceiling * 1_000_000 }.count
        let chart = BarChart(bars: bars, plot: 900) { ChartText.decimals($0).replacing(".00", with: "") }
        let drawn = Chart(
            name: "leverage", title: t("各机构责任余额放大倍数与上限", "Liability balance over net assets by guarantor"),
            description: t(
                "\(bars.count) 家担保机构的融资担保责任余额与净资产之比，竖线为上限；超过上限的有 \(above) 家。",
                """
                The liability balance over net assets of \(bars.count) guarantors with a line at the \
                ceiling; \
                above it: \(above).
                """),
            chart)
        let rows = guarantors.map { guarantor -> HTML in
            let (figures, code) = (guarantor.row.figures, guarantor.row.key)
            return Tables.row([
                Tables.title(t(guarantor.row.name)),
                money(figures.outstanding, FiguresLink.records(.outstanding, day, guarantor: code)),
                money(figures.liabilityBalance, FiguresLink.records(.liability, day, guarantor: code)),
                Tables.number(figures.netAssets.map { "\($0)" } ?? "–"),
                Tables.number(HTML(ChartText.multiple(figures.leverage))),
                Tables.number(limited(guarantor)),
                Tables.number(figures.netAssets == nil ? "–" : "\(guarantor.ceiling)"),
            ])
        }
        let data = table(
            t("各担保机构", "Guarantors"),
            [
                .init(t("担保机构", "Guarantor")), .number(t("在保余额（元）", "Outstanding (yuan)")),
                .number(t("责任余额（元）", "Liability balance (yuan)")), .number(t("净资产（元）", "Net assets (yuan)")),
                .number(t("放大倍数", "Leverage")), .number(t("责任余额倍数", "Liability multiple")),
                .number(t("上限（倍）", "Ceiling")),
            ], rows)
        guard !bars.isEmpty else {
            return "<section><h2>\(t("各担保机构", "Guarantors"))</h2>\(data)</section>"
        }
        return section(drawn, unit: t("（倍）", "(times)"), table: data, isWhole: true)
    }

    private func multiple(_ guarantor: FiguresOverview.Guarantor) -> Rate? {
        guarantor.row.figures.netAssets.flatMap { Rate(guarantor.row.figures.liabilityBalance, over: $0) }
    }

    private func limited(_ guarantor: FiguresOverview.Guarantor) -> HTML {
        let multiple = multiple(guarantor)
        let isAbove = (multiple?.millionths ?? 0) > guarantor.ceiling * 1_000_000
        let mark: HTML = " <span class=\"tag late\">\(t("超限", "above"))</span>"
        return "\(ChartText.multiple(multiple))\(mark, if: isAbove)"
    }

    // MARK: Months

    private var months: [String] { figures.months.map(\.month.description) }

    var flows: HTML {
        let months = figures.months
        let (paid, back) = (months.map(\.compensated).sum(), months.map(\.recovered).sum())
        let chart = MonthChart(
            months: self.months,
            series: [
                .init(name: t("代偿", "Compensated"), values: months.map(\.compensated.fen)),
                .init(name: t("追偿收回", "Recovered"), values: months.map(\.recovered.fen)),
            ], style: .lines, tick: shortMoney)
        let drawn = Chart(
            name: "flows", title: t("近24个月代偿与追偿", "Compensated and recovered, 24 months"),
            description: t(
                "两年内共代偿 \(ChartText.short(paid)) 万元，追回 \(ChartText.short(back)) 万元。",
                """
                In two years \(ChartText.short(paid)) was compensated and \(ChartText.short(back)) recovered \
                (10,000 yuan).
                """),
            chart)
        let rows = months.reversed().map { month in
            Tables.row([
                Tables.title(month.month.description),
                money(month.compensated, FiguresLink.records(.compensated, day, month: month.month)),
                money(month.recovered, FiguresLink.records(.recovered, day, month: month.month)),
            ])
        }
        return section(
            drawn, unit: tenThousands,
            table: table(
                t("各月代偿与追偿", "Months"),
                [
                    .init(t("月份", "Month")), .number(t("代偿（元）", "Compensated (yuan)")),
                    .number(t("追偿收回（元）", "Recovered (yuan)")),
                ], rows))
    }

    var outstanding: HTML {
        let months = figures.months
        let chart = MonthChart(
            months: self.months,
            series: [.init(name: t("在保余额", "Outstanding"), values: months.map(\.outstanding.fen))],
            style: .steps, tick: shortMoney)
        let (first, last) = (months.first?.outstanding ?? .zero, months.last?.outstanding ?? .zero)
        let drawn = Chart(
            name: "outstanding", title: t("近24个月末在保余额", "Outstanding at the end of each of 24 months"),
            description: t(
                "由 \(ChartText.short(first)) 万元变为 \(ChartText.short(last)) 万元。",
                "From \(ChartText.short(first)) to \(ChartText.short(last)) (10,000 yuan)."),
            chart)
        let rows = months.reversed().map { month in
            let end = min(month.month.last, day)
            return Tables.row([
                Tables.title(month.month.description),
                money(month.outstanding, FiguresLink.records(.outstanding, end)),
            ])
        }
        return section(
            drawn, unit: tenThousands,
            table: table(
                t("各月末", "Ends of months"),
                [.init(t("月份", "Month")), .number(t("在保余额（元）", "Outstanding (yuan)"))], rows))
    }
}
