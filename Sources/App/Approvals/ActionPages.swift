import Core
import HTTPTypes

/// The pages of an action: the form, and what it would record.
enum ActionPages {
    static func form(
        _ ask: Ask, _ action: FormAction, subject: String, entered: ((String) -> String)?,
        _ refusal: (any Refusal)?
    ) -> Answer {
        let t = ask.language
        // Told that it was changed meanwhile, the clerk has seen it as it is now.
        let wasChanged = refusal as? RequestRefusal == .changedMeanwhile
        let page = Page(
            ask: ask, title: t(action.title), path: trail(action, subject),
            status: refusal == nil ? .ok : .unprocessableContent)
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            <form class="card" method="post" action="\(address(subject, action))">\(Forms.word(ask))
            \(Forms.hidden("step", "check"))\(Forms.hidden("once", once(ask)))
            \(Forms.hidden("version", wasChanged ? String(action.version) : version(ask, action)))
            \(Forms.fields(action.fields, entered: entered, refusal as? FormRefusal, t))
            <p class="buttons"><button>\(t("下一步：核对", "Next: check"))</button>
            <a href="\(ActionSources.address(of: subject))">\(t("取消", "Cancel"))</a></p></form>
            """)
    }

    static func confirm(
        _ ask: Ask, _ action: FormAction, subject: String, _ inputs: Inputs, _ preview: Preview
    ) -> Answer {
        let t = ask.language
        let page = Page(ask: ask, title: t("核对：", "Check: ") + t(action.title), path: trail(action, subject))
        let hidden = inputs.texts.sorted { $0.key < $1.key }.map { Forms.hidden($0.key, $0.value) }
        let next =
            action.needsSecondPerson
            ? t("提交复核", "Submit for approval") : t("确认", "Confirm")
        return page.answer(
            """
            \(entered(inputs, action.fields, t))
            \(effect(preview, t))
            \(fourEyes(t), if: action.needsSecondPerson)
            <form method="post" action="\(address(subject, action))">\(Forms.word(ask))\(hidden)
            \(Forms.hidden("once", once(ask)))\(Forms.hidden("version", version(ask, action)))
            <p class="buttons"><button name="step" value="enter">\(next)</button>
            <button name="step" value="back" class="second">\(t("返回修改", "Change"))</button></p></form>
            """)
    }

    /// What was entered, field by field.
    static func entered(_ inputs: Inputs, _ fields: [FormField], _ t: Language) -> HTML {
        let rows = fields.compactMap { field -> HTML? in
            guard let text = inputs.texts[field.name] else { return nil }
            return "<dt>\(t(field.title))</dt><dd>\(shown(text, field, t))</dd>"
        }
        guard !rows.isEmpty else { return HTML() }
        return "<h2>\(t("录入内容", "Entered"))</h2><dl class=\"facts\">\(rows)</dl>"
    }

    static func shown(_ text: String, _ field: FormField, _ t: Language) -> HTML {
        switch field.kind {
        case .money: Fen(yuan: text.replacing(",", with: "")).map { "\($0) \(t("元", "yuan"))" } ?? HTML(text)
        case .choice(let choices): HTML(choices.first { $0.value == text }.map { t($0.title) } ?? text)
        case .yes: HTML(t("是", "yes"))
        default: HTML(text)
        }
    }

    /// What would be recorded.
    static func effect(_ preview: Preview, _ t: Language) -> HTML {
        let lines = preview.lines.map { "<dt>\(t($0.title))</dt><dd>\(t($0.value))</dd>" as HTML }
        let facts: HTML? = lines.isEmpty ? nil : "<dl class=\"facts\">\(lines)</dl>"
        return """
            <h2>\(t("办理后", "What it brings about"))</h2>\(facts)
            \(postings(preview.postings, t), if: !preview.postings.isEmpty)
            \(claims(preview.claims, t), if: !preview.claims.isEmpty)
            """
    }

    private static func postings(_ postings: [Preview.Posting], _ t: Language) -> HTML {
        let rows = postings.map { posting in
            let isDebit = posting.amount.isPositive
            let amount: HTML = "\(posting.amount.magnitude)"
            return Tables.row([
                Tables.cell(t(posting.account)), Tables.number(isDebit ? amount : HTML()),
                Tables.number(isDebit ? HTML() : amount),
            ])
        }
        return Tables.fit(
            t("记账分录（元）", "Postings (yuan)"),
            [.init(t("账户", "Account")), .number(t("借方", "Debit")), .number(t("贷方", "Credit"))], rows)
    }

    private static func claims(_ claims: [Preview.NewClaim], _ t: Language) -> HTML {
        let rows = claims.map { claim in
            Tables.row([
                Tables.cell(claim.debtor), Tables.cell(claim.creditor), Tables.number("\(claim.amount)"),
                Tables.cell(claim.dueOn?.description ?? ""),
            ])
        }
        return Tables.fit(
            t("由此产生的应付款（元）", "What comes to be owed (yuan)"),
            [
                .init(t("应付方", "Debtor")), .init(t("应收方", "Creditor")), .number(t("金额", "Amount")),
                .init(t("到期日", "Due on")),
            ], rows)
    }

    private static func fourEyes(_ t: Language) -> HTML {
        """
        <p class="note">\(t(
            "提交后由本机构另一位复核人员确认，确认后才记账。",
            "Another person of your organisation approves it; only then is it recorded."))</p>
        """
    }

    private static func trail(_ action: FormAction, _ subject: String) -> [(title: String, address: String)] {
        [(action.subjectTitle, ActionSources.address(of: subject))]
    }

    private static func address(_ subject: String, _ action: FormAction) -> String {
        ActionSources.address(of: subject) + "/do/" + action.name
    }

    /// The word under which the form is taken once, however often it is sent; kept over the pages of one
    /// filling in.
    private static func once(_ ask: Ask) -> String {
        let given = ask.form["once"]
        return given.isEmpty ? Secret().text : String(given.prefix(64))
    }

    private static func version(_ ask: Ask, _ action: FormAction) -> String {
        let given = ask.form["version"]
        return given.isEmpty ? String(action.version) : given
    }
}
