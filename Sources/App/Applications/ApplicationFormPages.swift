import Core
import HTTPTypes
import Storage

/// The pages of one draft: the form that saves itself, and the answers once more before they are sent.
enum ApplicationFormPages {
    static func form(
        _ ask: Ask, _ stored: ApplicationStore.Stored, entered: ((String) -> String)? = nil,
        refusal: (any Refusal)? = nil, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("申请担保", "Apply for a guarantee"),
            path: [(t("申请", "Applications"), "/applications")],
            message: ask.query["done"] == "saved" ? saved(stored, t) : nil,
            status: refusal == nil ? .ok : .unprocessableContent)
        let offers = try AgreementOffers(on: ask.today, near: stored.typed.text("division"), connection)
        let fields = Forms.fields(
            ApplicationForm.fields(offers, on: ask.today), entered: entered ?? { stored.typed.text($0) },
            refusal as? FormRefusal, t)
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            <div class="columns">
            \(formMarkup(ask, stored, fields))
            <section><h2>\(t("额度与费用", "Limits and fees"))</h2>
            \(quoteMarkup(try quote(ask, stored.typed, connection), t))</section></div>
            """)
    }

    private static func formMarkup(_ ask: Ask, _ stored: ApplicationStore.Stored, _ fields: HTML) -> HTML {
        let t = ask.language
        let address = "/applications/\(stored.id)"
        let given = ask.form["editor"]
        let editor = given.isEmpty ? Secret().text : String(given.prefix(64))
        return """
            <form class="card" method="post" action="\(address)" novalidate data-save="\(address)/save" \
            \(words(t))>
            \(Forms.word(ask))\(Forms.hidden("version", String(stored.version)))\(
                Forms.hidden("editor", editor))
            \(fields)
            <p class="hint" id="saved" role="status" aria-live="polite">\(saved(stored, t))</p>
            <p class="buttons"><button name="step" value="check">\(t("下一步：核对", "Next: check"))</button>
            <button name="step" value="save" class="second">\(t("保存", "Save"))</button></p></form>
            """
    }

    /// What the script says of saving; it knows no language.
    private static func words(_ t: Language) -> HTML {
        let kept = t(
            "服务器没有应答，已存在本机，恢复后自动上传。",
            "The server does not answer; kept on this device until it does.")
        let lost = t(
            "服务器没有应答，本机也存不下；请勿关闭页面。",
            "The server does not answer and this device can't keep it; leave the page open.")
        let away = t(
            "没有保存到服务器：可能登录已过期。内容已存在本机，请重新登录后打开本页。",
            """
            Not saved on the server, perhaps because you were signed out. It is kept on this device: sign in \
            and open this page again.
            """)
        let restored = t("已恢复上次未能上传的内容。", "What could not be saved last time is back.")
        let other = t(
            "本机还有较早未上传的内容，此后草稿已被保存过。",
            "This device has older words that were never saved; the draft was saved since.")
        let restore = t("用本机的内容", "Take those of this device")
        return """
            data-kept="\(kept)" data-lost="\(lost)" data-away="\(away)" data-restored="\(restored)" \
            data-other="\(other)" data-restore="\(restore)"
            """
    }

    private static func saved(_ stored: ApplicationStore.Stored, _ t: Language) -> String {
        let time = Times.text(stored.savedAt)
        return t("已保存，\(time)", "Saved at \(time)")
    }

    static func quote(
        _ ask: Ask, _ typed: Inputs, _ connection: Connection
    ) throws -> ApplicationQuote? {
        let offers = try AgreementOffers(on: ask.today, near: "", connection)
        guard let offer = offers.find(typed.text("agreement")) else { return nil }
        return try ApplicationQuote(
            ApplicationForm.application(typed), offer, firm: ask.person.organisation.code, on: ask.today,
            connection)
    }

    private static func quoteMarkup(_ quote: ApplicationQuote?, _ t: Language) -> HTML {
        let lines = (quote?.lines ?? []).map { Parts.fact(t($0.title), t($0.value)) }
        let hint = t(
            "选择协议后显示额度；填写金额和期限后显示担保费。", "Choose an agreement for its limits; amount and term show the fee.")
        return """
            <dl class="facts" id="quote">\(lines)</dl>
            \("<p class=\"hint\">\(hint)</p>", if: quote?.hasFee != true)
            """
    }

    /// The answers with a way back to each, and what they amount to.
    static func check(
        _ ask: Ask, _ stored: ApplicationStore.Stored, _ refusal: (any Refusal)?, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let offers = try AgreementOffers(on: ask.today, near: "", connection)
        do {
            _ = try ApplicationForm.check(
                stored.typed, offers, firm: ask.person.organisation.code, on: ask.today, connection)
        } catch let refusal as any Refusal {
            return try form(ask, stored, refusal: refusal, connection)
        }
        let address = "/applications/\(stored.id)"
        let page = Page(
            ask: ask, title: t("核对申请", "Check your answers"),
            path: [(t("申请", "Applications"), "/applications"), (t("草稿", "Draft"), address)],
            status: refusal == nil ? .ok : .unprocessableContent)
        let rows = ApplicationForm.fields(offers, on: ask.today).map { field in
            answer(field, stored.typed.text(field.name), address, t)
        }
        let table = Tables.fit(
            t("逐项核对，可返回更改", "Each answer can be changed"),
            [
                .init(t("项目", "Question")), .init(t("内容", "Answer")), .init(t("操作", "Action")),
            ], rows)
        let promise = t(
            "提交后由担保机构受理，在放款前可以撤回。",
            "The guarantor takes it from here; you can withdraw it until the loan is paid out.")
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            <div class="columns">
            \(Parts.section(t("申请内容", "What you ask for"), table))
            <section><h2>\(t("额度与费用", "Limits and fees"))</h2>
            \(quoteMarkup(try quote(ask, stored.typed, connection), t))</section></div>
            <form class="card" method="post" action="\(address)/submit" \
            data-forget="\(address)/save">\(Forms.word(ask))\(
                Forms.hidden("version", String(stored.version)))
            <p>\(promise)</p>
            <p class="buttons"><button>\(t("提交申请", "Send the application"))</button>
            <a href="\(address)">\(t("返回修改", "Change"))</a></p></form>
            """)
    }

    private static func answer(_ field: FormField, _ text: String, _ address: String, _ t: Language) -> HTML {
        let title = t(field.title)
        let change: HTML = """
            <a href="\(address)#field-\(field.name)" aria-label="\(t("更改：", "Change: ") + title)">\(
                t("更改", "Change"))</a>
            """
        return Tables.row([
            Tables.title(title), Tables.cell(markup: ActionPages.shown(text, field, t)),
            Tables.cell(markup: change),
        ])
    }
}
