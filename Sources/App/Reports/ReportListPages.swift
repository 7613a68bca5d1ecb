import Core
import Storage

/// For supervisors: which guarantors have entered a month and which have not.
enum ReportListPages {
    static func page(_ ask: Ask, isYearly: Bool, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let month = try isYearly ? ReportAsk.december(ask) : ReportAsk.month(ask)
        let guarantors = try InstitutionStore.all(connection).filter { $0.kind == .guarantor }
            .sorted { $0.code < $1.code }
        let entered = try MonthlyEntryStore.all(of: month, connection)
        let states = guarantors.map { State(entered[$0.id] ?? MonthlyEntries()) }
        let rows = zip(guarantors, states).map { guarantor, state in
            row(guarantor, state, entered[guarantor.id], month, isYearly: isYearly, t)
        }
        let page = Page(ask: ask, title: ReportPages.title(isYearly: isYearly, t))
        let complete = states.count { $0 == .complete }
        let heads: [Tables.Head] = [
            .init(t("担保机构", "Guarantor")), .init(t("机构编号", "Code")), .init(t("填报情况", "Entered")),
            .number(t("已填行数", "Rows entered")), .init(t("审核人", "Checked by")),
        ]
        let table =
            rows.isEmpty
            ? Parts.empty(t("名录中还没有担保机构。", "The register has no guarantor yet."))
            : Tables.wide(t("各机构填报情况", "What guarantors have entered"), heads, rows)
        return page.answer(
            """
            \(ReportPages.timeForm(ask, month, isYearly: isYearly, HTML()))
            <p>\(t(
                "\(month)：\(guarantors.count) 家担保机构中已填齐 \(complete) 家，未填齐 \(guarantors.count - complete) 家。",
                "\(month): complete \(complete), not complete \(guarantors.count - complete)."))</p>
            \(table)
            """)
    }

    private enum State {
        case notBegun, begun, complete

        init(_ entries: MonthlyEntries) {
            let isComplete = ReportEntries.required.allSatisfy { entries.values[$0.number] != nil }
            self = entries.isEmpty ? .notBegun : isComplete ? .complete : .begun
        }

        func tag(_ t: Language) -> HTML {
            switch self {
            case .notBegun: Parts.tag("late", t("未填报", "not begun"))
            case .begun: Parts.tag("waiting", t("未填齐", "not complete"))
            case .complete: Parts.tag("approved", t("已填齐", "complete"))
            }
        }
    }

    private static func row(
        _ guarantor: Institution, _ state: State, _ entries: MonthlyEntries?, _ month: FormMonth,
        isYearly: Bool, _ t: Language
    ) -> HTML {
        let required = ReportEntries.required
        let count = required.count { entries?.values[$0.number] != nil }
        let address = ReportLink.form(guarantor.code, month, isYearly: isYearly)
        return """
            <tr><th scope="row">\(Parts.link(address, guarantor.name))</th>\(Tables.cell(guarantor.code))\(
                Tables.cell(markup: state.tag(t)))\(Tables.number("\(count) / \(required.count)"))\(
                Tables.cell(entries?.checkedBy ?? ""))</tr>

            """
    }
}
