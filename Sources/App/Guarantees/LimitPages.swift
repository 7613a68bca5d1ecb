import Core
import Storage

/// The page of a guarantor's limits: how much of each ceiling is used, and by whom.
enum LimitPages {
    /// - Parameters:
    ///   - guarantor: nil where a supervisor has not chosen yet.
    ///   - all: those that can be chosen; empty for a guarantor itself.
    static func page(
        _ ask: Ask, _ guarantor: Institution?, _ all: [Institution], _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let title = guarantor.map { t("\($0.name) · 限额", "\($0.name) · limits") } ?? t("限额", "Limits")
        let page = Page(ask: ask, title: title)
        guard let guarantor else {
            return page.answer(
                choice(all, nil, ask)
                    + Parts.empty(
                        t("请选择一家担保机构查看其限额使用情况。", "Choose a guarantor to see how much of its limits is used."))
            )
        }
        let use = try LimitsStore.use(of: guarantor.id, on: ask.today, connection)
        let missing: HTML = """
            <p class="note">\(t(
                "还没有申报净资产，各项上限按零计算；请先申报净资产。",
                "No net assets were stated, so every ceiling is zero; state them first."))</p>
            """
        return page.answer(
            """
            \(choice(all, guarantor, ask), if: !all.isEmpty)
            \(missing, if: !use.hasNetAssets)
            \(base(use, t))
            \(Parts.section(t("各项上限", "Ceilings"), bars(use, t)))
            \(Parts.section(t("最大的十户", "The ten biggest customers"), biggest(use, t)))
            """)
    }

    private static func choice(_ all: [Institution], _ chosen: Institution?, _ ask: Ask) -> HTML {
        let t = ask.language
        let choices = all.map { FormField.Choice(value: $0.code, title: Sentence(zh: $0.name, en: $0.name)) }
        return """
            <form class="filters" method="get" action="/limits">
            <p><label for="guarantor">\(t("担保机构", "Guarantor"))</label>
            <select id="guarantor" name="guarantor">\(
                Forms.options(choices, chosen?.code ?? "", isOptional: false, t))</select></p>
            <p class="buttons"><button class="second">\(t("查看", "Show"))</button></p></form>
            """
    }

    private static func base(_ use: LimitsStore.Use, _ t: Language) -> HTML {
        let exposure = use.exposure
        let times = exposure.leverageCeiling
        let served = Rate(exposure.smallLiability, over: exposure.liability).map { hundredths($0) } ?? "–"
        return Parts.facts([
            Parts.fact(t("净资产", "Net assets"), markup: "\(exposure.netAssets) \(t("元", "yuan"))"),
            Parts.fact(
                t("融资担保责任余额", "Liability balance"),
                markup: "\(exposure.liability) \(t("元，小微和农户占", "yuan, small firms and farmers")) \(served)"),
            Parts.fact(
                t("客户", "Customers"),
                t(
                    "\(exposure.customers) 户，其中小微和农户 \(exposure.smallCustomers) 户；放大倍数上限 \(times) 倍",
                    "\(exposure.customers), of them small firms and farmers \(exposure.smallCustomers); "
                        + "leverage of at most \(times)")),
        ])
    }

    private static func bars(_ use: LimitsStore.Use, _ t: Language) -> HTML {
        let exposure = use.exposure
        let times = exposure.leverageCeiling
        let rows = [
            bar(
                t(
                    "放大倍数：责任余额不超过净资产的 \(times) 倍（第十五条）",
                    "Leverage: at most \(times) times net assets (art. 15)"),
                exposure.liability, exposure.ceiling, t),
            bar(
                t("单一被担保人：不超过净资产的 10%（第十六条）", "One borrower: at most 10% of net assets (art. 16)"),
                exposure.borrowerLiability, exposure.borrowerCeiling, t),
            bar(
                t(
                    "被担保人及其关联方：不超过净资产的 15%（第十六条）",
                    "A borrower with its related parties: at most 15% of net assets (art. 16)"),
                exposure.relatedLiability, exposure.relatedCeiling, t),
        ]
        let group: HTML? = use.biggestGroup.map { group in
            """
            <p>\(t("关联方合计最多：", "The largest group of related parties: "))\(link(group)) \(
                t("及其 \(group.related) 家关联方，", "with \(group.related) related, "))\(
                group.relatedLiability) \(t("元。", "yuan."))</p>
            """
        }
        return Tables.wide(
            t("各项上限", "Ceilings"),
            [
                .init(t("上限（国务院令第683号）", "Ceiling (Decree 683)")), .init(t("使用", "Used")),
                .number(t("已用（元）", "Used (yuan)")), .number(t("上限（元）", "Ceiling (yuan)")),
                .number(t("余量（元）", "Headroom (yuan)")),
            ], rows) + "\(group)"
    }

    private static func bar(_ title: String, _ used: Fen, _ ceiling: Fen, _ t: Language) -> HTML {
        let share = Rate(used, over: ceiling).map { hundredths($0) } ?? "–"
        let description = t("已用上限的 \(share)", "\(share) of the ceiling used")
        let headroom = ceiling - used
        let shown: HTML = headroom.isNegative ? "<span class=\"lacking\">\(headroom)</span>" : "\(headroom)"
        return Tables.row([
            Tables.title(title),
            Tables.cell(markup: "\(Gauge.bar(used: used, of: ceiling, description)) <span>\(share)</span>"),
            Tables.number("\(used)"), Tables.number("\(ceiling)"), Tables.number(shown),
        ])
    }

    /// A percentage with two decimals at most.
    private static func hundredths(_ rate: Rate) -> String {
        Rate(millionths: rate.millionths / 100 * 100).percentage
    }

    private static func biggest(_ use: LimitsStore.Use, _ t: Language) -> HTML {
        guard !use.biggest.isEmpty else {
            return Parts.empty(t("还没有在保的客户。", "No customer has anything outstanding."))
        }
        let exposure = use.exposure
        let rows = use.biggest.map { customer in
            let share = Rate(customer.liability, over: exposure.liability).map { hundredths($0) } ?? "–"
            return Tables.row([
                "<th scope=\"row\">\(link(customer))</th>", Tables.number("\(customer.outstanding)"),
                Tables.number("\(customer.liability)"), Tables.number(HTML(share)),
                Tables.number("\(exposure.borrowerCeiling - customer.liability)"),
            ])
        }
        let share = Rate(use.ofTen, over: exposure.liability).map { hundredths($0) } ?? "–"
        return """
            <p>\(t(
                "集中度：这 \(use.biggest.count) 户占责任余额的 \(share)。",
                "Concentration: these \(use.biggest.count) hold \(share) of the liability balance."))</p>
            """
                + Tables.wide(
                    t("最大的十户", "The ten biggest customers"),
                    [
                        .init(t("客户", "Customer")),
                        .number(t("在保及已承诺（元）", "Outstanding or committed (yuan)")),
                        .number(t("责任余额（元）", "Liability (yuan)")), .number(t("占比", "Part")),
                        .number(t("距单户上限（元）", "Headroom (yuan)")),
                    ], rows)
    }

    private static func link(_ customer: LimitsStore.Customer) -> HTML {
        Parts.link("/guarantees" + Query().setting("q", customer.code).text, customer.name)
    }
}
