import Core
public import Storage

/// A firm's books of R&D expense of one year, ready for its sheets: projects, vouchers, measures.
public struct ResearchReport: Sendable {
    public let creditCode: String
    public let name: String
    public let year: Int
    /// Those that have vouchers in the year, in the order of their numbers.
    let projects: [ResearchProject]
    /// Of the year, in the order of their days.
    let vouchers: [ResearchVoucher]
    let kinds: [ResearchKind]
    let sums: ResearchSums
    let measures: ResearchMeasures

    /// No workbook has more vouchers.
    static let mostVouchers = 200_000

    /// Decides by the policies that came with the program.
    public static func read(_ creditCode: String, year: Int, _ connection: Connection) throws
        -> ResearchReport
    {
        try read(creditCode, year: year, .embedded, connection)
    }

    static func read(
        _ creditCode: String, year: Int, _ shelf: PolicyShelf, _ connection: Connection
    ) throws -> ResearchReport {
        let sql = SQL("SELECT id, name FROM enterprise WHERE credit_code = ?", [.text(creditCode)])
        guard let firm = try connection.first(sql, { ($0.int(0), $0.text(1)) }) else {
            throw NotFound.enterprise(creditCode)
        }
        let sums = try ResearchStore.sums(of: firm.0, year: year, connection)
        guard !sums.isEmpty else { throw ResearchRefusal.noYear(year) }
        let projects = try ResearchStore.projects(of: firm.0, connection).map(\.project)
        return ResearchReport(
            creditCode: creditCode, name: firm.1, year: year,
            projects: projects.filter { sums.projects[$0.number] != nil },
            vouchers: try ResearchStore.vouchers(
                of: firm.0, year: year, limit: ResearchReport.mostVouchers, connection),
            kinds: try ResearchMeasures.kinds(shelf), sums: sums,
            measures: try ResearchMeasures(sums, shelf))
    }
}

/// One sheet of the report: texts first, then amounts.
struct ResearchSheet: Sendable {
    let title: String
    let textHeads: [String]
    let amountHeads: [String]
    var rows: [Row] = []
    var notes: [String] = []

    struct Row: Sendable {
        let texts: [String]
        /// Nil is left empty.
        let amounts: [Fen?]
        var isSum = false
    }
}

// The sheets, as they are handed in: in Chinese.
extension ResearchReport {
    var sheets: [ResearchSheet] { [auxiliaryBook, taxSummary, recognitionStructure, comparison] }

    /// 研发支出辅助账: voucher by voucher, project by project.
    private var auxiliaryBook: ResearchSheet {
        var sheet = ResearchSheet(
            title: "研发支出辅助账", textHeads: ["项目编号", "日期", "凭证号", "摘要"],
            amountHeads: ["合计"] + kinds.map(\.title.zh))
        let byProject = Dictionary(grouping: vouchers, by: \.project)
        for project in projects {
            for voucher in byProject[project.number] ?? [] {
                let amounts = kinds.map { $0.name == voucher.kind ? voucher.amount : nil }
                sheet.rows.append(
                    .init(
                        texts: [
                            project.number, voucher.day.description, voucher.number, voucher.words,
                        ], amounts: [voucher.amount] + amounts))
            }
            let amounts = kinds.map { Optional(sums.sum(of: $0.name, project: project.number)) }
            sheet.rows.append(
                .init(
                    texts: [project.number, "小计", project.form.name.zh, project.name],
                    amounts: [sums.total(project: project.number)] + amounts, isSum: true))
        }
        sheet.rows.append(
            .init(
                texts: ["合计", "", "", ""], amounts: [sums.total] + kinds.map { sums.sum(of: $0.name) },
                isSum: true))
        return sheet
    }

    /// The kinds of SAT notice 2015 no. 97 in their order, and the facts that each is made of.
    private static let taxKinds: [(title: String, kinds: [String])] = [
        ("一、人员人工费用", ["rd_staff"]), ("二、直接投入费用", ["rd_direct_input"]),
        ("三、折旧费用", ["rd_depreciation"]), ("四、无形资产摊销", ["rd_amortisation"]),
        ("五、新产品设计费等", ["rd_design", "rd_trials"]), ("六、其他相关费用", ["rd_other"]),
        ("七、委托境内研发", ["rd_commissioned_domestic"]), ("八、委托境外研发", ["rd_commissioned_abroad"]),
    ]

    /// 研发支出辅助账汇总表, for the tax office.
    private var taxSummary: ResearchSheet {
        let kinds = ResearchReport.taxKinds
        let inNone = self.kinds.filter { kind in !kinds.contains { $0.kinds.contains(kind.name) } }
        var sheet = ResearchSheet(
            title: "研发支出辅助账汇总表", textHeads: ["项目编号", "项目名称", "研发形式"],
            amountHeads: kinds.map(\.title) + ["不属于加计扣除范围", "合计"])
        let groups = kinds.map(\.kinds) + [inNone.map(\.name)]
        for project in projects {
            let amounts = groups.map { group in
                Optional(group.map { sums.sum(of: $0, project: project.number) }.sum())
            }
            sheet.rows.append(
                .init(
                    texts: [project.number, project.name, project.form.name.zh],
                    amounts: amounts + [sums.total(project: project.number)]))
        }
        let totals = groups.map { group in Optional(group.map { sums.sum(of: $0) }.sum()) }
        sheet.rows.append(.init(texts: ["合计", "", ""], amounts: totals + [sums.total], isSum: true))
        for (title, definition) in [
            ("前五项小计", "own_deductible"), ("其他相关费用限额内的部分（10%）", "deduction_other"),
            ("境内可加计扣除的研发费用（委托按 80%）", "deduction_domestic"),
            ("委托境外可加计扣除的部分（80%，不超过境内三分之二）", "deduction_abroad"), ("可加计扣除的研发费用合计", "deduction"),
        ] {
            sheet.rows.append(tail(title, measures.amount(of: definition), sheet))
        }
        sheet.notes = ["依据国家税务总局公告2015年第97号；限额与比例由政策“研发费用三种口径”按当年规定计算。"]
        return sheet
    }

    /// A sum in the last column.
    private func tail(_ title: String, _ amount: Fen, _ sheet: ResearchSheet) -> ResearchSheet.Row {
        let texts = [title] + Array(repeating: "", count: sheet.textHeads.count - 1)
        let empty = [Fen?](repeating: nil, count: sheet.amountHeads.count - 1)
        return ResearchSheet.Row(texts: texts, amounts: empty + [amount], isSum: true)
    }

    /// The rows of guide 195's form, and the facts that each is made of.
    private static let recognitionKinds: [(title: String, kinds: [String])] = [
        ("其中：人员人工费用", ["rd_staff"]), ("直接投入费用", ["rd_direct_input"]),
        ("折旧费用与长期待摊费用", ["rd_depreciation", "rd_deferred"]), ("无形资产摊销费用", ["rd_amortisation"]),
        ("设计费用", ["rd_design"]), ("装备调试费用与试验费用", ["rd_equipment", "rd_trials"]), ("其他费用", ["rd_other"]),
    ]

    /// 企业年度研究开发费用结构明细表, for recognition; a column for each project.
    private var recognitionStructure: ResearchSheet {
        var sheet = ResearchSheet(
            title: "企业年度研究开发费用结构明细表", textHeads: ["科目"], amountHeads: projects.map(\.number) + ["合计"])
        func add(_ title: String, _ kinds: [String], isSum: Bool = false) {
            let amounts = projects.map { project in
                Optional(kinds.map { sums.sum(of: $0, project: project.number) }.sum())
            }
            let total = kinds.map { sums.sum(of: $0) }.sum()
            sheet.rows.append(.init(texts: [title], amounts: amounts + [total], isSum: isSum))
        }
        let inside = ResearchReport.recognitionKinds
        let outside = ["rd_commissioned_domestic", "rd_commissioned_abroad"]
        add("内部研究开发投入额", inside.flatMap(\.kinds), isSum: true)
        for row in inside { add(row.title, row.kinds) }
        add("委托外部研究开发投入额", outside, isSum: true)
        add("其中：境内的外部研发投入额", [outside[0]])
        add("境外的外部研发投入额", [outside[1]])
        add("研究开发投入额（内、外部）小计", inside.flatMap(\.kinds) + outside, isSum: true)
        for (title, definition) in [
            ("计入的其他费用（不超过总额的 20%）", "recognition_other"), ("其中：在中国境内发生的研究开发费用", "recognition_domestic"),
            ("认定口径研究开发费用总额（委托按 80%）", "recognition"),
        ] {
            sheet.rows.append(tail(title, measures.amount(of: definition), sheet))
        }
        sheet.notes = ["依据国科发火〔2016〕195号第三条第（六）项。"]
        return sheet
    }

    /// The three measures side by side, with what differs and why.
    private var comparison: ResearchSheet {
        var sheet = ResearchSheet(
            title: "研发费用三种口径对照", textHeads: ["口径", "差异及原因", "依据"], amountHeads: ["金额"])
        let policy = measures.explanation.program.policy
        for measure in ResearchMeasures.Measure.allCases {
            let title = measures.titles[measure]?.zh ?? measure.rawValue
            sheet.rows.append(.init(texts: [title, "", ""], amounts: [measures[measure]], isSum: true))
            for difference in measures.differences(of: measure) {
                let articles = PolicyWords.articles(difference.citations, policy, .chinese)
                sheet.rows.append(
                    .init(texts: ["", difference.title.zh, articles], amounts: [-difference.amount]))
            }
        }
        sheet.notes = ["各口径＝会计口径减去所列差异。"]
        return sheet
    }
}
