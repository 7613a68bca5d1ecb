import Core
import Storage

/// One page of the guarantees behind a figure, with the sum of all of them.
struct FiguresRecordPage {
    let records: [FiguresRecord]
    let count: Int
    let sum: Int64
    /// The guarantee after which the next page begins.
    let next: Int64?

    static let limit = 100

    init(_ all: [FiguresRecord], after: String?) {
        let start =
            after.flatMap { Int64($0) }.map { after in all.partitionPoint { $0.guarantee > after } } ?? 0
        records = Array(all[start...].prefix(Self.limit))
        count = all.count
        sum = all.reduce(0) { $0 + $1.amount }
        next = start + Self.limit < all.count ? records.last?.guarantee : nil
    }
}

/// One page of claims, oldest due day first.
struct OpenClaimPage {
    let claims: [OpenClaim]
    let count: Int
    let sum: Fen
    /// How many are on this page and before it, where there are more.
    let next: Int?

    init(_ all: [OpenClaim], after: String?) {
        let start = min(max(after.flatMap { Int($0) } ?? 0, 0), all.count)
        claims = Array(all[start...].prefix(FiguresRecordPage.limit))
        count = all.count
        sum = all.map(\.open).sum()
        next = start + claims.count < all.count ? start + claims.count : nil
    }
}

extension Array {
    /// The first place from which a condition holds, which then holds to the end.
    fileprivate func partitionPoint(_ holds: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// The pages of the records behind a figure.
enum FiguresRecordPages {
    static func page(
        _ ask: Ask, _ question: FiguresQuestion, _ page: FiguresRecordPage, _ names: [Int64: GuaranteeName]
    ) -> Answer {
        let t = ask.language
        let measure = question.measure
        let isFee = measure == .contracted
        let rows = page.records.map { record -> HTML in
            let name = names[record.guarantee]
            var cells = [
                Tables.cell(markup: link(name?.number ?? "")), Tables.cell(name?.enterprise ?? ""),
                Tables.number(amount(record.amount, measure)),
            ]
            if isFee { cells.append(Tables.number(HTML(record.feeRate.percentage))) }
            return Tables.row(cells)
        }
        let unit = measure.isCount ? t("笔数", "Guarantees") : amountTitle(measure, t)
        var heads: [Tables.Head] = [.init(t("编号", "Number")), .init(t("企业", "Enterprise")), .number(unit)]
        if isFee { heads.append(.number(t("年费率", "Yearly fee rate"))) }
        let table =
            rows.isEmpty
            ? Parts.empty(t("没有构成该指标的担保。", "No guarantee makes up this figure."))
            : Tables.wide(t(measure.name), heads, rows)
        return Page(ask: ask, title: t(measure.name), path: path(ask, question.day)).answer(
            """
            \(facts(ask, question, page))
            \(table)
            \(pager(ask, page.next.map { String($0) }))
            """)
    }

    private static func path(_ ask: Ask, _ day: Day) -> [(title: String, address: String)] {
        let shown = ask.query["as_of"].flatMap { Day($0) } ?? day
        return [(ask.language("监管指标", "Figures"), FiguresLink.page(shown))]
    }

    private static func link(_ number: String) -> HTML {
        Parts.link("/guarantees/\(PercentText.encode(number))", number)
    }

    private static func amount(_ amount: Int64, _ measure: FiguresMeasure) -> HTML {
        measure.isCount ? "\(amount)" : "\(Fen(amount))"
    }

    private static func amountTitle(_ measure: FiguresMeasure, _ t: Language) -> String {
        measure == .contracted ? t("合同金额（元）", "Contract amount (yuan)") : t("金额（元）", "Amount (yuan)")
    }

    /// What is asked for, and what the records add up to.
    private static func facts(_ ask: Ask, _ question: FiguresQuestion, _ page: FiguresRecordPage) -> HTML {
        let t = ask.language
        var facts: [HTML] = []
        if let from = question.from {
            facts.append(Parts.fact(t("期间", "From"), "\(from) – \(question.day)"))
        } else {
            facts.append(Parts.fact(t("截至", "As of"), question.day.description))
        }
        switch question.place {
        case .everywhere: break
        case .elsewhere: facts.append(Parts.fact(t("地区", "City"), t("其他", "Elsewhere")))
        case .city(let code):
            let city = Division.find(code)
            facts.append(Parts.fact(t("地区", "City"), t(city?.name ?? "", city?.englishName ?? "")))
        }
        if let code = ask.query["guarantor"] { facts.append(Parts.fact(t("担保机构", "Guarantor"), code)) }
        facts.append(Parts.fact(t("笔数", "Guarantees"), markup: "\(page.count)"))
        if !question.measure.isCount {
            facts.append(
                Parts.fact(
                    t("合计", "Sum"), markup: "<b class=\"sum\">\(Fen(page.sum))</b> \(t("元", "yuan"))"))
        }
        let query = ask.query.setting("after", nil).text
        let exports: HTML = """
            <p class="exports">\(t("导出", "Export")) <a href="/figures/records/export.csv\(query)">CSV</a>
            <a href="/figures/records/export.xlsx\(query)">Excel</a></p>
            """
        return Parts.facts(facts) + exports
    }

    static func columns(_ question: FiguresQuestion) -> [TableWriter.Column] {
        [
            .init("guarantee_no", .text), .init("enterprise_name", .text),
            .init(question.measure.word, question.measure.isCount ? .count : .money),
        ] + (question.measure == .contracted ? [.init("fee_rate", .rate)] : [])
    }

    private static func pager(_ ask: Ask, _ next: String?) -> HTML? {
        let t = ask.language
        var links: [HTML] = []
        if ask.query["after"] != nil {
            links.append(Parts.link(ask.path + ask.query.setting("after", nil).text, t("首页", "First")))
        }
        if let next {
            links.append(Parts.link(ask.path + ask.query.setting("after", next).text, t("下一页", "Next")))
        }
        guard !links.isEmpty else { return nil }
        return "<nav class=\"pager\" aria-label=\"\(t("翻页", "Pages"))\">\(links)</nav>"
    }

    // MARK: Claims

    static func claims(
        _ ask: Ask, _ day: Day, _ pair: ClaimPair?, _ age: ClaimAge?, _ page: OpenClaimPage,
        _ names: [Int64: GuaranteeName]
    ) -> Answer {
        let t = ask.language
        let rows = page.claims.map { claim in
            Tables.row([
                Tables.cell(markup: link(names[claim.guarantee]?.number ?? "")),
                Tables.cell(names[claim.guarantee]?.enterprise ?? ""),
                Tables.cell(t(claim.pair.debtor.name)), Tables.cell(t(claim.pair.creditor.name)),
                Tables.number("\(claim.open)"), Tables.cell(claim.dueOn?.description ?? ""),
            ])
        }
        var facts = [Parts.fact(t("截至", "As of"), day.description)]
        if let pair { facts.append(Parts.fact(t("应付关系", "Who owes whom"), pair.name(t))) }
        if let age { facts.append(Parts.fact(t("账龄", "Age"), t(age.name))) }
        facts.append(Parts.fact(t("笔数", "Claims"), markup: "\(page.count)"))
        facts.append(
            Parts.fact(t("合计", "Sum"), markup: "<b class=\"sum\">\(page.sum)</b> \(t("元", "yuan"))"))
        let table =
            rows.isEmpty
            ? Parts.empty(t("没有未付的款项。", "Nothing is open."))
            : Tables.wide(
                t("未付的款项", "Open claims"),
                [
                    .init(t("担保", "Guarantee")), .init(t("企业", "Enterprise")), .init(t("应付方", "Debtor")),
                    .init(t("应收方", "Creditor")), .number(t("未付（元）", "Open (yuan)")),
                    .init(t("到期日", "Due on")),
                ], rows)
        return Page(ask: ask, title: t("未付的款项", "Open claims"), path: path(ask, day)).answer(
            "\(Parts.facts(facts))\(table)\(pager(ask, page.next.map { String($0) }))")
    }
}

extension ClaimPair {
    /// Such as 财政 → 担保机构.
    func name(_ t: Language) -> String { "\(t(debtor.name)) → \(t(creditor.name))" }
}
