import Core
import Storage

/// The pages around applications: one's own, and the agreements to choose from.
enum ApplicationPages {
    /// Of the agreements in force, so many on a page.
    private static let offerLimit = 60

    static func list(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let page = Page(ask: ask, title: t("申请", "Applications"), message: done(ask))
        let visitor = ask.person
        let drafts = try ApplicationStore.drafts(of: visitor.organisation.id, connection)
        let sent = try ApplicationList.sent(by: visitor, connection)
        let new: HTML = """
            <p class="buttons"><a class="button" href="/applications/new">\(t("申请担保", "Apply"))</a></p>
            """
        return page.answer(
            """
            \(new, if: visitor.may(.enter))
            \(Parts.section(t("草稿", "Drafts"), draftTable(drafts, ask)))
            \(Parts.section(t("已提交", "Sent"), sentTable(sent, ask)))
            """)
    }

    private static func done(_ ask: Ask) -> String? {
        ask.query["done"] == "discarded" ? ask.language("草稿已放弃。", "The draft was discarded.") : nil
    }

    private static func draftTable(_ drafts: [ApplicationStore.Stored], _ ask: Ask) -> HTML {
        let t = ask.language
        guard !drafts.isEmpty else {
            return Parts.empty(
                t("没有草稿。点“申请担保”开始，填写的内容会自动保存。", "No drafts. Press Apply to begin; what you type is kept."))
        }
        let rows = drafts.map { draft -> HTML in
            let title = t("草稿 \(draft.id)", "Draft \(draft.id)")
            let discard: HTML = """
                <form method="post" action="/applications/\(draft.id)/discard">\(Forms.word(ask))\
                <button class="small">\(t("放弃", "Discard"))</button></form>
                """
            return Tables.row([
                Tables.cell(markup: Parts.link("/applications/\(draft.id)", title)),
                Tables.number(HTML(draft.typed.text("amount"))), Tables.cell(draft.typed.text("purpose")),
                Tables.cell(Times.text(draft.savedAt)), Tables.cell(draft.savedByName),
                Tables.cell(markup: ask.person.may(.enter) ? discard : HTML()),
            ])
        }
        return Tables.wide(
            t("草稿", "Drafts"),
            [
                .init(t("草稿", "Draft")), .number(t("金额（元）", "Amount (yuan)")), .init(t("用途", "Purpose")),
                .init(t("保存时间", "Saved")), .init(t("保存人", "By")), .init(t("操作", "Action")),
            ], rows)
    }

    private static func sentTable(_ sent: [ApplicationList.Sent], _ ask: Ask) -> HTML {
        let t = ask.language
        guard !sent.isEmpty else {
            return Parts.empty(t("还没有提交过申请。", "Nothing was sent yet."))
        }
        let rows = sent.map { application in
            Tables.row([
                Tables.cell(
                    markup: Parts.link(
                        "/guarantees/\(PercentText.encode(application.number))", application.number)),
                Tables.cell(
                    markup: Parts.tag(application.state.rawValue, t(application.state.name))),
                Tables.number("\(application.principal)"), Tables.cell(application.startsOn.description),
                Tables.cell(application.endsOn.description), Tables.cell(application.guarantor),
                Tables.cell(application.bank),
            ])
        }
        return Tables.wide(
            t("已提交", "Sent"),
            [
                .init(t("编号", "Number")), .init(t("状态", "State")), .number(t("金额（元）", "Amount (yuan)")),
                .init(t("起始日", "From")), .init(t("到期日", "Until")), .init(t("担保机构", "Guarantor")),
                .init(t("银行", "Bank")),
            ], rows)
    }

    /// The agreements in force, with their ceilings and what a loan would cost under each.
    static func offers(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let firm = ask.person.organisation.code
        let known = try ApplicationStore.known(of: firm, connection)
        let offers = try AgreementOffers(on: ask.today, near: known.text("division"), connection)
        let wanted = ask.query["q"]?.trimmingSpaces() ?? ""
        let shown = offers.all.filter { wanted.isEmpty || $0.title.contains(wanted) }
        let page = Page(
            ask: ask, title: t("选择担保机构和银行", "Choose a guarantor and a bank"),
            path: [(t("申请", "Applications"), "/applications")])
        let table =
            shown.isEmpty
            ? Parts.empty(t("没有符合的有效协议；请换个条件。", "No agreement in force fits; look for another."))
            : offerTable(Array(shown.prefix(offerLimit)), ask)
        let more: HTML? =
            shown.count > offerLimit
            ? """
            <p class="note">\(t(
                "只显示前 \(offerLimit) 份，请用名称查找。",
                "The first \(offerLimit) are shown; search by name for others."))</p>
            """ : nil
        return page.answer("\(search(wanted, ask))\(table)\(more)")
    }

    private static func search(_ wanted: String, _ ask: Ask) -> HTML {
        let t = ask.language
        return """
            <form class="filters" method="get" action="/applications/new">
            <p><label for="q">\(t("担保机构、银行", "Guarantor or bank"))</label>
            <input id="q" name="q" value="\(wanted)"></p>
            <p><label for="amount">\(t("金额（元）", "Amount (yuan)"))</label>
            <input id="amount" name="amount" class="number" inputmode="decimal" \
            value="\(ask.query["amount"] ?? "")"></p>
            <p><label for="months">\(t("期限（月）", "Term (months)"))</label>
            <input id="months" name="months" class="number" inputmode="numeric" size="4" \
            value="\(ask.query["months"] ?? "12")"></p>
            <p><button class="second">\(t("查看费用", "Show fees"))</button></p></form>
            """
    }

    private static func offerTable(_ offers: [AgreementOffers.Offer], _ ask: Ask) -> HTML {
        let t = ask.language
        let none = t("未设", "none")
        let rows = offers.map { offer -> HTML in
            let agreement = offer.agreement
            let rate = agreement.ceilings.feeRate ?? Application.usualFeeRate
            let fee: HTML? = loan(ask, rate).map { "\($0.fee)" }
            return Tables.row([
                Tables.title(offer.guarantor.name), Tables.cell(offer.bank.name),
                Tables.cell(agreement.number),
                Tables.number(HTML(agreement.ceilings.feeRate?.percentage ?? none)),
                Tables.number(agreement.ceilings.borrower.map { "\($0)" } ?? HTML(none)),
                Tables.number(fee ?? HTML("–")), Tables.cell(markup: begin(agreement, ask)),
            ])
        }
        return Tables.wide(
            t("有效的协议", "Agreements in force"),
            [
                .init(t("担保机构", "Guarantor")), .init(t("银行", "Bank")), .init(t("协议", "Agreement")),
                .number(t("年费率上限", "Fee ceiling")), .number(t("单户上限（元）", "Ceiling per firm (yuan)")),
                .number(t("担保费最多（元）", "Fee at most (yuan)")), .init(t("操作", "Action")),
            ], rows)
    }

    /// The loan in the search form, at the agreement's ceiling of the fee.
    private static func loan(_ ask: Ask, _ rate: Rate) -> Application? {
        ApplicationForm.application(
            Inputs(texts: [
                "amount": ask.query["amount"] ?? "", "months": ask.query["months"] ?? "12",
                "starts_on": ask.today.description, "fee_rate": rate.description,
            ]))
    }

    private static func begin(_ agreement: Agreement, _ ask: Ask) -> HTML {
        let t = ask.language
        return """
            <form method="post" action="/applications">\(Forms.word(ask))\(
                Forms.hidden("once", Secret().text))\(Forms.hidden("agreement", agreement.number))\(
                Forms.hidden("amount", ask.query["amount"] ?? ""))\(
                Forms.hidden("months", ask.query["months"] ?? ""))\
            <button class="small" aria-label="\(t("申请，协议 ", "Apply, agreement ") + agreement.number)">\(
                t("申请", "Apply"))</button></form>
            """
    }
}
