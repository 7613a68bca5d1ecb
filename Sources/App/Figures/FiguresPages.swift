import Core
import HTTPTypes

/// The page of the figures of one day: the headline figures, then charts with their tables.
enum FiguresPages {
    static func page(_ ask: Ask, _ figures: FiguresOverview, _ scope: FiguresScope) -> Answer {
        let t = ask.language
        let sections = FiguresSections(figures, t)
        let page = Page(ask: ask, title: t("监管指标", "Figures"))
        let coverage = figures.coverage.map { sections.coverage($0) }
        return page.answer(
            """
            \(dayForm(ask, figures.asOf.description))
            \(whose(ask, scope))
            \(tiles(figures, t))
            <div class="charts">
            \(sections.cities)
            \(sections.leverage)
            \(sections.flows)
            \(sections.outstanding)
            \(sections.ages)
            \(sections.smallFirms)
            \(sections.standings)
            \(sections.borne)
            \(coverage)
            </div>
            """)
    }

    /// The form again, with what was entered.
    static func wrongDay(_ ask: Ask, _ refusal: FiguresRefusal) -> Answer {
        let page = Page(
            ask: ask, title: ask.language("监管指标", "Figures"), status: .unprocessableContent)
        return page.answer(
            """
            <p class="problem" role="alert" id="as-of-problem">\(ask.language(refusal.sentence))</p>
            \(dayForm(ask, ask.query["as_of"] ?? "", isWrong: true))
            """)
    }

    private static func dayForm(_ ask: Ask, _ text: String, isWrong: Bool = false) -> HTML {
        let t = ask.language
        // A browser's field for days would drop what is no day.
        let kind = isWrong ? "text" : "date"
        let wrong: HTML? = isWrong ? " aria-invalid=\"true\" aria-describedby=\"as-of-problem\"" : nil
        let month = FormMonth(of: ask.today)
        var links: [HTML] = []
        if let before = month.before {
            links.append(Parts.link(FiguresLink.page(before.last), t("上月末", "End of last month")))
        }
        links.append(Parts.link(FiguresLink.page(month.beforeYear), t("上年末", "End of last year")))
        links.append(Parts.link("/figures", t("今天", "Today")))
        return """
            <form class="filters" method="get" action="/figures">
            <p><label for="as-of">\(t("截至哪一天", "As of the day"))</label>
            <input type="\(kind)" id="as-of" name="as_of" value="\(text)" required\(wrong)></p>
            <p class="buttons"><button class="second">\(t("查看", "Show"))</button> \(links)</p></form>
            """
    }

    private static func whose(_ ask: Ask, _ scope: FiguresScope) -> HTML {
        let t = ask.language
        let text =
            scope == .whole
            ? t("全部业务，按生效日计算。", "All business, by the days on which it took effect.")
            : t(
                "本机构参与的业务，按生效日计算。",
                "The business that your organisation takes part in, by the days on which it took effect.")
        return "<p class=\"hint\">\(text)</p>"
    }

    // MARK: Headline figures

    private static func tiles(_ figures: FiguresOverview, _ t: Language) -> HTML {
        let (total, day) = (figures.total, figures.asOf)
        let unit = t("万元", "10,000 yuan")
        func money(_ measure: FiguresMeasure, _ amount: Fen) -> HTML {
            tile(
                t(measure.name), "\(ChartText.tenThousands(amount)) \(small(unit))",
                FiguresLink.records(measure, day))
        }
        func ratio(_ name: String, _ text: String, _ parts: [(FiguresMeasure, String)]) -> HTML {
            let links = parts.map { Parts.link(FiguresLink.records($0.0, day), $0.1) }
            let between: HTML = links.count > 1 ? "\(links[0]) ÷ \(links[1])" : links.joined()
            return "<div class=\"tile\"><span>\(name)</span><b>\(text)</b><span>\(between)</span></div>"
        }
        let count = tile(
            t(FiguresMeasure.inForce.name), "\(total.inForce)", FiguresLink.records(.inForce, day))
        var tiles: [HTML] = [
            money(.outstanding, total.outstanding), count,
            money(.liability, total.liabilityBalance),
            money(.compensated, total.compensated),
            ratio(
                t("代偿率", "Compensation rate"), ChartText.percent(total.compensationRate),
                [(.compensated, t("代偿", "compensated")), (.released, t("解保", "released"))]),
            money(.recovered, total.recovered),
            ratio(
                t("追偿率", "Recovery rate"), ChartText.percent(total.recoveryRate),
                [(.recovered, t("追偿", "recovered")), (.compensated, t("代偿", "compensated"))]),
            ratio(
                t("损失率", "Loss rate"), ChartText.percent(total.lossRate),
                [(.writtenOff, t("核销", "written off")), (.released, t("解保", "released"))]),
            ratio(
                t("平均担保费率", "Average fee rate"), ChartText.percent(total.averageFeeRate),
                [(.contracted, t("按合同金额加权", "weighted by contract amounts"))]),
        ]
        if let worth = total.netAssets {
            let name = t("净资产", "net assets")
            tiles.insert(
                """
                <div class="tile"><span>\(t("放大倍数", "Leverage"))</span>\
                <b>\(ChartText.multiple(total.leverage)) \(small(t("倍", "times")))</b>\
                <span>\(Parts.link(FiguresLink.records(.outstanding, day), t("在保余额", "outstanding"))) ÷ \
                \(name) \(ChartText.short(worth)) \(unit)</span></div>
                """, at: 3)
        }
        return "<div class=\"tiles\">\(tiles)</div>"
    }

    private static func small(_ words: String) -> HTML { "<small>\(words)</small>" }

    private static func tile(_ name: String, _ value: HTML, _ address: String) -> HTML {
        "<div class=\"tile\"><span>\(name)</span><b><a href=\"\(address)\">\(value)</a></b></div>"
    }
}
