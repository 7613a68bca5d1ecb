import Core
import Storage

/// What a firm finds at home: its drafts, applications and loans with their next dates.
enum HomeFirm {
    private static let limit = 20

    /// Nothing for others.
    static func section(_ ask: Ask, _ connection: Connection) throws -> HTML {
        let t = ask.language
        let visitor = ask.person
        guard visitor.organisation.kind == .enterprise, visitor.may(.readBook) else { return HTML() }
        let drafts = try ApplicationStore.drafts(of: visitor.organisation.id, connection)
        let sent = try ApplicationList.sent(by: visitor, connection)
            .filter { $0.next != nil }.sorted { ($0.next ?? $0.endsOn) < ($1.next ?? $1.endsOn) }
        let apply: HTML = """
            <p class="buttons"><a class="button" href="/applications/new">\(t("申请担保", "Apply"))</a></p>
            """
        let rows = drafts.prefix(limit).map { draft(of: $0, t) } + sent.prefix(limit).map { row(of: $0, ask) }
        let table =
            rows.isEmpty
            ? Parts.empty(
                t("没有进行中的申请或贷款。点“申请担保”开始。", "No application or loan is under way. Press Apply to begin."))
            : Tables.wide(
                t("申请与贷款", "Applications and loans"),
                [
                    .init(t("编号", "Number")), .init(t("状态", "State")),
                    .number(t("金额（元）", "Amount (yuan)")), .init(t("下一日期", "Next day")),
                ], rows)
        return "\(apply, if: visitor.may(.enter))\(table)"
    }

    private static func draft(of stored: ApplicationStore.Stored, _ t: Language) -> HTML {
        let title = t("草稿 \(stored.id)", "Draft \(stored.id)")
        let saved = t("保存于 \(Times.text(stored.savedAt))", "saved \(Times.text(stored.savedAt))")
        return Tables.row([
            Tables.cell(markup: Parts.link("/applications/\(stored.id)", title)),
            Tables.cell(markup: Parts.tag("waiting", t("待填写", "to be filled in"))),
            Tables.number(HTML(stored.typed.text("amount"))), Tables.cell(saved),
        ])
    }

    private static func row(of sent: ApplicationList.Sent, _ ask: Ask) -> HTML {
        let t = ask.language
        let day = sent.next?.description ?? ""
        let isRunning = sent.outstanding.isPositive
        let what = isRunning ? t("\(day) 到期", "ends on \(day)") : t("\(day) 用款", "wanted on \(day)")
        let late: HTML? =
            isRunning && sent.endsOn < ask.today ? Parts.tag("late", t("已过", "past")) : nil
        return Tables.row([
            Tables.cell(markup: Parts.link("/guarantees/\(PercentText.encode(sent.number))", sent.number)),
            Tables.cell(markup: Parts.tag(sent.state.rawValue, t(sent.state.name))),
            Tables.number(isRunning ? "\(sent.outstanding)" : "\(sent.principal)"),
            Tables.cell(markup: "\(what) \(late)"),
        ])
    }
}

extension ApplicationList.Sent {
    /// The next day that matters; nil when it has ended.
    fileprivate var next: Day? {
        switch state {
        case .declined, .withdrawn, .released, .closed, .compensated: nil
        case .inForce, .overdue, .claimed: endsOn
        default: outstanding.isPositive ? endsOn : startsOn
        }
    }
}
