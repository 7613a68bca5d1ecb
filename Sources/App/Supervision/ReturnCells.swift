import Core

/// The columns of the eight tables and the cells of their rows, in the order of the supervisor's form.
enum ReturnCells {
    typealias Column = TableWriter.Column
    typealias Cell = TableWriter.Cell

    static func columns(of table: ReturnTable) -> [Column] {
        switch table {
        case .institutions: texts("编号", "机构类型", "机构名称", "二级机构名称", "分担比例(%)")
        case .customers: texts("编号", "客户类型", "客户名称", "证件类型", "证件号码", "是否农业经营主体", "客户规模", "所在地")
        case .projects: projectColumns
        case .otherProjects: projectColumns.filter { !financingOnly.contains($0.name) }
        case .shares:
            texts("编号", "项目编号", "风险分担机构编号", "风险类型", "分担比例(%)") + [Column("分担金额(元)", .money)]
        case .releases: movementColumns("解保") + texts("解保方式")
        case .compensations: movementColumns("代偿")
        case .recoveries:
            texts("编号", "项目编号") + [
                Column("追偿金额(元)", .money), Column("其他费用(元)", .money), Column("追偿日期", .day),
            ] + texts("追偿方式")
        }
    }

    static func cells(of row: ReturnRows.Institution) -> [Cell] {
        [.text(row.id), .text(kind(row.kind)), .text(row.name), .empty, .text(Fen(row.share).description)]
    }

    static func cells(of row: ReturnRows.Customer) -> [Cell] {
        let person = row.isIndividual
        return [
            .text(row.id), .text(person ? "个人客户" : "企业客户"), .text(row.name),
            .text(person ? "身份证" : "统一社会信用代码"), .text(row.documentNumber),
            person ? .empty : yesNo(row.isAgricultural),
            .text(person ? "其他" : row.size.name.zh.prefix(2) + ""),
            .text(row.division),
        ]
    }

    static func cells(of row: ReturnRows.Project) -> [Cell] {
        let facts = row.facts
        return [
            .text(row.id), .text(row.customer), .text(row.name), .text("融资担保"), .day(facts.terms.contractOn),
            .text(row.state.rawValue), .text(facts.industry), yesNo(facts.features.isGreenCredit),
            yesNo(facts.features.isFirstLoan), yesNo(facts.features.isRelatedParty),
            .text(wayOfIssue(facts.features.wayOfIssue)), .text("银行"), .text(policyKind(facts)),
            .text(facts.division), .text(guaranteeKind(facts.features.kind)), .count(Int64(row.termMonths)),
            .money(facts.terms.principal), .empty, .money(row.fee), .empty, day(row.disbursedOn),
            day(row.endedOn),
        ]
    }

    static func cells(of row: ReturnRows.Share) -> [Cell] {
        [
            .text(row.id), .text(row.project), .text(row.institution),
            .text(row.isIndirect ? "间接风险" : "直接风险"),
            .text(Fen(row.share).description), .money(row.amount),
        ]
    }

    static func cells(ofRelease row: ReturnRows.Movement) -> [Cell] {
        cells(ofCompensation: row) + [.text("直接收回")]
    }

    static func cells(ofCompensation row: ReturnRows.Movement) -> [Cell] {
        [
            .text(row.id), .text(row.project), .text(row.institution), .money(row.amount), .empty,
            .day(row.day),
        ]
    }

    static func cells(of row: ReturnRows.Recovery) -> [Cell] {
        [
            .text(row.id), .text(row.project), .money(row.amount), .money(row.costs), .day(row.day),
            .text(row.way.rawValue),
        ]
    }

    // MARK: Columns

    private static let financingOnly: Set<String> = ["是否绿色信贷", "是否关联方", "发放方式", "交易对手类型"]

    private static let projectColumns: [Column] =
        texts(
            "项目编号", "客户编号", "项目名称", "业务类型") + [Column("申请日期", .day)]
        + texts(
            "项目状态", "所属行业", "是否绿色信贷", "是否首贷", "是否关联方", "发放方式", "交易对手类型", "政策性业务类型",
            "客户所在地", "担保类型")
        + [
            Column("期限(月)", .count), Column("合同金额(元)", .money), Column("贴息金额(元)", .money),
            Column("担保费(元)", .money), Column("其他费用(元)", .money), Column("放款日期", .day),
            Column("结束日期", .day),
        ]

    private static func movementColumns(_ word: String) -> [Column] {
        texts("编号", "项目编号", "风险分担机构编号") + [
            Column("\(word)金额(元)", .money), Column("其他费用(元)", .money), Column("\(word)日期", .day),
        ]
    }

    private static func texts(_ names: String...) -> [Column] { names.map { Column($0) } }

    // MARK: Words

    private static func kind(_ kind: Institution.Kind) -> String {
        switch kind {
        case .guarantor: "担保机构"
        case .reguarantor: "再担保机构"
        case .bank: "银行"
        case .treasury: "财政"
        }
    }

    private static func wayOfIssue(_ way: GuaranteeFeatures.WayOfIssue) -> String {
        switch way {
        case .direct: "直接发放"
        case .transferred: "转入"
        case .other: "其他"
        }
    }

    private static func guaranteeKind(_ kind: GuaranteeFeatures.Kind) -> String {
        switch kind {
        case .loan: "借款担保"
        case .bond: "发行债券担保"
        case .otherFinancing: "其他融资担保"
        }
    }

    /// Where none was stated, a small or micro firm is one of the policy and others are not.
    private static func policyKind(_ facts: ReturnGuarantee) -> String {
        switch facts.features.policyKind {
        case .innovation: "“双创双服”主体"
        case .farmer: "农户及新型农业经营主体"
        case .smallFirm: "小微企业"
        case .strategicIndustry: "战略性新兴产业"
        case .other: "其他政策性"
        case .notPolicy: "非政策性"
        case .notStated: facts.size.isSmallOrMicro ? "小微企业" : "非政策性"
        }
    }

    private static func yesNo(_ value: Bool) -> Cell { .text(value ? "是" : "否") }

    private static func day(_ day: Day?) -> Cell { day.map { .day($0) } ?? .empty }
}
